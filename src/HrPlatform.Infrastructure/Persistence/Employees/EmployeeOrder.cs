using System.Text.Json;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;

namespace HrPlatform.Infrastructure.Persistence.Employees;

/// <summary>
/// The order of a list, made total by the id, and the position in it: the values of the last row's keys as text. The
/// page after a position starts behind it, wherever rows were added or removed meanwhile.
/// </summary>
internal sealed class EmployeeOrder
{
    private readonly IReadOnlyList<Key> _keys;

    public EmployeeOrder(IReadOnlyList<EmployeeSort> sort)
    {
        var keys = sort.Select(KeyOf).ToList();
        if (!sort.Any(key => key.Field == EmployeeSortField.Id))
            keys.Add(new Key("e.id", "uuid", Nullable: false, Descending: keys.Count > 0 && keys[^1].Descending));
        _keys = keys;
    }

    /// <summary>The keys as named columns, for the select list of the page.</summary>
    public string Columns => string.Join(", ", _keys.Select((key, i) => $"{key.Expression} AS o{i}"));

    /// <summary>The position of a row of the page, as one JSON text.</summary>
    public string Position => $"json_build_array({string.Join(", ", _keys.Select((_, i) => $"e.o{i}::text"))})::text";

    public string OrderBy => string.Join(", ", _keys.Select(key => key.Expression + key.Direction));

    public string OrderByColumns => string.Join(", ", _keys.Select((key, i) => $"e.o{i}{key.Direction}"));

    /// <summary>True for rows behind the position.</summary>
    public string After(SqlText sql, string position)
    {
        var values = JsonSerializer.Deserialize<string?[]>(position)!;
        if (values.Length != _keys.Count)
            throw new ProblemException(ProblemCatalog.InvalidCursor, "The cursor was made for another order.");

        // A comparison of rows can use an index as a whole; nulls and mixed directions need the long form.
        if (_keys.All(key => !key.Nullable && key.Descending == _keys[0].Descending))
        {
            var left = string.Join(", ", _keys.Select(key => key.Expression));
            var right = string.Join(", ", _keys.Select((key, i) => $"{sql.Value(values[i]!)}::{key.Type}"));
            return $"({left}) {(_keys[0].Descending ? "<" : ">")} ({right})";
        }

        List<string> cases = [];
        List<string> equal = [];
        for (var i = 0; i < _keys.Count; i++)
        {
            var key = _keys[i];
            if (values[i] is { } value)
            {
                var parameter = $"{sql.Value(value)}::{key.Type}";
                var behind = $"{key.Expression} {(key.Descending ? "<" : ">")} {parameter}";
                // Nulls stand last in both directions.
                if (key.Nullable)
                    behind = $"({behind} OR {key.Expression} IS NULL)";
                cases.Add(string.Join(" AND ", [.. equal, behind]));
                equal.Add($"{key.Expression} = {parameter}");
            }
            else
            {
                equal.Add($"{key.Expression} IS NULL");
            }
        }
        return $"(({string.Join(") OR (", cases)}))";
    }

    private static Key KeyOf(EmployeeSort sort) =>
        sort.Field switch
        {
            EmployeeSortField.Id => new Key("e.id", "uuid", false, sort.Descending),
            EmployeeSortField.FirstName => new Key("e.first_name", "text", false, sort.Descending),
            EmployeeSortField.LastName => new Key("e.last_name", "text", false, sort.Descending),
            EmployeeSortField.Email => new Key("e.email", "text", false, sort.Descending),
            EmployeeSortField.EmployeeNumber => new Key("e.employee_number", "text", true, sort.Descending),
            EmployeeSortField.HireDate => new Key("e.hire_date", "date", false, sort.Descending),
            EmployeeSortField.Department => new Key(
                "(SELECT t.name FROM departments t WHERE t.id = e.department_id)",
                "text",
                true,
                sort.Descending
            ),
            EmployeeSortField.Position => new Key(
                "(SELECT t.title FROM positions t WHERE t.id = e.position_id)",
                "text",
                true,
                sort.Descending
            ),
            EmployeeSortField.Status => new Key("e.status", "text", false, sort.Descending),
            EmployeeSortField.ExperienceYears => new Key("e.experience_years", "numeric", true, sort.Descending),
            EmployeeSortField.Salary => new Key("e.salary", "numeric", true, sort.Descending),
            EmployeeSortField.BirthDate => new Key("e.birth_date", "date", true, sort.Descending),
            EmployeeSortField.CreatedAt => new Key("e.created_at", "timestamptz", false, sort.Descending),
            EmployeeSortField.UpdatedAt => new Key("e.updated_at", "timestamptz", false, sort.Descending),
            _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "unknown sort field"),
        };

    private sealed record Key(string Expression, string Type, bool Nullable, bool Descending)
    {
        public string Direction => (Descending ? " DESC" : "") + (Nullable && Descending ? " NULLS LAST" : "");
    }
}
