using System.Collections.Frozen;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Imports;

namespace HrPlatform.Application.Exports;

/// <summary>The fields of an export; those that an import knows have the same names, so that one reads the other.</summary>
public static class ExportFields
{
    public const string Id = "id";
    public const string Custom = "custom";
    public const string CreatedAt = "createdAt";
    public const string UpdatedAt = "updatedAt";

    /// <summary>In the order of columns; <see cref="Custom"/> stands for one column per custom field.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Id,
        ImportFields.EmployeeNumber,
        ImportFields.ExternalId,
        ImportFields.FirstName,
        ImportFields.LastName,
        ImportFields.Email,
        ImportFields.Phone,
        ImportFields.Department,
        ImportFields.Position,
        ImportFields.HireDate,
        ImportFields.TerminationDate,
        ImportFields.Status,
        ImportFields.BirthDate,
        ImportFields.Gender,
        ImportFields.Salary,
        ImportFields.Currency,
        ImportFields.ManagerNumber,
        ImportFields.ManagerEmail,
        ImportFields.Skills,
        ImportFields.ExperienceYears,
        ImportFields.Bio,
        Custom,
        CreatedAt,
        UpdatedAt,
    ];

    private static readonly FrozenDictionary<string, string> _scopes = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        [ImportFields.Salary] = Scopes.CompensationRead,
        [ImportFields.Currency] = Scopes.CompensationRead,
        [ImportFields.Phone] = Scopes.PersonalRead,
        [ImportFields.BirthDate] = Scopes.PersonalRead,
        [ImportFields.Gender] = Scopes.PersonalRead,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The scope without which the field is withheld; null for fields that everybody sees.</summary>
    public static string? ScopeOf(string field) => _scopes.GetValueOrDefault(field);
}

/// <summary>Whom an export is about; the names and meanings of the list's query.</summary>
public sealed record ExportFilter
{
    public string? Search { get; init; }
    public string? Department { get; init; }
    public bool IncludeChildren { get; init; }
    public string? Position { get; init; }
    public IReadOnlyList<string> Skills { get; init; } = [];
    public bool AnySkill { get; init; }
    public Guid? Manager { get; init; }
    public int ManagerLevels { get; init; } = 1;
    public IReadOnlyList<Domain.Employees.EmploymentStatus> Statuses { get; init; } = [];
    public DateOnly? HiredAfter { get; init; }
    public DateOnly? HiredBefore { get; init; }
    public decimal? MinSalary { get; init; }
    public decimal? MaxSalary { get; init; }
    public IReadOnlyDictionary<string, string> CustomFields { get; init; } = new Dictionary<string, string>();
    public DateOnly? AsOf { get; init; }

    /// <exception cref="Common.Problems.ProblemException">400 when an id of another kind stands somewhere.</exception>
    internal EmployeeFilter ToFilter() =>
        new()
        {
            Search = Search,
            Department = ReferenceOf<Domain.Organization.DepartmentId>(Department, "/filter/department"),
            IncludeChildren = IncludeChildren,
            Position = ReferenceOf<Domain.Organization.PositionId>(Position, "/filter/position"),
            Skills =
            [
                .. Skills.Select(skill => Common.Reference.Parse<Domain.Skills.SkillId>(skill, "/filter/skills")),
            ],
            AnySkill = AnySkill,
            Manager = Manager is { } manager ? new Domain.Employees.EmployeeId(manager) : null,
            ManagerLevels = ManagerLevels,
            Statuses = Statuses,
            HiredAfter = HiredAfter,
            HiredBefore = HiredBefore,
            MinSalary = MinSalary,
            MaxSalary = MaxSalary,
            Custom = CustomFields,
            AsOf = AsOf,
        };

    private static Common.Reference<TId>? ReferenceOf<TId>(string? text, string pointer)
        where TId : struct, Domain.Common.ITypedId<TId> =>
        string.IsNullOrWhiteSpace(text) ? null : Common.Reference.Parse<TId>(text, pointer);
}
