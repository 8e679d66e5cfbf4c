using System.ComponentModel;
using System.Text.Json.Serialization;
using HrPlatform.Application.Identity;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>The conditions that a model may put on employees, by name. All of them hold together.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EmployeeFilterArguments
{
    [Description("Names of departments; one of them is enough.")]
    public IReadOnlyList<string>? Departments { get; init; }

    [Description("Also count the departments below the named ones.")]
    public bool? IncludeSubDepartments { get; init; }

    [Description("Titles of positions; one of them is enough.")]
    public IReadOnlyList<string>? Positions { get; init; }

    [Description("Names of skills; all are required unless anySkill is true.")]
    public IReadOnlyList<string>? Skills { get; init; }

    [Description("One of the skills is enough.")]
    public bool? AnySkill { get; init; }

    [Description("Names of skills that the employees do not have.")]
    public IReadOnlyList<string>? WithoutSkills { get; init; }

    [Description("Names of skill categories; one skill of one of them is enough.")]
    public IReadOnlyList<string>? SkillCategories { get; init; }

    [Description("Name of the manager whose direct reports are meant.")]
    public string? Manager { get; init; }

    [Description("With manager: everybody below, not only the direct reports.")]
    public bool? IndirectReports { get; init; }

    [Description("Years of experience: at least this many.")]
    public decimal? MinExperience { get; init; }

    [Description("Years of experience: more than this many.")]
    public decimal? ExperienceMoreThan { get; init; }

    [Description("Years of experience: at most this many.")]
    public decimal? MaxExperience { get; init; }

    [Description("Years of experience: fewer than this many.")]
    public decimal? ExperienceLessThan { get; init; }

    [Description("Yearly salary: at least this much. Needs the right to see pay.")]
    public decimal? MinSalary { get; init; }

    [Description("Yearly salary: more than this much. Needs the right to see pay.")]
    public decimal? SalaryMoreThan { get; init; }

    [Description("Yearly salary: at most this much. Needs the right to see pay.")]
    public decimal? MaxSalary { get; init; }

    [Description("Yearly salary: less than this much. Needs the right to see pay.")]
    public decimal? SalaryLessThan { get; init; }

    [Description("Hired on this day (yyyy-MM-dd) or later.")]
    public DateOnly? HiredFrom { get; init; }

    [Description("Hired on this day (yyyy-MM-dd) or earlier.")]
    public DateOnly? HiredTo { get; init; }

    [Description("female or male. Needs the right to see personal data.")]
    public Employees.WorkforceGender? Gender { get; init; }

    [Description("active (default): works here today; terminated: has left; scheduled: starts later; any.")]
    public Employees.WorkforceStatus? Status { get; init; }

    /// <summary>The scope that the caller lacks for a condition of this filter; null when none is missing.</summary>
    public string? MissingScope(AgentCaller caller) =>
        UsesSalary && !caller.May(Scopes.CompensationRead) ? Scopes.CompensationRead
        : Gender is not null && !caller.May(Scopes.PersonalRead) ? Scopes.PersonalRead
        : null;

    [JsonIgnore]
    public bool UsesSalary => (MinSalary ?? SalaryMoreThan ?? MaxSalary ?? SalaryLessThan) is not null;
}
