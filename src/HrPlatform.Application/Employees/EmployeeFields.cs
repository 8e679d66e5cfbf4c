using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Application.Employees;

/// <summary>Pay as a caller sets it; a part that is left out stays what it is (the currency of a first pay is USD).</summary>
public sealed record MoneyInput(decimal? Amount, string? Currency)
{
    public const string DefaultCurrency = "USD";
}

/// <summary>
/// What a caller sets on an employee. A field that is absent is left as it is by a change and empty in a creation.
/// </summary>
public sealed record EmployeeFields
{
    public Optional<string?> FirstName { get; init; }
    public Optional<string?> LastName { get; init; }
    public Optional<string?> Email { get; init; }
    public Optional<string?> EmployeeNumber { get; init; }
    public Optional<string?> ExternalId { get; init; }
    public Optional<string?> Phone { get; init; }
    public Optional<DateOnly?> BirthDate { get; init; }
    public Optional<string?> Gender { get; init; }
    public Optional<string?> Bio { get; init; }
    public Optional<decimal?> ExperienceYears { get; init; }
    public Optional<DateOnly?> HireDate { get; init; }

    /// <summary>Id or name.</summary>
    public Optional<string?> Department { get; init; }

    /// <summary>Id or title.</summary>
    public Optional<string?> Position { get; init; }

    public Optional<EmployeeId?> Manager { get; init; }

    /// <summary>Ids or names; null clears.</summary>
    public Optional<IReadOnlyList<string>?> Skills { get; init; }

    public Optional<MoneyInput?> Pay { get; init; }

    /// <summary>A null value clears one field.</summary>
    public Optional<IReadOnlyDictionary<string, JsonElement>?> Custom { get; init; }

    /// <summary>Ends or renews the employment when it differs.</summary>
    public Optional<EmploymentStatus?> Status { get; init; }

    /// <summary>From when department, position, manager, status and pay apply; today when left out.</summary>
    public DateOnly? EffectiveDate { get; init; }

    public string? Reason { get; init; }

    /// <summary>Custom fields that <see cref="Custom"/> doesn't name are cleared, not kept.</summary>
    public bool ReplacesCustom { get; init; }

    /// <summary>As a full replacement: what is absent is cleared, except what the caller can't see or can't clear.</summary>
    public EmployeeFields Completed(EmployeeVisibility visibility) =>
        this with
        {
            FirstName = FirstName.Value,
            LastName = LastName.Value,
            Email = Email.Value,
            EmployeeNumber = EmployeeNumber.Value,
            ExternalId = ExternalId.Value,
            Phone = visibility.Personal ? Phone.Value : Phone,
            BirthDate = visibility.Personal ? BirthDate.Value : BirthDate,
            Gender = visibility.Personal ? Gender.Value : Gender,
            Bio = Bio.Value,
            ExperienceYears = ExperienceYears.Value,
            HireDate = HireDate.Value,
            Department = Department.Value,
            Position = Position.Value,
            Manager = Manager.Value,
            Skills = new Optional<IReadOnlyList<string>?>(Skills.Value),
            Pay = Pay.Value is null ? default : Pay,
            Custom = new Optional<IReadOnlyDictionary<string, JsonElement>?>(Custom.Value),
            ReplacesCustom = true,
        };
}
