using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Counts employees, or averages their experience or tenure, as one figure or split into groups.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetWorkforceFigures(WorkforceMeasure Measure, WorkforceGrouping? GroupBy, WorkforceFilter Filter)
    : IQuery<WorkforceFigures>;

public enum WorkforceMeasure
{
    Count,

    /// <summary>Mean of the recorded years of experience.</summary>
    AverageExperience,

    /// <summary>Mean of the years since the day of hire.</summary>
    AverageTenure,
}

/// <param name="Matching">Employees that the filter matches; each person once, whatever the grouping.</param>
/// <param name="Value">The figure over all of them; null when no one matches or no value is recorded.</param>
/// <param name="Groups">Largest value first, then by name. Empty without a grouping. At most 200.</param>
/// <param name="GroupsInAll">How many groups there are, also when <paramref name="Groups"/> was cut.</param>
public sealed record WorkforceFigures(
    int Matching,
    decimal? Value,
    IReadOnlyList<WorkforceGroup> Groups,
    int GroupsInAll
);

/// <param name="Name">Null: the value is not recorded for these employees.</param>
public sealed record WorkforceGroup(string? Name, int Count, decimal? Value);

internal sealed class GetWorkforceFiguresHandler(IWorkforceReads reads)
    : IRequestHandler<GetWorkforceFigures, WorkforceFigures>
{
    public Task<WorkforceFigures> Handle(GetWorkforceFigures request, CancellationToken cancellationToken) =>
        reads.FiguresAsync(request, cancellationToken);
}
