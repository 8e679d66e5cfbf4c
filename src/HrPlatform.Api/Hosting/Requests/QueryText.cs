using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Common;

namespace HrPlatform.Api.Hosting.Requests;

/// <summary>Reads the parameters of queries that are more than one plain value.</summary>
internal static class QueryText
{
    private static readonly Dictionary<string, EmployeeSortField> _sortFields = Enum.GetValues<EmployeeSortField>()
        .Select(field => (Name: JsonNamingPolicy.CamelCase.ConvertName(field.ToString()), Field: field))
        .Append(("compensation", EmployeeSortField.Salary))
        .Append(("name", EmployeeSortField.LastName))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary><c>-hireDate,lastName</c>: keys in order, a minus for descending.</summary>
    public static IReadOnlyList<EmployeeSort> Sort(string? text)
    {
        List<EmployeeSort> sort = [];
        foreach (var part in Items(text))
        {
            var descending = part.StartsWith('-');
            if (!_sortFields.TryGetValue(part.TrimStart('-'), out var field))
                throw Invalid("sort", $"'{part}' can't be sorted by. Possible: {string.Join(", ", _sortFields.Keys)}.");
            if (sort.Exists(key => key.Field == field))
                throw Invalid("sort", $"'{part}' stands twice.");
            sort.Add(new EmployeeSort(field, descending));
        }
        return sort.Count > 5 ? throw Invalid("sort", "At most five keys.") : sort;
    }

    /// <summary>Comma-separated or repeated values.</summary>
    public static IReadOnlyList<string> Items(params IEnumerable<string?>? texts) =>
        [
            .. (texts ?? []).SelectMany(text =>
                (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ),
        ];

    public static Reference<TId>? Reference<TId>(string? text, string name)
        where TId : struct, ITypedId<TId> =>
        string.IsNullOrWhiteSpace(text) ? null : Application.Common.Reference.Parse<TId>(text, name);

    public static IReadOnlyList<TId> Ids<TId>(IEnumerable<string>? texts, string name)
        where TId : struct, ITypedId<TId> =>
        [
            .. Items(texts)
                .Select(text =>
                    TId.TryParse(text, null, out var id)
                        ? id
                        : throw new ProblemException(
                            ProblemCatalog.InvalidId,
                            $"Expected an id that starts with '{TId.Prefix}_'.",
                            new FieldError(name, "invalid-id", $"Expected an id that starts with '{TId.Prefix}_'.")
                        )
                ),
        ];

    public static IReadOnlyList<TEnum> Enums<TEnum>(IEnumerable<string>? texts, string name)
        where TEnum : struct, Enum
    {
        var known = Enum.GetValues<TEnum>()
            .ToDictionary(
                value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()),
                StringComparer.Ordinal
            );
        return
        [
            .. Items(texts)
                .Select(text =>
                    known.TryGetValue(text, out var value)
                        ? value
                        : throw Invalid(name, $"'{text}' is none of {string.Join(", ", known.Keys)}.")
                ),
        ];
    }

    public static ProblemException Invalid(string name, string message) =>
        new(ProblemCatalog.MalformedRequest, message, new FieldError(name, "invalid-value", message));
}
