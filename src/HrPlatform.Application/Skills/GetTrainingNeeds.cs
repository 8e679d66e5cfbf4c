using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Skills;

/// <summary>
/// Skills that are usual among the people of a position or department and missing for many of them.
/// For one person: skills that are usual among those with the same position and that this person lacks.
/// </summary>
/// <param name="Scope">Whether peers share the position or the department.</param>
/// <param name="Person">The person to recommend for; null for groups.</param>
/// <param name="MostPerGroup">At most so many needs of one group, so that a large one doesn't hide the others.</param>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetTrainingNeeds(
    WorkforceFilter Filter,
    IReadOnlyList<string> Skills,
    IReadOnlyList<string> Categories,
    TrainingScope Scope,
    Guid? Person,
    int Top,
    int MostPerGroup = int.MaxValue
) : IQuery<TrainingNeeds>
{
    /// <summary>A group smaller than this says nothing about what is usual in it.</summary>
    public const int SmallestGroup = 5;

    /// <summary>A skill counts as usual in a group when at least this share of it has the skill.</summary>
    public const decimal UsualShare = 0.3m;
}

public enum TrainingScope
{
    Department,
    Position,
}

/// <param name="Needs">Most people in need first.</param>
public sealed record TrainingNeeds(IReadOnlyList<TrainingNeed> Needs);

/// <param name="Group">The department or position.</param>
/// <param name="People">Its employees.</param>
/// <param name="Holders">Those of them who have the skill.</param>
public sealed record TrainingNeed(string Group, string Skill, string? Category, int People, int Holders)
{
    public int Missing => People - Holders;
}

internal sealed class GetTrainingNeedsHandler(ISkillInsights reads) : IRequestHandler<GetTrainingNeeds, TrainingNeeds>
{
    public Task<TrainingNeeds> Handle(GetTrainingNeeds request, CancellationToken cancellationToken) =>
        reads.TrainingNeedsAsync(request, cancellationToken);
}
