using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Replaces all fields (PUT): what is left out is cleared, except pay and what the caller can't see.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record ReplaceEmployee(EmployeeId Id, EmployeeFields Fields, VersionMatch Match) : ICommand<EmployeeView>;

/// <summary>Changes the fields that are present (PATCH).</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record PatchEmployee(EmployeeId Id, EmployeeFields Fields, VersionMatch Match) : ICommand<EmployeeView>;

internal sealed class ReplaceEmployeeValidator : AbstractValidator<ReplaceEmployee>
{
    public ReplaceEmployeeValidator() =>
        RuleFor(command => command.Fields)
            .Custom((fields, context) => context.Report(EmployeeFieldRules.Check(fields, creating: true)));
}

internal sealed class PatchEmployeeValidator : AbstractValidator<PatchEmployee>
{
    public PatchEmployeeValidator() =>
        RuleFor(command => command.Fields)
            .Custom((fields, context) => context.Report(EmployeeFieldRules.Check(fields, creating: false)));
}

internal sealed class ChangeEmployeeHandler(
    EmployeeWriter writer,
    IEmployeeStore store,
    IEmployeeReads reads,
    CallerContext context
) : IRequestHandler<ReplaceEmployee, EmployeeView>, IRequestHandler<PatchEmployee, EmployeeView>
{
    public Task<EmployeeView> Handle(ReplaceEmployee request, CancellationToken cancellationToken) =>
        ApplyAsync(
            request.Id,
            request.Fields.Completed(EmployeeVisibility.Of(context.Caller)),
            request.Match,
            cancellationToken
        );

    public Task<EmployeeView> Handle(PatchEmployee request, CancellationToken cancellationToken) =>
        ApplyAsync(request.Id, request.Fields, request.Match, cancellationToken);

    private async Task<EmployeeView> ApplyAsync(
        EmployeeId id,
        EmployeeFields fields,
        VersionMatch match,
        CancellationToken cancellationToken
    )
    {
        writer.Authorize(fields);
        var employee = await store.LoadAsync(id, cancellationToken) is { DeletedAt: null } found
            ? found
            : throw ProblemException.NotFound($"employee {id}");
        match.Check(employee.Version);

        var resolved = await writer.ResolveAsync([fields], cancellationToken);
        var errors = await writer.CheckAsync(fields, resolved, creating: false, cancellationToken);
        if (errors.Count > 0)
            throw errors.ToProblem();

        var lines = EmployeeWriter.LinesOf(employee);
        if (writer.Change(employee, fields, resolved))
        {
            var linesChanged = !lines.SequenceEqual(EmployeeWriter.LinesOf(employee));
            await writer.SaveAsync(employee, linesChanged, cancellationToken);
        }
        return (await reads.FindAsync(id, asOf: null, cancellationToken))!;
    }
}
