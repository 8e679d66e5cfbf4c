using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Employees;

namespace HrPlatform.Infrastructure.Ai.Offline;

internal enum Intent
{
    /// <summary>How many people.</summary>
    Count,

    /// <summary>How many departments, positions, skills there are.</summary>
    CountGroups,

    /// <summary>How people spread over groups; the largest or smallest group.</summary>
    Distribution,
    AverageExperience,
    AverageTenure,

    /// <summary>Which people.</summary>
    Find,

    /// <summary>About one person.</summary>
    Person,
    Pay,
    PayGap,
    Experts,
    Training,

    /// <summary>Not about the records: look into the documents.</summary>
    Documents,
}

/// <summary>What one clause of a question asks for.</summary>
internal sealed record Reading
{
    public required string Text { get; init; }

    public required Intent Intent { get; init; }

    public EmployeeFilterArguments Filter { get; init; } = new();

    public WorkforceGrouping? GroupBy { get; init; }

    public CompensationMeasure PayMeasure { get; init; }

    /// <summary>Lowest and highest beside the average.</summary>
    public bool PayRange { get; init; }

    public WorkforceSort? Sort { get; init; }

    public bool Descending { get; init; } = true;

    public int? Limit { get; init; }

    public string? Person { get; init; }

    /// <summary>Which group has the most (true) or the least (false).</summary>
    public bool? Extreme { get; init; }

    /// <summary>Only groups with a number of people in this range.</summary>
    public NumberRange GroupSize { get; init; } = NumberRange.Any;

    /// <summary>The clause said whether departments below count; otherwise both figures are worth giving.</summary>
    public bool SubDepartmentsSaid { get; init; }

    public bool WithSalary { get; init; }

    /// <summary>Words that no record can speak to, and that the answer would pass over.</summary>
    public IReadOnlyList<string> NotUnderstood { get; init; } = [];

    /// <summary>A skill distribution wanted for each department.</summary>
    public bool SkillsPerDepartment { get; init; }

    public bool HasFilter => Filter != new EmployeeFilterArguments();
}

/// <summary>A question as understood: its clauses and the language to answer in.</summary>
internal sealed record Question(string Text, string Language, IReadOnlyList<Reading> Clauses);
