using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;

namespace HrPlatform.Application.Employees;

/// <summary>Reads of employees that are too frequent or too wide for change tracking. Deleted ones are never among them.</summary>
public interface IEmployeeReads
{
    /// <param name="asOf">The day whose state is wanted; null for the current one.</param>
    /// <returns>Null when there is none, or when the hire lies after <paramref name="asOf"/>.</returns>
    Task<EmployeeView?> FindAsync(EmployeeId id, DateOnly? asOf, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<EmployeeId, EmployeeView>> FindManyAsync(
        IReadOnlyCollection<EmployeeId> ids,
        DateOnly? asOf,
        CancellationToken cancellationToken
    );

    Task<EmployeeSlice> ListAsync(EmployeeListRequest request, CancellationToken cancellationToken);

    Task<EmployeeStatistics> StatisticsAsync(DateOnly? asOf, DateOnly today, CancellationToken cancellationToken);

    /// <summary>The managers from the next one up to the top.</summary>
    Task<IReadOnlyList<EmployeeView>> ManagersAsync(EmployeeId id, DateOnly? asOf, CancellationToken cancellationToken);

    Task<OrgChart> OrgChartAsync(OrgChartRequest request, CancellationToken cancellationToken);
}

/// <summary>A page of employees.</summary>
/// <param name="After">The position that the next page starts after; null at the end.</param>
/// <param name="Total">Only when it was asked for.</param>
public sealed record EmployeeSlice(IReadOnlyList<EmployeeView> Items, string? After, long? Total);

/// <summary>Where a page starts: after a position (keyset), or at an offset.</summary>
public sealed record EmployeeListRequest(
    EmployeeFilter Filter,
    IReadOnlyList<EmployeeSort> Sort,
    int Limit,
    string? After = null,
    long Offset = 0,
    bool WithTotal = false
);

/// <param name="Root">The employee or department to start at; null for the whole tenant.</param>
/// <param name="Depth">How many levels below the root.</param>
/// <param name="Limit">At most this many people.</param>
public sealed record OrgChartRequest(EmployeeId? Root, DepartmentId? Department, int Depth, DateOnly? AsOf, int Limit);

/// <summary>Somebody's place in the chart; parents come before their reports.</summary>
public sealed record OrgChartNode(
    EmployeeId Id,
    string Name,
    PositionLink? Position,
    DepartmentLink? Department,
    EmployeeId? ManagerId,
    int Level,
    int DirectReports
);

/// <param name="Truncated">More people belong to it than the limit allowed.</param>
public sealed record OrgChart(IReadOnlyList<OrgChartNode> People, bool Truncated);

public sealed record CountByName(string? Name, long Count);

public sealed record PayByName(
    string? Name,
    string Currency,
    decimal Average,
    decimal Minimum,
    decimal Maximum,
    long Count
);

/// <summary>Figures over everybody who is employed on the day.</summary>
public sealed record EmployeeStatistics(
    long Total,
    IReadOnlyList<CountByName> ByStatus,
    IReadOnlyList<CountByName> ByDepartment,
    IReadOnlyList<CountByName> ByPosition,
    IReadOnlyList<CountByName> Skills,
    IReadOnlyList<PayByName> PayByDepartment,
    IReadOnlyList<PayByName> Pay,
    decimal? AverageExperienceYears,
    decimal? AverageTenureYears
);
