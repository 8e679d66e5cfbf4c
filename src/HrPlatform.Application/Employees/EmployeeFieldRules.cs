using System.Text.RegularExpressions;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Compensation;

namespace HrPlatform.Application.Employees;

/// <summary>What each field of an employee accepts, for every way of writing one.</summary>
internal static partial class EmployeeFieldRules
{
    public const int MaxNameLength = 100;
    public const int MaxEmailLength = 254;
    public const int MaxSkills = 100;
    public const int MaxCustomFields = 100;
    public const int MaxReferenceLength = 200;
    public static readonly DateOnly EarliestDate = new(1900, 1, 1);
    public static readonly DateOnly LatestDate = new(2200, 1, 1);

    /// <param name="creating">Required fields must be present, not just not null.</param>
    public static IReadOnlyList<FieldError> Check(EmployeeFields fields, bool creating)
    {
        var errors = new Errors();
        // People with one name have an empty first name.
        errors.Required("/firstName", fields.FirstName, creating, MaxNameLength, allowEmpty: true);
        errors.Required("/lastName", fields.LastName, creating, MaxNameLength);
        errors.Required("/email", fields.Email, creating, MaxEmailLength);
        if (fields.Email.Value is { } email && Text.Tidy(email) is { } tidy && !Email().IsMatch(tidy))
            errors.Add("/email", "invalid-email", "An e-mail address is expected, e.g. ada@example.com.");
        errors.Text("/employeeNumber", fields.EmployeeNumber, 50);
        errors.Text("/externalId", fields.ExternalId, 100);
        errors.Text("/phone", fields.Phone, 50);
        errors.Text("/gender", fields.Gender, 50);
        errors.Text("/bio", fields.Bio, 10_000, multiline: true);
        errors.Text("/department", fields.Department, MaxReferenceLength);
        errors.Text("/position", fields.Position, MaxReferenceLength);
        errors.Date("/birthDate", fields.BirthDate.Value);
        errors.Date("/hireDate", fields.HireDate.Value);
        errors.Date("/effectiveDate", fields.EffectiveDate);
        if ((creating || fields.HireDate.IsPresent) && fields.HireDate.Value is null)
            errors.Add("/hireDate", "required", "The hire date is required.");
        if (fields.BirthDate.Value is { } birth && fields.HireDate.Value is { } hire && birth >= hire)
            errors.Add("/birthDate", "after-hire", "The birth date lies before the hire date.");
        if (fields.ExperienceYears.Value is { } years && (years is < 0 or > 99 || decimal.Round(years, 1) != years))
            errors.Add("/experienceYears", "out-of-range", "Between 0 and 99 years, with at most one decimal.");
        CheckSkills(fields.Skills.Value, errors);
        CheckPay(fields.Pay, creating, errors);
        CheckCustom(fields, errors);
        if (fields.Reason is { } reason)
            errors.Text("/reason", reason, 500, multiline: true);
        return errors.List;
    }

    public static void CheckMoney(MoneyInput money, string pointer, List<FieldError> errors)
    {
        if (money.Amount is { } amount && decimal.Round(amount, 2) != amount)
            errors.Add(new FieldError(pointer + "/amount", "too-many-decimals", "At most two decimals."));
        else if (money.Amount is < 0 or > Money.MaxAmount)
            errors.Add(new FieldError(pointer + "/amount", "out-of-range", "Between 0 and 999999999999.99."));
        if (money.Currency is not null && !Money.IsCurrency(money.Currency))
            errors.Add(
                new FieldError(pointer + "/currency", "invalid-currency", "Three letters of ISO 4217, e.g. USD.")
            );
    }

    public static void CheckDate(DateOnly? date, string pointer, List<FieldError> errors)
    {
        if (date is { } day && (day < EarliestDate || day > LatestDate))
            errors.Add(
                new FieldError(pointer, "out-of-range", $"A day from {EarliestDate:O} to {LatestDate:O} is expected.")
            );
    }

    private static void CheckSkills(IReadOnlyList<string>? skills, Errors errors)
    {
        if (skills is null)
            return;
        if (skills.Count > MaxSkills)
            errors.Add("/skills", "too-many", $"At most {MaxSkills} skills.");
        for (var i = 0; i < Math.Min(skills.Count, MaxSkills); i++)
        {
            if (string.IsNullOrWhiteSpace(skills[i]))
                errors.Add($"/skills/{i}", "required", "A skill's id or name is expected.");
            else
                errors.Text($"/skills/{i}", skills[i], MaxReferenceLength);
        }
    }

    private static void CheckPay(Optional<MoneyInput?> pay, bool creating, Errors errors)
    {
        if (creating && pay.Value is { Amount: null })
            errors.Add("/compensation/amount/amount", "required", "A currency alone is no pay.");
        if (pay.Value is { } money)
            CheckMoney(money, "/compensation/amount", errors.List);
        else if (pay.IsPresent && !creating)
            errors.Add("/compensation", "required", "Pay can't be removed, only changed.");
    }

    private static void CheckCustom(EmployeeFields fields, Errors errors)
    {
        if (fields.Custom.Value is { Count: > MaxCustomFields })
            errors.Add("/custom", "too-many", $"At most {MaxCustomFields} custom fields.");
    }

    // One @, no blanks, a dot in the domain: what can't be mail is refused, what could be is left to the mail server.
    [GeneratedRegex(
        @"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Email();

    private sealed class Errors
    {
        public List<FieldError> List { get; } = [];

        public void Add(string pointer, string code, string message) =>
            List.Add(new FieldError(pointer, code, message));

        public void Required(
            string pointer,
            Optional<string?> field,
            bool creating,
            int maxLength,
            bool allowEmpty = false
        )
        {
            if (!field.IsPresent && !creating)
                return;
            if (field.Value is null || (!allowEmpty && string.IsNullOrWhiteSpace(field.Value)))
                Add(pointer, "required", "A value is required.");
            else
                Text(pointer, field, maxLength);
        }

        public void Text(string pointer, Optional<string?> field, int maxLength, bool multiline = false)
        {
            if (field.Value is { } text && Common.Text.Problem(text, maxLength, multiline) is var (code, message))
                Add(pointer, code, message);
        }

        public void Date(string pointer, DateOnly? date) => CheckDate(date, pointer, List);
    }
}
