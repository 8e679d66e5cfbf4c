using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Skills;

/// <summary>
/// Who knows a domain best: people with the skill, or with most skills of the category, then the most experienced ones.
/// Without skill and category: the same for each category.
/// </summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetSkillExperts(
    IReadOnlyList<string> Skills,
    IReadOnlyList<string> Categories,
    WorkforceFilter Filter,
    int Top
) : IQuery<SkillExperts>;

public sealed record SkillExperts(IReadOnlyList<SkillDomainExperts> Domains);

/// <param name="Domain">Name of the skill or category.</param>
/// <param name="People">Employees with the skill, or with at least one skill of the category.</param>
public sealed record SkillDomainExperts(string Domain, int People, IReadOnlyList<SkillExpert> Experts);

public sealed record SkillExpert(
    Guid Id,
    string Name,
    string? Department,
    string? Position,
    decimal? ExperienceYears,
    IReadOnlyList<string> Skills
);

internal sealed class GetSkillExpertsHandler(ISkillInsights reads) : IRequestHandler<GetSkillExperts, SkillExperts>
{
    public Task<SkillExperts> Handle(GetSkillExperts request, CancellationToken cancellationToken) =>
        reads.ExpertsAsync(request, cancellationToken);
}
