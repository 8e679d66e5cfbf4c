using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Employees that match a filter and, when given, a name, in an order; for answers, not for paging.</summary>
/// <param name="Name">Words of the person's name; all must occur, in any order, accents and case aside.</param>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record FindEmployees(
    WorkforceFilter Filter,
    string? Name,
    WorkforceSort Sort,
    bool Descending,
    int Limit,
    bool WithSalary
) : IQuery<FoundEmployees>;

public enum WorkforceSort
{
    Name,
    Experience,

    /// <summary>Years since the day of hire.</summary>
    Tenure,
    HireDate,

    /// <summary>Only for callers who may see pay.</summary>
    Salary,
}

/// <param name="Total">How many match, also when the list was cut.</param>
public sealed record FoundEmployees(int Total, IReadOnlyList<FoundEmployee> Employees);

public sealed record FoundEmployee(
    Guid Id,
    string Name,
    string? Department,
    string? Position,
    decimal? ExperienceYears,
    DateOnly? HireDate,
    string Status,
    string? Manager,
    IReadOnlyList<string> Skills,
    decimal? Salary,
    string? Currency
);

internal sealed class FindEmployeesHandler(IWorkforceReads reads) : IRequestHandler<FindEmployees, FoundEmployees>
{
    public Task<FoundEmployees> Handle(FindEmployees request, CancellationToken cancellationToken) =>
        reads.FindAsync(request, cancellationToken);
}
