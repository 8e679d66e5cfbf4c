using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace HrPlatform.Api.V2.Employees;

/// <summary>Which skills of several are needed.</summary>
public enum SkillMatch
{
    /// <summary>Each of them.</summary>
    All,

    /// <summary>One is enough.</summary>
    Any,
}

/// <summary>Which employees are wanted; everything that is given must hold.</summary>
public sealed record EmployeeQuery
{
    private const string CustomPrefix = "custom.";

    /// <summary>Words, or their beginnings, in name, e-mail, numbers, department or position.</summary>
    /// <example>ada engineer</example>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    /// <summary>Id or name of a department.</summary>
    /// <example>Engineering</example>
    [FromQuery(Name = "department")]
    public string? Department { get; init; }

    /// <summary>Count the departments below `department` as well.</summary>
    /// <example>false</example>
    [FromQuery(Name = "includeChildren")]
    public bool IncludeChildren { get; init; }

    /// <summary>Id or title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    [FromQuery(Name = "position")]
    public string? Position { get; init; }

    /// <summary>Id or name of a skill; repeat it for several.</summary>
    /// <example>["Python"]</example>
    [FromQuery(Name = "skill")]
    public IReadOnlyList<string>? Skill { get; init; }

    /// <summary>Whether all skills are needed (`all`, the default) or one is enough (`any`).</summary>
    /// <example>all</example>
    [FromQuery(Name = "skillMatch")]
    public string? SkillMatch { get; init; }

    /// <summary>Only people who report to this employee.</summary>
    [FromQuery(Name = "manager")]
    public EmployeeId? Manager { get; init; }

    /// <summary>How many levels below `manager`: 1 (the default) for direct reports.</summary>
    /// <example>1</example>
    [FromQuery(Name = "levels")]
    public int Levels { get; init; } = 1;

    /// <summary>`active`, `terminated`, `scheduled`; several with commas or repeated.</summary>
    /// <example>["active"]</example>
    [FromQuery(Name = "status")]
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Hired after this day.</summary>
    /// <example>2020-01-01</example>
    [FromQuery(Name = "hiredAfter")]
    public DateOnly? HiredAfter { get; init; }

    /// <summary>Hired before this day.</summary>
    /// <example>2026-01-01</example>
    [FromQuery(Name = "hiredBefore")]
    public DateOnly? HiredBefore { get; init; }

    /// <summary>Pay of at least this amount. Needs the scope `compensation:read`.</summary>
    /// <example>50000</example>
    [FromQuery(Name = "minSalary")]
    public decimal? MinSalary { get; init; }

    /// <summary>Pay of at most this amount. Needs the scope `compensation:read`.</summary>
    /// <example>90000</example>
    [FromQuery(Name = "maxSalary")]
    public decimal? MaxSalary { get; init; }

    /// <summary>The employee with this e-mail address.</summary>
    /// <example>ada.byron@example.com</example>
    [FromQuery(Name = "email")]
    public string? Email { get; init; }

    /// <summary>The employee with this id in another system.</summary>
    /// <example>sap-4711</example>
    [FromQuery(Name = "externalId")]
    public string? ExternalId { get; init; }

    /// <summary>The employee with this number.</summary>
    /// <example>10001</example>
    [FromQuery(Name = "employeeNumber")]
    public string? EmployeeNumber { get; init; }

    /// <summary>Only these employees: up to 200 ids, with commas or repeated.</summary>
    [FromQuery(Name = "ids")]
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The state as of this day. Needs the scope `history:read`.</summary>
    /// <example>2024-12-31</example>
    [FromQuery(Name = "asOf")]
    public DateOnly? AsOf { get; init; }

    internal EmployeeFilter ToFilter([BindNever] IQueryCollection query) =>
        new()
        {
            Search = Q,
            Department = QueryText.Reference<DepartmentId>(Department, "department"),
            IncludeChildren = IncludeChildren,
            Position = QueryText.Reference<PositionId>(Position, "position"),
            Skills =
            [
                .. (Skill ?? [])
                    .Where(text => !string.IsNullOrWhiteSpace(text))
                    .Select(text => QueryText.Reference<SkillId>(text, "skill")!.Value),
            ],
            AnySkill = QueryText.Enums<SkillMatch>([SkillMatch ?? "all"], "skillMatch") is [Employees.SkillMatch.Any],
            Manager = Manager,
            ManagerLevels = Levels,
            Statuses = QueryText.Enums<EmploymentStatus>(Status, "status"),
            HiredAfter = HiredAfter,
            HiredBefore = HiredBefore,
            MinSalary = MinSalary,
            MaxSalary = MaxSalary,
            Email = Email,
            ExternalId = ExternalId,
            EmployeeNumber = EmployeeNumber,
            Ids = QueryText.Ids<EmployeeId>(Ids, "ids"),
            Custom = query
                .Where(pair => pair.Key.StartsWith(CustomPrefix, StringComparison.Ordinal))
                .ToDictionary(
                    pair => pair.Key[CustomPrefix.Length..],
                    pair => pair.Value.ToString(),
                    StringComparer.Ordinal
                ),
            AsOf = AsOf,
        };
}
