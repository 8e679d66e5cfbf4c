using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Employees;

[RequiresScope(Scopes.EmployeesWrite)]
public sealed record CreateEmployee(EmployeeFields Fields) : ICommand<EmployeeView>;

internal sealed class CreateEmployeeValidator : AbstractValidator<CreateEmployee>
{
    public CreateEmployeeValidator() =>
        RuleFor(command => command.Fields)
            .Custom((fields, context) => context.Report(EmployeeFieldRules.Check(fields, creating: true)));
}

internal sealed class CreateEmployeeHandler(EmployeeWriter writer, IHrDbContext db)
    : IRequestHandler<CreateEmployee, EmployeeView>
{
    public async Task<EmployeeView> Handle(CreateEmployee request, CancellationToken cancellationToken)
    {
        writer.Authorize(request.Fields);
        var resolved = await writer.ResolveAsync([request.Fields], cancellationToken);
        var errors = await writer.CheckAsync(request.Fields, resolved, creating: true, cancellationToken);
        if (errors.Count > 0)
            throw errors.ToProblem();

        // Nobody reports to somebody who is new, so no circle can come from this.
        var employee = writer.Hire(request.Fields, resolved);
        await db.SaveChangesAsync(cancellationToken);
        return EmployeeWriter.ViewOf(employee, resolved);
    }
}
