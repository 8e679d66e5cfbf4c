using System.Runtime.InteropServices;
using HrPlatform.Application.Employees;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

/// <summary>
/// A statement under construction: the employees that a filter matches, as SQL with positional parameters. Values only
/// ever become parameters.
/// </summary>
internal sealed class WorkforceStatement
{
    /// <summary>Employees as <c>e</c>, with department <c>d</c> and position <c>p</c>.</summary>
    public const string Source = """
        employees e
        LEFT JOIN departments d ON d.id = e.department_id
        LEFT JOIN positions p ON p.id = e.position_id
        """;

    /// <summary>A tenant's own words for a gender as the two that figures compare; others as they are.</summary>
    public const string Gender = """
        CASE WHEN hr.fold(e.gender) IN ('female', 'f', 'woman', 'femme', 'feminin', 'feminine') THEN 'female'
             WHEN hr.fold(e.gender) IN ('male', 'm', 'man', 'homme', 'masculin', 'masculine') THEN 'male'
             ELSE hr.fold(e.gender) END
        """;

    private readonly NpgsqlBatchCommand command = new();

    /// <summary>Adds a value and gives the name to refer to it by.</summary>
    public string Value<T>(T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${command.Parameters.Count}";
    }

    public NpgsqlBatchCommand With(string sql)
    {
        command.CommandText = sql;
        return command;
    }

    /// <summary>The conditions of a filter, joined by AND.</summary>
    public string Where(WorkforceFilter filter)
    {
        var conditions = new List<string> { "e.deleted_at IS NULL" };
        if (filter.Status != WorkforceStatus.Any)
            conditions.Add($"e.status = {Value(StatusOf(filter.Status))}");
        if (filter.Departments.Count > 0)
            conditions.Add(Departments(filter));
        if (filter.Positions.Count > 0)
            conditions.Add($"p.title = ANY ({Value(filter.Positions.ToArray())})");
        if (filter.Skills.Count > 0)
            conditions.Add(Skills(filter));
        if (filter.WithoutSkills.Count > 0)
        {
            conditions.Add(
                $"""
                NOT EXISTS (SELECT FROM employee_skills x JOIN skills s ON s.id = x.skill_id
                            WHERE x.employee_id = e.id AND s.name = ANY ({Value(filter.WithoutSkills.ToArray())}))
                """
            );
        }
        if (filter.SkillCategories.Count > 0)
        {
            conditions.Add(
                $"""
                e.id IN (SELECT x.employee_id FROM employee_skills x JOIN skills s ON s.id = x.skill_id
                         WHERE s.category = ANY ({Value(filter.SkillCategories.ToArray())}))
                """
            );
        }
        if (filter.ManagerIds.Count > 0)
            conditions.Add(Managers(filter));
        AddRange(conditions, "e.experience_years", filter.ExperienceYears);
        AddRange(conditions, "e.salary", filter.Salary);
        if (filter.HiredFrom is { } from)
            conditions.Add($"e.hire_date >= {Value(from)}");
        if (filter.HiredTo is { } to)
            conditions.Add($"e.hire_date <= {Value(to)}");
        if (filter.Gender is { } gender)
            conditions.Add($"({Gender}) = {Value(gender == WorkforceGender.Female ? "female" : "male")}");
        return string.Join("\n  AND ", conditions);
    }

    /// <summary>What a grouping adds to the source, and the name of a group.</summary>
    public static Key KeyOf(WorkforceGrouping grouping) =>
        grouping switch
        {
            WorkforceGrouping.Department => new Key("", "d.name"),
            WorkforceGrouping.Position => new Key("", "p.title"),
            WorkforceGrouping.Skill => new Key(
                "JOIN employee_skills es ON es.employee_id = e.id JOIN skills sk ON sk.id = es.skill_id",
                "sk.name"
            ),
            WorkforceGrouping.SkillCategory => new Key(
                """
                JOIN LATERAL (SELECT DISTINCT s.category FROM employee_skills x JOIN skills s ON s.id = x.skill_id
                              WHERE x.employee_id = e.id) sc ON true
                """,
                "sc.category"
            ),
            WorkforceGrouping.Status => new Key("", "e.status"),
            WorkforceGrouping.HireYear => new Key("", "to_char(e.hire_date, 'YYYY')"),
            WorkforceGrouping.Manager => new Key(
                "LEFT JOIN employees m ON m.id = e.manager_id AND m.deleted_at IS NULL",
                "m.first_name || ' ' || m.last_name"
            ),
            WorkforceGrouping.Gender => new Key("", Gender),
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "No such grouping."),
        };

    private static string StatusOf(WorkforceStatus status) =>
        status switch
        {
            WorkforceStatus.Terminated => "terminated",
            WorkforceStatus.Scheduled => "scheduled",
            _ => "active",
        };

    private string Departments(WorkforceFilter filter)
    {
        var names = Value(filter.Departments.ToArray());
        return filter.IncludeSubDepartments
            ? $"""
                e.department_id IN (
                    WITH RECURSIVE below AS (
                        SELECT id FROM departments WHERE name = ANY ({names})
                        UNION
                        SELECT child.id FROM departments child JOIN below ON child.parent_id = below.id)
                    SELECT id FROM below)
                """
            : $"d.name = ANY ({names})";
    }

    private string Skills(WorkforceFilter filter)
    {
        var names = Value(filter.Skills.Distinct(StringComparer.Ordinal).ToArray());
        var required = filter.AnySkill ? 1 : filter.Skills.Distinct(StringComparer.Ordinal).Count();
        return $"""
            e.id IN (SELECT x.employee_id FROM employee_skills x JOIN skills s ON s.id = x.skill_id
                     WHERE s.name = ANY ({names}) GROUP BY x.employee_id HAVING count(*) >= {Value(required)})
            """;
    }

    private string Managers(WorkforceFilter filter)
    {
        var ids = Value(filter.ManagerIds.ToArray());
        return filter.IncludeIndirectReports
            ? $"""
                e.id IN (
                    WITH RECURSIVE below AS (
                        SELECT id FROM employees WHERE manager_id = ANY ({ids})
                        UNION
                        SELECT report.id FROM employees report JOIN below ON report.manager_id = below.id)
                    SELECT id FROM below)
                """
            : $"e.manager_id = ANY ({ids})";
    }

    private void AddRange(List<string> conditions, string column, NumberRange range)
    {
        if (range.Min is { } min)
            conditions.Add($"{column} {(range.MinExclusive ? ">" : ">=")} {Value(min)}");
        if (range.Max is { } max)
            conditions.Add($"{column} {(range.MaxExclusive ? "<" : "<=")} {Value(max)}");
    }

    /// <param name="Join">Joined to the source; may repeat an employee, once per group.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Key(string Join, string Name);
}
