using HrPlatform.Application.Common;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Employees;

/// <summary>Which employees are wanted; everything that is given must hold.</summary>
public sealed record EmployeeFilter
{
    /// <summary>Words, or their beginnings, in name, e-mail, numbers, department or position.</summary>
    public string? Search { get; init; }
    public Reference<DepartmentId>? Department { get; init; }

    /// <summary>Count the departments below as well.</summary>
    public bool IncludeChildren { get; init; }
    public Reference<PositionId>? Position { get; init; }
    public IReadOnlyList<Reference<SkillId>> Skills { get; init; } = [];

    /// <summary>One of the skills is enough.</summary>
    public bool AnySkill { get; init; }
    public EmployeeId? Manager { get; init; }

    /// <summary>1: direct reports; 2: theirs as well; and so on.</summary>
    public int ManagerLevels { get; init; } = 1;
    public IReadOnlyList<EmploymentStatus> Statuses { get; init; } = [];
    public DateOnly? HiredAfter { get; init; }
    public DateOnly? HiredBefore { get; init; }
    public decimal? MinSalary { get; init; }
    public decimal? MaxSalary { get; init; }
    public string? Email { get; init; }
    public string? ExternalId { get; init; }
    public string? EmployeeNumber { get; init; }
    public IReadOnlyList<EmployeeId> Ids { get; init; } = [];

    /// <summary>Values of custom fields in text form, by key.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();

    /// <summary><see cref="Custom"/> as it is stored, once the fields' types are known.</summary>
    public string? CustomJson { get; init; }
    public DateOnly? AsOf { get; init; }

    public bool UsesPay => MinSalary is not null || MaxSalary is not null;
}

public enum EmployeeSortField
{
    Id,
    FirstName,
    LastName,
    Email,
    EmployeeNumber,
    HireDate,
    Department,
    Position,
    Status,
    ExperienceYears,
    Salary,
    BirthDate,
    CreatedAt,
    UpdatedAt,
}

public sealed record EmployeeSort(EmployeeSortField Field, bool Descending);
