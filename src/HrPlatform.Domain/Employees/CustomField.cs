using System.Globalization;
using System.Text.Json;
using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Employees;

public enum CustomFieldType
{
    Text,
    Number,
    Date,
    Boolean,
    Select,
}

/// <summary>A field that a tenant added to its employees.</summary>
public sealed class CustomField : AggregateRoot
{
    public const int MaxTextLength = 1000;

    // For the mapper.
    private CustomField()
    {
        Key = "";
        Label = "";
        Options = [];
    }

    public CustomFieldId Id { get; private set; }

    /// <summary>The member's name in <c>custom</c>; never changes.</summary>
    public string Key { get; private set; }

    public string Label { get; private set; }

    public CustomFieldType Type { get; private set; }

    /// <summary>Whether each write of an employee must leave it filled.</summary>
    public bool Required { get; private set; }

    /// <summary>The values to choose from; empty unless the type is <see cref="CustomFieldType.Select"/>.</summary>
    public IReadOnlyList<string> Options { get; private set; }

    public static CustomField Create(
        string key,
        string label,
        CustomFieldType type,
        bool required,
        IReadOnlyList<string> options
    )
    {
        CheckOptions(type, options);
        var field = new CustomField
        {
            Id = CustomFieldId.New(),
            Key = key,
            Label = label,
            Type = type,
            Required = required,
            Options = options,
        };
        field.Raise(new DomainEvent("custom_field.created", field.Id.ToString(), []));
        return field;
    }

    /// <summary>False when nothing differs.</summary>
    public bool Change(string label, bool required, IReadOnlyList<string> options)
    {
        CheckOptions(Type, options);
        List<string> changed = [];
        if (Label != label)
            changed.Add("label");
        if (Required != required)
            changed.Add("required");
        if (!Options.SequenceEqual(options, StringComparer.Ordinal))
            changed.Add("options");
        if (changed.Count == 0)
            return false;
        (Label, Required, Options) = (label, required, options);
        Raise(new DomainEvent("custom_field.updated", Id.ToString(), changed));
        return true;
    }

    public void Delete() => Raise(new DomainEvent("custom_field.deleted", Id.ToString(), []));

    /// <summary>The value in the form that is stored; null when it is not of this field's type, and why.</summary>
    public object? Read(JsonElement json, out string? problem)
    {
        problem = null;
        switch (Type)
        {
            case CustomFieldType.Number:
                if (json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number))
                    return number;
                problem = "A number is expected.";
                return null;
            case CustomFieldType.Boolean:
                if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
                    return json.GetBoolean();
                problem = "true or false is expected.";
                return null;
            default:
                if (json.ValueKind != JsonValueKind.String)
                    problem = "Text is expected.";
                else
                    return ReadText(json.GetString()!, out problem);
                return null;
        }
    }

    /// <summary>As <see cref="Read"/>, from text as it stands in a query or in a CSV file.</summary>
    public object? Parse(string text, out string? problem)
    {
        problem = null;
        switch (Type)
        {
            case CustomFieldType.Number:
                if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                    return number;
                problem = "A number is expected.";
                return null;
            case CustomFieldType.Boolean:
                if (bool.TryParse(text, out var flag))
                    return flag;
                problem = "true or false is expected.";
                return null;
            default:
                return ReadText(text, out problem);
        }
    }

    private string? ReadText(string text, out string? problem)
    {
        problem = Type switch
        {
            CustomFieldType.Date when !IsDate(text) => "A date is expected, e.g. 2026-11-23.",
            CustomFieldType.Select when !Options.Contains(text, StringComparer.Ordinal) =>
                $"One of these is expected: {string.Join(", ", Options)}.",
            _ when text.Length > MaxTextLength => $"At most {MaxTextLength} characters are allowed.",
            _ when text.Contains('\0', StringComparison.Ordinal) => "The character U+0000 can't be stored.",
            _ => null,
        };
        return problem is null ? text : null;
    }

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void CheckOptions(CustomFieldType type, IReadOnlyList<string> options)
    {
        if (type == CustomFieldType.Select && options.Count == 0)
            throw new DomainException("options-needed", "A field to select from needs options.", "options");
        if (type != CustomFieldType.Select && options.Count > 0)
            throw new DomainException("options-not-allowed", "Only fields of type select have options.", "options");
        if (options.Distinct(StringComparer.Ordinal).Count() != options.Count)
            throw new DomainException("duplicate-option", "Each option stands once.", "options");
    }
}
