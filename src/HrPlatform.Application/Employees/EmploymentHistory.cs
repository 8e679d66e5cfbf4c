using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>One dated event with the state it led to, names included.</summary>
public sealed record EmploymentEventView(
    EmploymentEventId Id,
    EmploymentEventKind Kind,
    DateOnly EffectiveDate,
    DateOnly? ValidTo,
    EmploymentFields Changed,
    EmploymentStatus Status,
    DepartmentLink? Department,
    PositionLink? Position,
    ManagerLink? Manager,
    string? Reason,
    bool Pending,
    DateTimeOffset CreatedAt
);

/// <summary>All events of an employment, oldest first; pending ones included.</summary>
[RequiresScope(Scopes.EmployeesRead, Scopes.HistoryRead)]
public sealed record ListEmploymentHistory(EmployeeId Id) : IQuery<IReadOnlyList<EmploymentEventView>>;

/// <summary>Records what happened, happens or will happen on a day.</summary>
/// <param name="Placement">Department, position and manager only; which of them are present is what the event sets.</param>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record RecordEmploymentEvent(
    EmployeeId Id,
    EmploymentEventKind Kind,
    DateOnly EffectiveDate,
    EmployeeFields Placement,
    string? Reason,
    VersionMatch Match
) : ICommand<EmploymentEventView>;

/// <summary>Takes back an event that is dated ahead.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record CancelEmploymentEvent(EmployeeId Id, EmploymentEventId EventId) : ICommand<Unit>;

internal sealed class RecordEmploymentEventValidator : AbstractValidator<RecordEmploymentEvent>
{
    public RecordEmploymentEventValidator() =>
        RuleFor(command => command)
            .Custom(
                (command, context) =>
                {
                    context.Report(
                        EmployeeFieldRules.Check(
                            command.Placement with
                            {
                                EffectiveDate = command.EffectiveDate,
                                Reason = command.Reason,
                            },
                            creating: false
                        )
                    );
                    if (command.Kind == EmploymentEventKind.Termination && SetsPlacement(command.Placement))
                        context.Report([new FieldError("/kind", "sets-nothing", "A termination sets no placement.")]);
                    if (command.Kind == EmploymentEventKind.Transfer && !SetsPlacement(command.Placement))
                        context.Report([
                            new FieldError("/department", "required", "A transfer names where somebody goes."),
                        ]);
                    if (command.Kind == EmploymentEventKind.Promotion && !command.Placement.Position.IsPresent)
                        context.Report([new FieldError("/position", "required", "A promotion names the position.")]);
                    if (command.Kind == EmploymentEventKind.ManagerChange && !command.Placement.Manager.IsPresent)
                        context.Report([
                            new FieldError("/manager", "required", "A change of manager names the manager, or null."),
                        ]);
                }
            );

    private static bool SetsPlacement(EmployeeFields fields) =>
        fields.Department.IsPresent || fields.Position.IsPresent || fields.Manager.IsPresent;
}

internal sealed class EmploymentHistoryHandler(
    EmployeeWriter writer,
    IEmployeeStore store,
    IEmploymentHistoryReads history
)
    : IRequestHandler<ListEmploymentHistory, IReadOnlyList<EmploymentEventView>>,
        IRequestHandler<RecordEmploymentEvent, EmploymentEventView>,
        IRequestHandler<CancelEmploymentEvent, Unit>
{
    public async Task<IReadOnlyList<EmploymentEventView>> Handle(
        ListEmploymentHistory request,
        CancellationToken cancellationToken
    ) =>
        await history.ListAsync(request.Id, cancellationToken)
        ?? throw ProblemException.NotFound($"employee {request.Id}");

    public async Task<EmploymentEventView> Handle(RecordEmploymentEvent request, CancellationToken cancellationToken)
    {
        var employee = await LoadAsync(request.Id, cancellationToken);
        request.Match.Check(employee.Version);
        var resolved = await writer.ResolveAsync([request.Placement], cancellationToken);
        var errors = await writer.CheckAsync(request.Placement, resolved, creating: false, cancellationToken);
        if (errors.Count > 0)
            throw errors.ToProblem();

        var lines = EmployeeWriter.LinesOf(employee);
        var recorded = employee.Record(
            request.Kind,
            request.EffectiveDate,
            EmployeeWriter.PlacementOf(request.Placement, resolved),
            Text.Tidy(request.Reason),
            writer.Today,
            writer.Now
        );
        await SaveAsync(employee, lines, cancellationToken);
        var all = await history.ListAsync(request.Id, cancellationToken);
        return all!.Single(e => e.Id == recorded.Id);
    }

    public async Task<Unit> Handle(CancelEmploymentEvent request, CancellationToken cancellationToken)
    {
        var employee = await LoadAsync(request.Id, cancellationToken);
        var scheduled =
            employee.History.FirstOrDefault(e => e.Id == request.EventId)
            ?? throw ProblemException.NotFound($"event {request.EventId} of employee {request.Id}");
        if (!scheduled.Pending || scheduled.EffectiveDate <= writer.Today)
        {
            throw new ProblemException(
                ProblemCatalog.Conflict,
                "The event took effect already and can't be cancelled; record another one that sets things right."
            );
        }
        var lines = EmployeeWriter.LinesOf(employee);
        employee.Cancel(scheduled, writer.Today);
        await SaveAsync(employee, lines, cancellationToken);
        return Unit.Value;
    }

    private async Task<Employee> LoadAsync(EmployeeId id, CancellationToken cancellationToken) =>
        await store.LoadAsync(id, cancellationToken) is { DeletedAt: null } employee
            ? employee
            : throw ProblemException.NotFound($"employee {id}");

    private Task SaveAsync(
        Employee employee,
        IReadOnlyList<(EmployeeId Manager, DateOnly From, DateOnly? To)> linesBefore,
        CancellationToken cancellationToken
    ) =>
        writer.SaveAsync(
            employee,
            linesChanged: !linesBefore.SequenceEqual(EmployeeWriter.LinesOf(employee)),
            cancellationToken
        );
}

public interface IEmploymentHistoryReads
{
    /// <summary>Null when there is no such employee.</summary>
    Task<IReadOnlyList<EmploymentEventView>?> ListAsync(EmployeeId id, CancellationToken cancellationToken);
}
