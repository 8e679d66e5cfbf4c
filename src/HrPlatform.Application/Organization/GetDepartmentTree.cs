using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Organization;
using MediatR;

namespace HrPlatform.Application.Organization;

/// <param name="Headcount">People who are employed in the department itself.</param>
/// <param name="TotalHeadcount">Those of the departments below it included.</param>
public sealed record DepartmentBranch(
    DepartmentId Id,
    string Name,
    string? Code,
    int Headcount,
    int TotalHeadcount,
    IReadOnlyList<DepartmentBranch> Departments
);

/// <param name="Truncated">There are more than <see cref="GetDepartmentTree.MaxDepartments"/>.</param>
public sealed record DepartmentTree(IReadOnlyList<DepartmentBranch> Departments, bool Truncated);

/// <summary>The departments within each other, with their headcounts of today.</summary>
/// <param name="Root">Only this department and those below it.</param>
/// <param name="Depth">How many levels are shown; totals count those below as well.</param>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetDepartmentTree(DepartmentId? Root, int Depth) : IQuery<DepartmentTree>
{
    public const int MaxDepartments = 5000;
    public const int MaxDepth = 50;
}

internal sealed class GetDepartmentTreeValidator : AbstractValidator<GetDepartmentTree>
{
    public GetDepartmentTreeValidator() =>
        RuleFor(query => query.Depth).InclusiveBetween(1, GetDepartmentTree.MaxDepth);
}

/// <summary>One department as stored, with the number of people who are employed in it.</summary>
public sealed record DepartmentHeadcount(
    DepartmentId Id,
    string Name,
    string? Code,
    DepartmentId? Parent,
    int Headcount
);

internal sealed class GetDepartmentTreeHandler(ICatalogueReads reads)
    : IRequestHandler<GetDepartmentTree, DepartmentTree>
{
    public async Task<DepartmentTree> Handle(GetDepartmentTree request, CancellationToken cancellationToken)
    {
        var rows = await reads.HeadcountsAsync(GetDepartmentTree.MaxDepartments + 1, cancellationToken);
        var known = rows.Take(GetDepartmentTree.MaxDepartments).ToList();
        var below = known.ToLookup(row => row.Parent);
        var tops = request.Root is { } root ? known.Where(row => row.Id == root).ToList() : [.. below[null]];
        if (request.Root is not null && tops.Count == 0)
            throw ProblemException.NotFound($"department {request.Root}");
        return new DepartmentTree(
            [.. tops.Select(top => Branch(top, below, request.Depth))],
            rows.Count > GetDepartmentTree.MaxDepartments
        );
    }

    private static DepartmentBranch Branch(
        DepartmentHeadcount row,
        ILookup<DepartmentId?, DepartmentHeadcount> below,
        int depth
    )
    {
        var branches = below[row.Id].Select(child => Branch(child, below, depth - 1)).ToList();
        return new DepartmentBranch(
            row.Id,
            row.Name,
            row.Code,
            row.Headcount,
            row.Headcount + branches.Sum(branch => branch.TotalHeadcount),
            depth > 1 ? branches : []
        );
    }
}
