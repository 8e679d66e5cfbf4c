using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Compensation;

public sealed record CompensationView(
    CompensationId Id,
    Money Pay,
    DateOnly EffectiveDate,
    DateOnly? ValidTo,
    string? Reason,
    bool Pending,
    DateTimeOffset CreatedAt
);

/// <summary>All pay of an employee, oldest first; pending changes included.</summary>
[RequiresScope(Scopes.EmployeesRead, Scopes.CompensationRead)]
public sealed record ListCompensation(EmployeeId Id) : IQuery<IReadOnlyList<CompensationView>>;

/// <summary>Sets the pay from a day on; on a day that has a change already, replaces it.</summary>
[RequiresScope(Scopes.CompensationWrite)]
public sealed record AddCompensation(
    EmployeeId Id,
    decimal Amount,
    string Currency,
    DateOnly? EffectiveDate,
    string? Reason,
    VersionMatch Match
) : ICommand<CompensationView>;

/// <summary>Takes back pay that is dated ahead.</summary>
[RequiresScope(Scopes.CompensationWrite)]
public sealed record CancelCompensation(EmployeeId Id, CompensationId CompensationId) : ICommand<Unit>;

internal sealed class AddCompensationValidator : AbstractValidator<AddCompensation>
{
    public AddCompensationValidator() =>
        RuleFor(command => command)
            .Custom(
                (command, context) =>
                {
                    List<FieldError> errors = [];
                    EmployeeFieldRules.CheckMoney(new MoneyInput(command.Amount, command.Currency), "/amount", errors);
                    EmployeeFieldRules.CheckDate(command.EffectiveDate, "/effectiveDate", errors);
                    if (command.Reason is { } reason && Text.Problem(reason, 500, multiline: true) is var (code, why))
                        errors.Add(new FieldError("/reason", code, why));
                    context.Report(errors);
                }
            );
}

internal sealed class EmployeePayHandler(
    IHrDbContext db,
    IEmployeeStore store,
    IEmployeeReads reads,
    TimeProvider clock
)
    : IRequestHandler<ListCompensation, IReadOnlyList<CompensationView>>,
        IRequestHandler<AddCompensation, CompensationView>,
        IRequestHandler<CancelCompensation, Unit>
{
    public async Task<IReadOnlyList<CompensationView>> Handle(
        ListCompensation request,
        CancellationToken cancellationToken
    )
    {
        if (await reads.FindAsync(request.Id, asOf: null, cancellationToken) is null)
            throw ProblemException.NotFound($"employee {request.Id}");
        var rows = await db.Set<CompensationChange>()
            .AsNoTracking()
            .Where(change => change.EmployeeId == request.Id)
            .OrderBy(change => change.EffectiveDate)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ViewOf)];
    }

    public async Task<CompensationView> Handle(AddCompensation request, CancellationToken cancellationToken)
    {
        var employee = await LoadAsync(request.Id, cancellationToken);
        request.Match.Check(employee.Version);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var firstDay = employee.History[0].EffectiveDate;
        var added = employee.SetPay(
            Money.Of(request.Amount, request.Currency),
            request.EffectiveDate ?? (today > firstDay ? today : firstDay),
            Text.Tidy(request.Reason),
            today,
            now
        );
        await db.SaveChangesAsync(cancellationToken);
        return ViewOf(added);
    }

    public async Task<Unit> Handle(CancelCompensation request, CancellationToken cancellationToken)
    {
        var employee = await LoadAsync(request.Id, cancellationToken);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var scheduled =
            employee.Compensation.FirstOrDefault(change => change.Id == request.CompensationId)
            ?? throw ProblemException.NotFound($"pay {request.CompensationId} of employee {request.Id}");
        if (!scheduled.Pending || scheduled.EffectiveDate <= today)
        {
            throw new ProblemException(
                ProblemCatalog.Conflict,
                "The pay took effect already and can't be cancelled; add another change that sets things right."
            );
        }
        employee.Cancel(scheduled, today);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    private async Task<Employee> LoadAsync(EmployeeId id, CancellationToken cancellationToken) =>
        await store.LoadAsync(id, cancellationToken) is { DeletedAt: null } employee
            ? employee
            : throw ProblemException.NotFound($"employee {id}");

    private static CompensationView ViewOf(CompensationChange change) =>
        new(
            change.Id,
            change.Pay,
            change.EffectiveDate,
            change.ValidTo,
            change.Reason,
            change.Pending,
            change.CreatedAt
        );
}
