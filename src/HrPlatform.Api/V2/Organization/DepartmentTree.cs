using HrPlatform.Application.Organization;
using HrPlatform.Domain.Organization;

namespace HrPlatform.Api.V2.Organization;

/// <summary>The departments within each other.</summary>
public sealed record DepartmentTree
{
    /// <summary>Those at the top, in the order of their names.</summary>
    public required IReadOnlyList<DepartmentNode> Departments { get; init; }

    /// <summary>There are more than 5,000 departments; the rest is missing.</summary>
    /// <example>false</example>
    public required bool Truncated { get; init; }

    internal static DepartmentTree Of(Application.Organization.DepartmentTree tree) =>
        new() { Departments = [.. tree.Departments.Select(DepartmentNode.Of)], Truncated = tree.Truncated };
}

/// <summary>A department and what is below it.</summary>
public sealed record DepartmentNode
{
    /// <summary>The department's id.</summary>
    public required DepartmentId Id { get; init; }

    /// <summary>The name.</summary>
    /// <example>Engineering</example>
    public required string Name { get; init; }

    /// <summary>The short code; null when there is none.</summary>
    /// <example>ENG</example>
    public required string? Code { get; init; }

    /// <summary>People who are employed in the department itself.</summary>
    /// <example>120</example>
    public required int Headcount { get; init; }

    /// <summary>Those of all departments below it included.</summary>
    /// <example>480</example>
    public required int TotalHeadcount { get; init; }

    /// <summary>The departments directly below; empty at the last level that is shown.</summary>
    public required IReadOnlyList<DepartmentNode> Departments { get; init; }

    internal static DepartmentNode Of(DepartmentBranch branch) =>
        new()
        {
            Id = branch.Id,
            Name = branch.Name,
            Code = branch.Code,
            Headcount = branch.Headcount,
            TotalHeadcount = branch.TotalHeadcount,
            Departments = [.. branch.Departments.Select(Of)],
        };
}
