namespace HrPlatform.Application.Employees;

/// <summary>Which employees a figure or a list is about. Names are the tenant's own spelling; all conditions hold together.</summary>
public sealed record WorkforceFilter
{
    /// <summary>Everybody who works here today.</summary>
    public static WorkforceFilter Everybody { get; } = new();

    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>Counts the departments below the named ones in.</summary>
    public bool IncludeSubDepartments { get; init; }

    public IReadOnlyList<string> Positions { get; init; } = [];

    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>True: one of <see cref="Skills"/> is enough. False: all of them.</summary>
    public bool AnySkill { get; init; }

    /// <summary>None of these skills.</summary>
    public IReadOnlyList<string> WithoutSkills { get; init; } = [];

    /// <summary>At least one skill of one of these categories.</summary>
    public IReadOnlyList<string> SkillCategories { get; init; } = [];

    /// <summary>Ids of managers whose direct reports are meant.</summary>
    public IReadOnlyList<Guid> ManagerIds { get; init; } = [];

    /// <summary>Everybody below the managers, not only their direct reports.</summary>
    public bool IncludeIndirectReports { get; init; }

    public NumberRange ExperienceYears { get; init; } = NumberRange.Any;

    /// <summary>Filtering by pay needs <c>compensation:read</c>: whoever builds the filter has checked it.</summary>
    public NumberRange Salary { get; init; } = NumberRange.Any;

    /// <summary>First day of hire that counts.</summary>
    public DateOnly? HiredFrom { get; init; }

    /// <summary>Last day of hire that counts.</summary>
    public DateOnly? HiredTo { get; init; }

    public WorkforceGender? Gender { get; init; }

    public WorkforceStatus Status { get; init; } = WorkforceStatus.Active;
}

/// <summary>A range of numbers; an end left out is open.</summary>
/// <param name="Min">Lowest value.</param>
/// <param name="MinExclusive">The lowest value itself does not count ("more than").</param>
/// <param name="Max">Highest value.</param>
/// <param name="MaxExclusive">The highest value itself does not count ("less than").</param>
public sealed record NumberRange(decimal? Min, bool MinExclusive, decimal? Max, bool MaxExclusive)
{
    public static NumberRange Any { get; } = new(null, MinExclusive: false, null, MaxExclusive: false);

    public bool IsAny => Min is null && Max is null;

    public bool Contains(decimal value) =>
        (Min is not { } min || (MinExclusive ? value > min : value >= min))
        && (Max is not { } max || (MaxExclusive ? value < max : value <= max));
}

public enum WorkforceGender
{
    Female,
    Male,
}

public enum WorkforceStatus
{
    /// <summary>Works here today.</summary>
    Active,

    /// <summary>Has left.</summary>
    Terminated,

    /// <summary>Starts on a later day.</summary>
    Scheduled,

    /// <summary>All of them.</summary>
    Any,
}

/// <summary>By what a figure is split.</summary>
public enum WorkforceGrouping
{
    Department,
    Position,
    Skill,
    SkillCategory,
    Status,
    HireYear,
    Manager,
    Gender,
}
