using System.Text.Json.Serialization;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Api.V1.Employees;

/// <summary>An employee, in one flat object.</summary>
public sealed record Employee
{
    /// <summary>The employee's id; the same in v2.</summary>
    public required EmployeeId Id { get; init; }

    /// <summary>First and last name.</summary>
    /// <example>Ada Byron</example>
    public required string Name { get; init; }

    /// <summary>E-mail address; unique among employees, whatever its case.</summary>
    /// <example>ada.byron@example.com</example>
    public required string Email { get; init; }

    /// <summary>Name of the department.</summary>
    /// <example>Engineering</example>
    public required string? Department { get; init; }

    /// <summary>Title of the position.</summary>
    /// <example>Senior Software Engineer</example>
    public required string? Position { get; init; }

    /// <summary>Names of skills, in alphabetical order.</summary>
    /// <example>["Python", "SQL"]</example>
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Years of professional experience.</summary>
    /// <example>12.5</example>
    public required decimal? ExperienceYears { get; init; }

    /// <summary>Pay per year. Needs the scope `compensation:read`.</summary>
    /// <example>88958.00</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<decimal?> Salary { get; init; }

    /// <summary>Currency of the pay, ISO 4217. Needs the scope `compensation:read`.</summary>
    /// <example>USD</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Currency { get; init; }

    /// <summary>First day of the current employment.</summary>
    /// <example>2020-03-01</example>
    public required DateOnly HireDate { get; init; }

    /// <summary>`active`, `terminated`, or `scheduled` before the first day.</summary>
    /// <example>active</example>
    public required EmploymentStatus Status { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<EmployeeId?> ManagerId { get; init; }

    /// <summary>About the person, in free text.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public required string? Bio { get; init; }

    /// <summary>Fields that the key may not see; they are left out. Absent when nothing is withheld.</summary>
    /// <example>["salary"]</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Withheld { get; init; }

    private static readonly string[] _payWithheld = ["salary", "currency"];

    internal static Employee Of(EmployeeView view, EmployeeVisibility visibility) =>
        new()
        {
            Id = view.Id,
            Name = view.Name,
            Email = view.Email,
            Department = view.Department?.Name,
            Position = view.Position?.Title,
            Skills = [.. view.Skills.Select(skill => skill.Name)],
            ExperienceYears = view.ExperienceYears,
            Salary = visibility.Compensation ? view.Compensation?.Pay.Amount : default(Optional<decimal?>),
            Currency = visibility.Compensation ? view.Compensation?.Pay.Currency : default(Optional<string?>),
            HireDate = view.HireDate,
            Status = view.Status,
            ManagerId = visibility.Hides(view.Manager) ? default(Optional<EmployeeId?>) : view.Manager?.Id,
            Bio = view.Bio,
            Withheld = WithheldOf(view, visibility),
        };

    private static string[]? WithheldOf(EmployeeView view, EmployeeVisibility visibility) =>
        (visibility.Compensation, visibility.Hides(view.Manager)) switch
        {
            (true, false) => null,
            (true, true) => ["managerId"],
            (false, false) => _payWithheld,
            (false, true) => [.. _payWithheld, "managerId"],
        };
}

/// <summary>A new employee.</summary>
public sealed record CreateEmployeeRequest
{
    /// <summary>First and last name; the last word is the last name.</summary>
    /// <example>Grace Murray</example>
    public required string Name { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>grace.murray@example.com</example>
    public required string Email { get; init; }

    /// <summary>Name of a department.</summary>
    /// <example>Engineering</example>
    public string? Department { get; init; }

    /// <summary>Title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public string? Position { get; init; }

    /// <summary>Names of skills of the catalogue.</summary>
    /// <example>["Python", "SQL"]</example>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public decimal? ExperienceYears { get; init; }

    /// <summary>Pay per year. Needs the scope `compensation:write`.</summary>
    /// <example>88958.00</example>
    public decimal? Salary { get; init; }

    /// <summary>Currency of the pay, ISO 4217; USD when left out.</summary>
    /// <example>USD</example>
    public string? Currency { get; init; }

    /// <summary>First day of the employment; today when left out.</summary>
    /// <example>2020-03-01</example>
    public DateOnly? HireDate { get; init; }

    /// <summary>Only `active` is possible for somebody new.</summary>
    /// <example>active</example>
    public EmploymentStatus? Status { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public EmployeeId? ManagerId { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public string? Bio { get; init; }

    internal EmployeeFields ToFields(DateOnly today)
    {
        var name = PersonName.Parse(Name);
        return new EmployeeFields
        {
            FirstName = name.FirstName,
            LastName = name.LastName,
            Email = Email,
            Department = Department,
            Position = Position,
            Skills = new Optional<IReadOnlyList<string>?>(Skills),
            ExperienceYears = ExperienceYears,
            Pay = FlatPay.Of(Salary, Currency),
            HireDate = HireDate ?? today,
            Manager = ManagerId,
            Bio = Bio,
        };
    }
}

/// <summary>All fields of an employee. What is left out is cleared; salary, currency and status are kept when left out.</summary>
public sealed record ReplaceEmployeeRequest
{
    /// <summary>First and last name; the last word is the last name.</summary>
    /// <example>Ada Byron</example>
    public required string Name { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>ada.byron@example.com</example>
    public required string Email { get; init; }

    /// <summary>Name of a department.</summary>
    /// <example>Engineering</example>
    public string? Department { get; init; }

    /// <summary>Title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public string? Position { get; init; }

    /// <summary>Names of skills of the catalogue.</summary>
    /// <example>["Python", "SQL"]</example>
    public IReadOnlyList<string>? Skills { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public decimal? ExperienceYears { get; init; }

    /// <summary>Pay per year from today on. Needs the scope `compensation:write`.</summary>
    /// <example>88958.00</example>
    public decimal? Salary { get; init; }

    /// <summary>Currency of the pay, ISO 4217.</summary>
    /// <example>USD</example>
    public string? Currency { get; init; }

    /// <summary>First day of the current employment.</summary>
    /// <example>2020-03-01</example>
    public required DateOnly HireDate { get; init; }

    /// <summary>`terminated` ends the employment today, `active` renews it.</summary>
    /// <example>active</example>
    public EmploymentStatus? Status { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public EmployeeId? ManagerId { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public string? Bio { get; init; }

    internal EmployeeFields ToFields()
    {
        var name = PersonName.Parse(Name);
        return new EmployeeFields
        {
            FirstName = name.FirstName,
            LastName = name.LastName,
            Email = Email,
            Department = Department,
            Position = Position,
            Skills = new Optional<IReadOnlyList<string>?>(Skills),
            ExperienceYears = ExperienceYears,
            Pay = FlatPay.Of(Salary, Currency),
            HireDate = HireDate,
            Status = Status is null ? default(Optional<EmploymentStatus?>) : Status,
            Manager = ManagerId,
            Bio = Bio,
        };
    }
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays, null clears it.</summary>
public sealed record PatchEmployeeRequest
{
    /// <summary>First and last name; the last word is the last name.</summary>
    /// <example>Ada Byron</example>
    public Optional<string?> Name { get; init; }

    /// <summary>E-mail address; no other employee may have it.</summary>
    /// <example>ada.byron@example.com</example>
    public Optional<string?> Email { get; init; }

    /// <summary>Name of a department.</summary>
    /// <example>Engineering</example>
    public Optional<string?> Department { get; init; }

    /// <summary>Title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    public Optional<string?> Position { get; init; }

    /// <summary>Names of skills of the catalogue; replaces all skills.</summary>
    /// <example>["Python", "SQL"]</example>
    public Optional<IReadOnlyList<string>?> Skills { get; init; }

    /// <summary>Years of professional experience, with at most one decimal.</summary>
    /// <example>12.5</example>
    public Optional<decimal?> ExperienceYears { get; init; }

    /// <summary>Pay per year from today on. Needs the scope `compensation:write`.</summary>
    /// <example>88958.00</example>
    public Optional<decimal?> Salary { get; init; }

    /// <summary>Currency of the pay, ISO 4217.</summary>
    /// <example>USD</example>
    public Optional<string?> Currency { get; init; }

    /// <summary>First day of the current employment; another day than before corrects it.</summary>
    /// <example>2020-03-01</example>
    public Optional<DateOnly?> HireDate { get; init; }

    /// <summary>`terminated` ends the employment today, `active` renews it.</summary>
    /// <example>active</example>
    public EmploymentStatus? Status { get; init; }

    /// <summary>Id of the employee to report to.</summary>
    public Optional<EmployeeId?> ManagerId { get; init; }

    /// <summary>About the person, in free text of at most 10,000 characters.</summary>
    /// <example>Builds compilers and teaches mathematics.</example>
    public Optional<string?> Bio { get; init; }

    internal EmployeeFields ToFields()
    {
        var name = Name.Value is null ? default(PersonName?) : PersonName.Parse(Name.Value);
        return new EmployeeFields
        {
            FirstName = Name.IsPresent ? name?.FirstName : default(Optional<string?>),
            LastName = Name.IsPresent ? name?.LastName : default(Optional<string?>),
            Email = Email,
            Department = Department,
            Position = Position,
            Skills = Skills,
            ExperienceYears = ExperienceYears,
            // Null for the pay is refused below: pay can't be removed, only changed.
            Pay = Salary is { IsPresent: true, Value: null }
                ? new Optional<MoneyInput?>(null)
                : FlatPay.Of(Salary.Value, Currency.Value),
            HireDate = HireDate,
            Status = Status is null ? default(Optional<EmploymentStatus?>) : Status,
            Manager = ManagerId,
            Bio = Bio,
        };
    }
}

internal static class FlatPay
{
    public static Optional<MoneyInput?> Of(decimal? salary, string? currency) =>
        salary is null && currency is null ? default(Optional<MoneyInput?>) : new MoneyInput(salary, currency);
}
