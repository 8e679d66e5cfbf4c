using HrPlatform.Application.Employees;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Persistence.Employees;

/// <summary>The pieces of SQL that reads of employees are put together from. Each expects the employee as <c>e</c>.</summary>
internal static class EmployeeSql
{
    /// <summary>What <see cref="ReadView"/> reads, in its order, after the joins of <see cref="Joins"/>.</summary>
    public const string Columns = """
        e.id, e.employee_number, e.external_id, e.first_name, e.last_name, e.email, e.phone, e.birth_date, e.gender,
        e.bio, e.experience_years, e.hire_date, e.termination_date, e.status, e.department_id, d.name, e.position_id,
        p.title, m.id, m.first_name, m.last_name, s.ids, s.names, e.salary, e.currency, e.pay_effective_date, e.custom,
        e.version, e.created_at, e.updated_at
        """;

    /// <summary>How many columns <see cref="Columns"/> names.</summary>
    public const int ColumnCount = 30;

    public const string Joins = """

        LEFT JOIN departments d ON d.id = e.department_id
        LEFT JOIN positions p ON p.id = e.position_id
        LEFT JOIN employees m ON m.id = e.manager_id AND m.deleted_at IS NULL
        LEFT JOIN LATERAL (
            SELECT array_agg(k.id) AS ids, array_agg(k.name) AS names
            FROM employee_skills es JOIN skills k ON k.id = es.skill_id
            WHERE es.employee_id = e.id
        ) s ON true
        """;

    /// <summary>The employees that are not deleted, in their current state or in that of a day.</summary>
    public static string Source(SqlText sql, DateOnly? asOf)
    {
        if (asOf is not { } date)
            return "(SELECT * FROM employees WHERE deleted_at IS NULL)";
        var day = sql.Value(date);
        return $"""
            (SELECT x.id, x.employee_number, x.external_id, x.first_name, x.last_name, x.email, x.phone, x.birth_date,
                    x.gender, x.bio, x.experience_years, x.custom, x.version, x.created_at, x.updated_at, x.search,
                    ev.status, ev.department_id, ev.position_id, ev.manager_id,
                    c.amount AS salary, c.currency, c.effective_date AS pay_effective_date,
                    h.hire_date, CASE WHEN ev.status = 'terminated' THEN h.left_on END AS termination_date
             FROM employees x
             JOIN employment_events ev ON ev.employee_id = x.id
              AND ev.effective_date <= {day} AND (ev.valid_to IS NULL OR ev.valid_to > {day})
             LEFT JOIN compensations c ON c.employee_id = x.id
              AND c.effective_date <= {day} AND (c.valid_to IS NULL OR c.valid_to > {day})
             CROSS JOIN LATERAL (
                 SELECT max(b.effective_date) FILTER (WHERE b.kind IN ('hire', 'rehire')) AS hire_date,
                        max(b.effective_date) FILTER (WHERE b.kind = 'termination') AS left_on
                 FROM employment_events b
                 WHERE b.employee_id = x.id AND b.effective_date <= {day}
             ) h
             WHERE x.deleted_at IS NULL)
            """;
    }

    /// <summary>The condition that keeps what the filter wants; starts with AND when there is any.</summary>
    public static string Where(SqlText sql, EmployeeFilter filter)
    {
        List<string> all = [];
        AddSearch(sql, filter.Search, all);
        if (filter.Department is { } department)
        {
            var root = InCatalogue(sql, "departments", "name", department.Id?.Value, department.Name);
            all.Add(
                filter.IncludeChildren
                    ? $"""
                    e.department_id = ANY(ARRAY(
                        WITH RECURSIVE tree AS (
                            SELECT {root} AS id
                            UNION SELECT x.id FROM departments x JOIN tree ON x.parent_id = tree.id
                        ) SELECT id FROM tree))
                    """
                    : $"e.department_id = {root}"
            );
        }
        if (filter.Position is { } position)
            all.Add($"e.position_id = {InCatalogue(sql, "positions", "title", position.Id?.Value, position.Name)}");
        AddSkills(sql, filter, all);
        if (filter.Manager is { } manager)
            all.Add(Below(sql, manager.Value, filter.ManagerLevels, filter.AsOf));
        if (filter.Statuses.Count > 0)
            all.Add($"e.status = ANY({sql.Value(filter.Statuses.Select(EnumText.Of).ToArray())})");
        if (filter.HiredAfter is { } after)
            all.Add($"e.hire_date > {sql.Value(after)}");
        if (filter.HiredBefore is { } before)
            all.Add($"e.hire_date < {sql.Value(before)}");
        if (filter.MinSalary is { } minimum)
            all.Add($"e.salary >= {sql.Value(minimum)}");
        if (filter.MaxSalary is { } maximum)
            all.Add($"e.salary <= {sql.Value(maximum)}");
        if (filter.Email is { } email)
            all.Add($"lower(e.email) = lower({sql.Value(email)})");
        if (filter.ExternalId is { } externalId)
            all.Add($"e.external_id = {sql.Value(externalId)}");
        if (filter.EmployeeNumber is { } number)
            all.Add($"e.employee_number = {sql.Value(number)}");
        if (filter.Ids.Count > 0)
            all.Add($"e.id = ANY({sql.Value(filter.Ids.Select(id => id.Value).ToArray())})");
        if (filter.CustomJson is { } custom)
            all.Add($"e.custom @> {sql.Value(custom, NpgsqlDbType.Jsonb)}");
        return all.Count == 0 ? "" : " AND " + string.Join(" AND ", all);
    }

    public static EmployeeView ReadView(NpgsqlDataReader reader, int first = 0)
    {
        string? Text(int column) => reader.IsDBNull(first + column) ? null : reader.GetString(first + column);
        DateOnly? Date(int column) =>
            reader.IsDBNull(first + column) ? null : reader.GetFieldValue<DateOnly>(first + column);
        Guid? Id(int column) => reader.IsDBNull(first + column) ? null : reader.GetGuid(first + column);
        decimal? Number(int column) => reader.IsDBNull(first + column) ? null : reader.GetDecimal(first + column);

        return new EmployeeView
        {
            Id = new EmployeeId(reader.GetGuid(first)),
            EmployeeNumber = Text(1),
            ExternalId = Text(2),
            FirstName = reader.GetString(first + 3),
            LastName = reader.GetString(first + 4),
            Email = reader.GetString(first + 5),
            Phone = Text(6),
            BirthDate = Date(7),
            Gender = Text(8),
            Bio = Text(9),
            ExperienceYears = Number(10),
            HireDate = reader.GetFieldValue<DateOnly>(first + 11),
            TerminationDate = Date(12),
            Status = EnumText.Parse<EmploymentStatus>(reader.GetString(first + 13)),
            Department = Id(14) is { } department
                ? new DepartmentLink(new DepartmentId(department), reader.GetString(first + 15))
                : null,
            Position = Id(16) is { } position
                ? new PositionLink(new PositionId(position), reader.GetString(first + 17))
                : null,
            Manager = Id(18) is { } manager
                ? new ManagerLink(
                    new EmployeeId(manager),
                    new PersonName(reader.GetString(first + 19), reader.GetString(first + 20)).Full
                )
                : null,
            Skills = Skills(reader, first + 21),
            Compensation = Number(23) is { } salary
                ? new PayView(Money.Of(salary, reader.GetString(first + 24)), Date(25))
                : null,
            Custom = reader.GetString(first + 26),
            Version = reader.GetInt64(first + 27),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(first + 28),
            UpdatedAt = reader.GetFieldValue<DateTimeOffset>(first + 29),
        };
    }

    /// <summary>The id of a catalogue's row: given, or looked up by name.</summary>
    private static string InCatalogue(SqlText sql, string table, string column, Guid? id, string? name) =>
        id is { } known
            ? sql.Value(known)
            : $"(SELECT t.id FROM {table} t WHERE hr.fold(t.{column}) = hr.fold({sql.Value(name ?? "")}))";

    // Each word must begin a word of the name, e-mail or numbers, or of the department's or position's name. The arrays
    // are computed once, so that every branch can use its index.
    private static void AddSearch(SqlText sql, string? search, List<string> all)
    {
        foreach (var word in WordsOf(search))
        {
            var query = $"(quote_literal(hr.fold({sql.Value(word)})) || ':*')::tsquery";
            all.Add(
                $"""
                (e.search @@ {query}
                 OR e.department_id = ANY(ARRAY(SELECT t.id FROM departments t WHERE hr.name_vector(t.name) @@ {query}))
                 OR e.position_id = ANY(ARRAY(SELECT t.id FROM positions t WHERE hr.name_vector(t.title) @@ {query})))
                """
            );
        }
    }

    private static IEnumerable<string> WordsOf(string? search)
    {
        if (search is null)
            return [];
        var words = new string([.. search.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]);
        return words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10);
    }

    private static void AddSkills(SqlText sql, EmployeeFilter filter, List<string> all)
    {
        if (filter.Skills.Count == 0)
            return;
        var ids = filter.Skills.Select(skill => InCatalogue(sql, "skills", "name", skill.Id?.Value, skill.Name));
        if (filter.AnySkill)
        {
            all.Add(
                $"e.id IN (SELECT t.employee_id FROM employee_skills t WHERE t.skill_id IN ({string.Join(", ", ids)}))"
            );
            return;
        }
        foreach (var id in ids)
            all.Add($"e.id IN (SELECT t.employee_id FROM employee_skills t WHERE t.skill_id = {id})");
    }

    private static string Below(SqlText sql, Guid manager, int levels, DateOnly? asOf)
    {
        var top = sql.Value(manager);
        if (levels == 1)
            return $"e.manager_id = {top}";
        var source = Source(sql, asOf);
        return $"""
            e.id = ANY(ARRAY(
                WITH RECURSIVE below (id, level) AS (
                    SELECT x.id, 1 FROM {source} x WHERE x.manager_id = {top}
                    UNION ALL
                    SELECT x.id, b.level + 1 FROM {source} x JOIN below b ON x.manager_id = b.id
                    WHERE b.level < {sql.Value(levels)}
                ) SELECT id FROM below))
            """;
    }

    private static IReadOnlyList<SkillLink> Skills(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            return [];
        var ids = reader.GetFieldValue<Guid[]>(column);
        var names = reader.GetFieldValue<string[]>(column + 1);
        var skills = new SkillLink[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            skills[i] = new SkillLink(new SkillId(ids[i]), names[i]);
        // Sorted here: two ordered aggregates for each row cost the database more than reading the row.
        Array.Sort(skills, static (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase));
        return skills;
    }
}
