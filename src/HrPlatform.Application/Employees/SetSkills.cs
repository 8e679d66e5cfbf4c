using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Replaces the skills of an employee; each is an id or a name of the catalogue.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record SetSkills(EmployeeId Id, IReadOnlyList<string> Skills, VersionMatch Match)
    : ICommand<EmployeeView>;

internal sealed class SetSkillsValidator : AbstractValidator<SetSkills>
{
    public SetSkillsValidator() =>
        RuleFor(command => command)
            .Custom(
                (command, context) =>
                    context.Report(
                        EmployeeFieldRules.Check(new EmployeeFields { Skills = new(command.Skills) }, creating: false)
                    )
            );
}

internal sealed class SetSkillsHandler(IRequestHandler<PatchEmployee, EmployeeView> patch)
    : IRequestHandler<SetSkills, EmployeeView>
{
    public Task<EmployeeView> Handle(SetSkills request, CancellationToken cancellationToken) =>
        patch.Handle(
            new PatchEmployee(request.Id, new EmployeeFields { Skills = new(request.Skills) }, request.Match),
            cancellationToken
        );
}
