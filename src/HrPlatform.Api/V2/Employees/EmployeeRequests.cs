using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Api.V2.Employees;

/// <summary>Pay to set.</summary>
public sealed record PayRequest
{
    /// <summary>Pay per year.</summary>
    public required Money Amount { get; init; }
}

/// <summary>A new employee.</summary>
public sealed record CreateEmployeeRequest
{
    /// <summary>First name; empty for people with a single name. At most 100 characters.</summary>
    /// <example>Ada</example>
    public required string FirstName { get; init; }

    /// <summary>Last name. At most 100 characters.</summary>
    /// <example>Byron</example>
    public required string LastName { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>ada.byron@example.com</example>
    public required string Email { get; init; }

    /// <summary>First day of the employment; a day to come gives a `scheduled` employee.</summary>
    /// <example>2020-03-01</example>
    public required DateOnly HireDate { get; init; }

    /// <summary>The tenant's own number; no other employee may have it.</summary>
    /// <example>10001</example>
    public string? EmployeeNumber { get; init; }

    /// <summary>The employee's id in another system; no other employee may have it.</summary>
    /// <example>sap-4711</example>
    public string? ExternalId { get; init; }

    /// <summary>Phone number.</summary>
    /// <example>+44 20 7946 0958</example>
    public string? Phone { get; init; }

    /// <summary>Date of birth.</summary>
    /// <example>1985-12-10</example>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Gender, in the tenant's own words.</summary>
    /// <example>F</example>
    public string? Gender { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public string? Bio { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public decimal? ExperienceYears { get; init; }

    /// <summary>Id or name of a department.</summary>
    /// <example>Engineering</example>
    public string? Department { get; init; }

    /// <summary>Id or title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public string? Position { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public EmployeeId? Manager { get; init; }

    /// <summary>Ids or names of skills of the catalogue.</summary>
    /// <example>["Python", "SQL"]</example>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>Pay from the first day on. Needs the scope `compensation:write`.</summary>
    public PayRequest? Compensation { get; init; }

    /// <summary>Values of custom fields, by key.</summary>
    /// <example>{"costCentre": "CC-100"}</example>
    public IReadOnlyDictionary<string, JsonElement>? Custom { get; init; }

    internal EmployeeFields ToFields() =>
        new()
        {
            FirstName = FirstName,
            LastName = LastName,
            Email = Email,
            HireDate = HireDate,
            EmployeeNumber = EmployeeNumber,
            ExternalId = ExternalId,
            Phone = Phone,
            BirthDate = BirthDate,
            Gender = Gender,
            Bio = Bio,
            ExperienceYears = ExperienceYears,
            Department = Department,
            Position = Position,
            Manager = Manager,
            Skills = new Optional<IReadOnlyList<string>?>(Skills),
            Pay = Compensation is null
                ? default(Optional<MoneyInput?>)
                : Compensation.Amount.ToInput("/compensation/amount"),
            Custom = new Optional<IReadOnlyDictionary<string, JsonElement>?>(
                Custom ?? new Dictionary<string, JsonElement>()
            ),
        };
}

/// <summary>
/// All fields of an employee. What is left out is cleared; pay and fields that the key can't see are kept when left out.
/// </summary>
public sealed record ReplaceEmployeeRequest
{
    /// <summary>First name; empty for people with a single name. At most 100 characters.</summary>
    /// <example>Ada</example>
    public required string FirstName { get; init; }

    /// <summary>Last name. At most 100 characters.</summary>
    /// <example>Byron</example>
    public required string LastName { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>ada.byron@example.com</example>
    public required string Email { get; init; }

    /// <summary>First day of the current employment; another day than before corrects it.</summary>
    /// <example>2020-03-01</example>
    public required DateOnly HireDate { get; init; }

    /// <summary>The tenant's own number; no other employee may have it.</summary>
    /// <example>10001</example>
    public string? EmployeeNumber { get; init; }

    /// <summary>The employee's id in another system; no other employee may have it.</summary>
    /// <example>sap-4711</example>
    public string? ExternalId { get; init; }

    /// <summary>Phone number.</summary>
    /// <example>+44 20 7946 0958</example>
    public Optional<string?> Phone { get; init; }

    /// <summary>Date of birth.</summary>
    /// <example>1985-12-10</example>
    public Optional<DateOnly?> BirthDate { get; init; }

    /// <summary>Gender, in the tenant's own words.</summary>
    /// <example>F</example>
    public Optional<string?> Gender { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public string? Bio { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public decimal? ExperienceYears { get; init; }

    /// <summary>Id or name of a department.</summary>
    /// <example>Engineering</example>
    public string? Department { get; init; }

    /// <summary>Id or title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public string? Position { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public EmployeeId? Manager { get; init; }

    /// <summary>Ids or names of skills of the catalogue.</summary>
    /// <example>["Python", "SQL"]</example>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>Pay from the effective day on; kept when left out. Needs the scope `compensation:write`.</summary>
    public PayRequest? Compensation { get; init; }

    /// <summary>Values of custom fields, by key.</summary>
    /// <example>{"costCentre": "CC-100"}</example>
    public IReadOnlyDictionary<string, JsonElement>? Custom { get; init; }

    /// <summary>The day from which department, position, manager and pay apply; today when left out.</summary>
    /// <example>2026-11-23</example>
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>Why, for the history.</summary>
    /// <example>Reorganisation</example>
    public string? Reason { get; init; }

    internal EmployeeFields ToFields() =>
        new()
        {
            FirstName = FirstName,
            LastName = LastName,
            Email = Email,
            HireDate = HireDate,
            EmployeeNumber = EmployeeNumber,
            ExternalId = ExternalId,
            Phone = Phone,
            BirthDate = BirthDate,
            Gender = Gender,
            Bio = Bio,
            ExperienceYears = ExperienceYears,
            Department = Department,
            Position = Position,
            Manager = Manager,
            Skills = new Optional<IReadOnlyList<string>?>(Skills),
            Pay = Compensation is null
                ? default(Optional<MoneyInput?>)
                : Compensation.Amount.ToInput("/compensation/amount"),
            Custom = new Optional<IReadOnlyDictionary<string, JsonElement>?>(Custom),
            EffectiveDate = EffectiveDate,
            Reason = Reason,
        };
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays, null clears it.</summary>
public sealed record PatchEmployeeRequest
{
    /// <summary>First name; empty for people with a single name. At most 100 characters.</summary>
    /// <example>Ada</example>
    public Optional<string?> FirstName { get; init; }

    /// <summary>Last name. At most 100 characters.</summary>
    /// <example>King</example>
    public Optional<string?> LastName { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>ada.king@example.com</example>
    public Optional<string?> Email { get; init; }

    /// <summary>First day of the current employment; another day than before corrects it.</summary>
    /// <example>2020-03-01</example>
    public Optional<DateOnly?> HireDate { get; init; }

    /// <summary>The tenant's own number; no other employee may have it.</summary>
    /// <example>10002</example>
    public Optional<string?> EmployeeNumber { get; init; }

    /// <summary>The employee's id in another system; no other employee may have it.</summary>
    /// <example>sap-4712</example>
    public Optional<string?> ExternalId { get; init; }

    /// <summary>Phone number.</summary>
    /// <example>+44 20 7946 0958</example>
    public Optional<string?> Phone { get; init; }

    /// <summary>Date of birth.</summary>
    /// <example>1985-12-10</example>
    public Optional<DateOnly?> BirthDate { get; init; }

    /// <summary>Gender, in the tenant's own words.</summary>
    /// <example>F</example>
    public Optional<string?> Gender { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public Optional<string?> Bio { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public Optional<decimal?> ExperienceYears { get; init; }

    /// <summary>Id or name of a department.</summary>
    /// <example>Engineering</example>
    public Optional<string?> Department { get; init; }

    /// <summary>Id or title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public Optional<string?> Position { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public Optional<EmployeeId?> Manager { get; init; }

    /// <summary>Ids or names of skills of the catalogue; replaces all skills.</summary>
    /// <example>["Python", "SQL"]</example>
    public Optional<IReadOnlyList<string>?> Skills { get; init; }

    /// <summary>Pay from the effective day on. Needs the scope `compensation:write`.</summary>
    public Optional<PayRequest?> Compensation { get; init; }

    /// <summary>Values of custom fields, by key; null clears one.</summary>
    /// <example>{"costCentre": "CC-100"}</example>
    public Optional<IReadOnlyDictionary<string, JsonElement>?> Custom { get; init; }

    /// <summary>The day from which department, position, manager and pay apply; today when left out.</summary>
    /// <example>2026-11-23</example>
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>Why, for the history.</summary>
    /// <example>Reorganisation</example>
    public string? Reason { get; init; }

    internal EmployeeFields ToFields(string pointer = "") =>
        new()
        {
            FirstName = FirstName,
            LastName = LastName,
            Email = Email,
            HireDate = HireDate,
            EmployeeNumber = EmployeeNumber,
            ExternalId = ExternalId,
            Phone = Phone,
            BirthDate = BirthDate,
            Gender = Gender,
            Bio = Bio,
            ExperienceYears = ExperienceYears,
            Department = Department,
            Position = Position,
            Manager = Manager,
            Skills = Skills,
            Pay = Compensation.IsPresent
                ? Compensation.Value?.Amount.ToInput($"{pointer}/compensation/amount")
                : default(Optional<MoneyInput?>),
            Custom = Custom,
            EffectiveDate = EffectiveDate,
            Reason = Reason,
        };
}

/// <summary>The skills of an employee, all of them.</summary>
public sealed record SetSkillsRequest
{
    /// <summary>Ids or names of skills of the catalogue.</summary>
    /// <example>["Python", "SQL"]</example>
    public required IReadOnlyList<string> Skills { get; init; }
}
