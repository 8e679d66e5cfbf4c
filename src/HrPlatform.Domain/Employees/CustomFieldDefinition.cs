using System.Globalization;
using System.Text.Json;

namespace HrPlatform.Domain.Employees;

/// <summary>What a custom field accepts.</summary>
public sealed record CustomFieldDefinition(
    string Key,
    CustomFieldType Type,
    bool Required,
    IReadOnlyList<string> Options
)
{
    public const int MaxTextLength = 1000;

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
}
