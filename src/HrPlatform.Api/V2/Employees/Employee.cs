using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Department = HrPlatform.Api.V2.Organization.Department;

namespace HrPlatform.Api.V2.Employees;

/// <summary>A person employed by the tenant, in the state of today or of the day given as `asOf`.</summary>
public sealed record Employee
{
    /// <summary>The employee's id; never changes.</summary>
    public required EmployeeId Id { get; init; }

    /// <summary>The tenant's own number; unique among employees.</summary>
    /// <example>10001</example>
    public required string? EmployeeNumber { get; init; }

    /// <summary>The employee's id in another system; unique among employees.</summary>
    /// <example>sap-4711</example>
    public required string? ExternalId { get; init; }

    /// <summary>First name; empty for people with a single name.</summary>
    /// <example>Ada</example>
    public required string FirstName { get; init; }

    /// <summary>Last name.</summary>
    /// <example>Byron</example>
    public required string LastName { get; init; }

    /// <summary>First and last name in one line.</summary>
    /// <example>Ada Byron</example>
    public required string DisplayName { get; init; }

    /// <summary>E-mail address; unique among employees, whatever its case.</summary>
    /// <example>ada.byron@example.com</example>
    public required string Email { get; init; }

    /// <summary>Phone number. Needs the scope `personal:read`.</summary>
    /// <example>+44 20 7946 0958</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Phone { get; init; }

    /// <summary>Date of birth. Needs the scope `personal:read`.</summary>
    /// <example>1985-12-10</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<DateOnly?> BirthDate { get; init; }

    /// <summary>Gender, in the tenant's own words. Needs the scope `personal:read`.</summary>
    /// <example>F</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Gender { get; init; }

    /// <summary>About the person, in free text.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public required string? Bio { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public required decimal? ExperienceYears { get; init; }

    /// <summary>First day of the current employment; after a rehire, the day of the rehire.</summary>
    /// <example>2020-03-01</example>
    public required DateOnly HireDate { get; init; }

    /// <summary>The day on which the employment ended; null while it lasts.</summary>
    /// <example>null</example>
    public required DateOnly? TerminationDate { get; init; }

    /// <summary>`active`, `terminated`, or `scheduled` before the first day.</summary>
    /// <example>active</example>
    public required EmploymentStatus Status { get; init; }

    /// <summary>The department; null when there is none.</summary>
    public required DepartmentReference? Department { get; init; }

    /// <summary>The position; null when there is none.</summary>
    public required PositionReference? Position { get; init; }

    /// <summary>
    /// Whom the employee reports to; null at the top. Left out, and named in `withheld`, where it is somebody whom the
    /// caller's roles don't reach.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<EmployeeReference?> Manager { get; init; }

    /// <summary>Skills of the catalogue, by name.</summary>
    public required IReadOnlyList<SkillReference> Skills { get; init; }

    /// <summary>Pay in force; null when none was agreed. Needs the scope `compensation:read`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<CurrentPay?> Compensation { get; init; }

    /// <summary>The tenant's own fields, by key.</summary>
    /// <example>{"costCentre": "CC-100", "remote": true}</example>
    public required JsonObject Custom { get; init; }

    /// <summary>When the record was created.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the record last changed.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Fields that the key may not see; they are left out.</summary>
    /// <example>["compensation"]</example>
    public required IReadOnlyList<string> Withheld { get; init; }
}

/// <summary>A department that something refers to.</summary>
public sealed record DepartmentReference
{
    /// <summary>The department's id.</summary>
    public required DepartmentId Id { get; init; }

    /// <summary>The department's name.</summary>
    /// <example>Engineering</example>
    public required string Name { get; init; }

    /// <summary>The whole department; only with `expand=department`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Department? Resource { get; init; }
}

/// <summary>A position that something refers to.</summary>
public sealed record PositionReference
{
    /// <summary>The position's id.</summary>
    public required PositionId Id { get; init; }

    /// <summary>The position's title.</summary>
    /// <example>Senior Software Engineer</example>
    public required string Title { get; init; }
}

/// <summary>An employee that something refers to.</summary>
public sealed record EmployeeReference
{
    /// <summary>The employee's id.</summary>
    public required EmployeeId Id { get; init; }

    /// <summary>First and last name.</summary>
    /// <example>Grace Hopper</example>
    public required string Name { get; init; }

    /// <summary>The whole employee; only with `expand=manager`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Employee? Resource { get; init; }
}

/// <summary>A skill that an employee has.</summary>
public sealed record SkillReference
{
    /// <summary>The skill's id.</summary>
    public required SkillId Id { get; init; }

    /// <summary>The skill's name.</summary>
    /// <example>Python</example>
    public required string Name { get; init; }
}

/// <summary>The pay in force.</summary>
public sealed record CurrentPay
{
    /// <summary>Pay per year.</summary>
    public required Money Amount { get; init; }

    /// <summary>Since when; null when that is not known.</summary>
    /// <example>2024-01-01</example>
    public required DateOnly? EffectiveDate { get; init; }
}

/// <summary>Turns employees as read into the contract, for one caller and one request.</summary>
internal sealed class EmployeeMapper(
    EmployeeVisibility visibility,
    IReadOnlyDictionary<EmployeeId, EmployeeView>? managers = null,
    IReadOnlyDictionary<DepartmentId, Department>? departments = null
)
{
    private readonly IReadOnlyList<string> _withheld =
    [
        .. visibility.Compensation ? Array.Empty<string>() : ["compensation"],
        .. visibility.Personal ? Array.Empty<string>() : ["phone", "birthDate", "gender"],
    ];

    private readonly IReadOnlyList<string> _withheldWithManager =
    [
        .. visibility.Compensation ? Array.Empty<string>() : ["compensation"],
        .. visibility.Personal ? Array.Empty<string>() : ["phone", "birthDate", "gender"],
        "manager",
    ];

    public Employee Map(EmployeeView view) =>
        new()
        {
            Id = view.Id,
            EmployeeNumber = view.EmployeeNumber,
            ExternalId = view.ExternalId,
            FirstName = view.FirstName,
            LastName = view.LastName,
            DisplayName = view.Name,
            Email = view.Email,
            Phone = visibility.Personal ? view.Phone : default(Optional<string?>),
            BirthDate = visibility.Personal ? view.BirthDate : default(Optional<DateOnly?>),
            Gender = visibility.Personal ? view.Gender : default(Optional<string?>),
            Bio = view.Bio,
            ExperienceYears = view.ExperienceYears,
            HireDate = view.HireDate,
            TerminationDate = view.TerminationDate,
            Status = view.Status,
            Department = view.Department is { } department
                ? new DepartmentReference
                {
                    Id = department.Id,
                    Name = department.Name,
                    Resource = departments?.GetValueOrDefault(department.Id),
                }
                : null,
            Position = view.Position is { } position
                ? new PositionReference { Id = position.Id, Title = position.Title }
                : null,
            Manager = visibility.Hides(view.Manager) ? default(Optional<EmployeeReference?>) : ManagerOf(view.Manager),
            Skills = [.. view.Skills.Select(skill => new SkillReference { Id = skill.Id, Name = skill.Name })],
            Compensation = visibility.Compensation ? PayOf(view.Compensation) : default(Optional<CurrentPay?>),
            Custom = view.Custom == "{}" ? [] : (JsonObject)JsonNode.Parse(view.Custom)!,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
            Withheld = visibility.Hides(view.Manager) ? _withheldWithManager : _withheld,
        };

    private EmployeeReference? ManagerOf(ManagerLink? manager) =>
        manager is null
            ? null
            : new EmployeeReference
            {
                Id = manager.Id,
                Name = manager.Name,
                Resource = managers?.GetValueOrDefault(manager.Id) is { } full
                    ? new EmployeeMapper(visibility).Map(full)
                    : null,
            };

    private static CurrentPay? PayOf(PayView? pay) =>
        pay is null ? null : new CurrentPay { Amount = Money.Of(pay.Pay), EffectiveDate = pay.EffectiveDate };
}
