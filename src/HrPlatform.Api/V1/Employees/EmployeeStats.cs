using System.Text.Json.Serialization;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;

namespace HrPlatform.Api.V1.Employees;

/// <summary>Figures over everybody who is employed.</summary>
public sealed record EmployeeStats
{
    /// <summary>How many people are employed.</summary>
    /// <example>2000</example>
    public required long Total { get; init; }

    /// <summary>How many employees per status, those who left or have yet to start included.</summary>
    public required IReadOnlyList<StatusCount> ByStatus { get; init; }

    /// <summary>How many people per department, the largest first.</summary>
    public required IReadOnlyList<DepartmentCount> ByDepartment { get; init; }

    /// <summary>How many people per position, the largest first.</summary>
    public required IReadOnlyList<PositionCount> ByPosition { get; init; }

    /// <summary>How many people have each skill, the most frequent first.</summary>
    public required IReadOnlyList<SkillCount> Skills { get; init; }

    /// <summary>Pay per department and currency. Needs the scope `compensation:read`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<IReadOnlyList<DepartmentSalary>> AverageSalaryByDepartment { get; init; }

    /// <summary>Pay per currency. Needs the scope `compensation:read`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<IReadOnlyList<SalaryFigures>> AverageSalary { get; init; }

    /// <summary>Average years of professional experience of those for whom it is known; null when it is for nobody.</summary>
    /// <example>11.2</example>
    public required decimal? AverageExperienceYears { get; init; }

    /// <summary>Average years since the hire; null when nobody is employed.</summary>
    /// <example>8.4</example>
    public required decimal? AverageTenureYears { get; init; }

    /// <summary>Fields that the key may not see; they are left out. Absent when nothing is withheld.</summary>
    /// <example>["averageSalary"]</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Withheld { get; init; }

    private static readonly string[] _payWithheld = ["averageSalaryByDepartment", "averageSalary"];

    internal static EmployeeStats Of(EmployeeStatistics figures, EmployeeVisibility visibility) =>
        new()
        {
            Total = figures.Total,
            ByStatus = [.. figures.ByStatus.Select(row => new StatusCount { Status = row.Name!, Count = row.Count })],
            ByDepartment =
            [
                .. figures.ByDepartment.Select(row => new DepartmentCount { Department = row.Name, Count = row.Count }),
            ],
            ByPosition =
            [
                .. figures.ByPosition.Select(row => new PositionCount { Position = row.Name, Count = row.Count }),
            ],
            Skills = [.. figures.Skills.Select(row => new SkillCount { Skill = row.Name!, Count = row.Count })],
            AverageSalaryByDepartment = visibility.Compensation
                ? new Optional<IReadOnlyList<DepartmentSalary>>([
                    .. figures.PayByDepartment.Select(row => new DepartmentSalary
                    {
                        Department = row.Name,
                        Currency = row.Currency,
                        AverageSalary = row.Average,
                        Count = row.Count,
                    }),
                ])
                : default,
            AverageSalary = visibility.Compensation
                ? new Optional<IReadOnlyList<SalaryFigures>>([
                    .. figures.Pay.Select(row => new SalaryFigures
                    {
                        Currency = row.Currency,
                        Average = row.Average,
                        Minimum = row.Minimum,
                        Maximum = row.Maximum,
                        Count = row.Count,
                    }),
                ])
                : default,
            AverageExperienceYears = figures.AverageExperienceYears,
            AverageTenureYears = figures.AverageTenureYears,
            Withheld = visibility.Compensation ? null : _payWithheld,
        };
}

/// <summary>People with a status.</summary>
public sealed record StatusCount
{
    /// <summary>The status.</summary>
    /// <example>active</example>
    public required string Status { get; init; }

    /// <summary>How many.</summary>
    /// <example>1900</example>
    public required long Count { get; init; }
}

/// <summary>People in a department.</summary>
public sealed record DepartmentCount
{
    /// <summary>Name of the department; null for those without.</summary>
    /// <example>Engineering</example>
    public required string? Department { get; init; }

    /// <summary>How many.</summary>
    /// <example>128</example>
    public required long Count { get; init; }
}

/// <summary>People in a position.</summary>
public sealed record PositionCount
{
    /// <summary>Title of the position; null for those without.</summary>
    /// <example>Senior Software Engineer</example>
    public required string? Position { get; init; }

    /// <summary>How many.</summary>
    /// <example>626</example>
    public required long Count { get; init; }
}

/// <summary>People with a skill.</summary>
public sealed record SkillCount
{
    /// <summary>Name of the skill.</summary>
    /// <example>Python</example>
    public required string Skill { get; init; }

    /// <summary>How many.</summary>
    /// <example>312</example>
    public required long Count { get; init; }
}

/// <summary>Pay in a department.</summary>
public sealed record DepartmentSalary
{
    /// <summary>Name of the department; null for those without.</summary>
    /// <example>Engineering</example>
    public required string? Department { get; init; }

    /// <summary>Currency of the pay.</summary>
    /// <example>USD</example>
    public required string Currency { get; init; }

    /// <summary>Average pay per year, rounded to cents.</summary>
    /// <example>67913.37</example>
    public required decimal AverageSalary { get; init; }

    /// <summary>How many people have pay in this currency.</summary>
    /// <example>128</example>
    public required long Count { get; init; }
}

/// <summary>Pay in a currency.</summary>
public sealed record SalaryFigures
{
    /// <summary>Currency of the pay.</summary>
    /// <example>USD</example>
    public required string Currency { get; init; }

    /// <summary>Average pay per year, rounded to cents.</summary>
    /// <example>67913.37</example>
    public required decimal Average { get; init; }

    /// <summary>The lowest pay.</summary>
    /// <example>40000</example>
    public required decimal Minimum { get; init; }

    /// <summary>The highest pay.</summary>
    /// <example>140742</example>
    public required decimal Maximum { get; init; }

    /// <summary>How many people have pay in this currency.</summary>
    /// <example>2000</example>
    public required long Count { get; init; }
}
