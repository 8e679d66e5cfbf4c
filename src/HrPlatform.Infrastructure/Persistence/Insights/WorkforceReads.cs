using HrPlatform.Application.Employees;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

/// <inheritdoc cref="IWorkforceReads"/>
internal sealed class WorkforceReads(ITenantSql sql, TimeProvider clock) : IWorkforceReads
{
    private const int MostGroups = 200;

    public Task<WorkforceFigures> FiguresAsync(GetWorkforceFigures query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var value = query.Measure switch
        {
            WorkforceMeasure.AverageExperience => "avg(experience_years)",
            WorkforceMeasure.AverageTenure =>
                $"avg((LEAST(COALESCE(termination_date, {Today(statement)}), {Today(statement)}) - hire_date) / 365.25)",
            _ => "count(*)::numeric",
        };
        var where = statement.Where(query.Filter);
        var total = $"""
            SELECT NULL::text AS name, count(*)::int AS people, {value} AS value, 0 AS groups, true AS total
            FROM (SELECT e.* FROM {WorkforceStatement.Source} WHERE {where}) matching
            """;
        if (query.GroupBy is not { } groupBy)
            return sql.ReadAsync(statement.With(total), ReadFiguresAsync, cancellationToken);

        var key = WorkforceStatement.KeyOf(groupBy);
        return sql.ReadAsync(
            statement.With(
                $"""
                {total}
                UNION ALL
                (SELECT name, count(*)::int, {value}, (count(*) OVER ())::int, false
                 FROM (SELECT e.*, {key.Name} AS name FROM {WorkforceStatement.Source} {key.Join} WHERE {where}) matching
                 GROUP BY name
                 ORDER BY 3 DESC NULLS LAST, 1
                 LIMIT {MostGroups})
                """
            ),
            ReadFiguresAsync,
            cancellationToken
        );
    }

    public Task<FoundEmployees> FindAsync(FindEmployees query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var where = statement.Where(query.Filter);
        var exactFirst = "";
        if (query.Name is { } name)
        {
            var words = statement.Value(name);
            where += $"\n  AND e.search @@ plainto_tsquery('simple', translate(hr.fold({words}), '@._-', '    '))";
            // "Ana Silva" asked by her whole name comes before everybody else whose e-mail holds both words.
            exactFirst = $"hr.fold(e.first_name || ' ' || e.last_name) = hr.fold({words}) DESC, ";
        }
        var direction = query.Descending ? "DESC NULLS LAST" : "ASC NULLS LAST";
        var order = query.Sort switch
        {
            WorkforceSort.Experience => $"e.experience_years {direction}, ",
            WorkforceSort.Salary => $"e.salary {direction}, ",
            WorkforceSort.HireDate => $"e.hire_date {direction}, ",
            // The longest tenure is the earliest day of hire.
            WorkforceSort.Tenure => $"e.hire_date {(query.Descending ? "ASC" : "DESC")}, ",
            _ => "",
        };
        return sql.ReadAsync(
            statement.With(
                $"""
                WITH page AS MATERIALIZED (
                    SELECT e.*, d.name AS department, p.title AS position, count(*) OVER () AS total,
                           row_number() OVER (ORDER BY {exactFirst}{order}e.last_name, e.first_name, e.id) AS place
                    FROM {WorkforceStatement.Source}
                    WHERE {where}
                    ORDER BY place
                    LIMIT {statement.Value(query.Limit)})
                SELECT page.id, page.first_name || ' ' || page.last_name, department, position, page.experience_years,
                       page.hire_date, page.status, m.first_name || ' ' || m.last_name,
                       ARRAY(SELECT s.name FROM employee_skills x JOIN skills s ON s.id = x.skill_id
                             WHERE x.employee_id = page.id ORDER BY s.name),
                       CASE WHEN {statement.Value(
                    query.WithSalary
                )} THEN page.salary END, page.currency, page.total::int
                FROM page LEFT JOIN employees m ON m.id = page.manager_id AND m.deleted_at IS NULL
                ORDER BY place
                """
            ),
            ReadFoundAsync,
            cancellationToken
        );
    }

    private string Today(WorkforceStatement statement) =>
        statement.Value(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));

    private static async Task<WorkforceFigures> ReadFiguresAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var figures = new WorkforceFigures(0, null, [], 0);
        var groups = new List<WorkforceGroup>();
        while (await reader.ReadAsync(cancellationToken))
        {
            decimal? value = await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDecimal(2);
            if (reader.GetBoolean(4))
            {
                figures = figures with { Matching = reader.GetInt32(1), Value = value };
                continue;
            }
            groups.Add(new WorkforceGroup(reader.TextOrNull(0), reader.GetInt32(1), value));
            figures = figures with { GroupsInAll = reader.GetInt32(3) };
        }
        return figures with { Groups = groups };
    }

    private static async Task<FoundEmployees> ReadFoundAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var total = 0;
        var employees = new List<FoundEmployee>();
        while (await reader.ReadAsync(cancellationToken))
        {
            total = reader.GetInt32(11);
            employees.Add(
                new FoundEmployee(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.TextOrNull(2),
                    reader.TextOrNull(3),
                    reader.DecimalOrNull(4),
                    reader.GetFieldValue<DateOnly>(5),
                    reader.GetString(6),
                    reader.TextOrNull(7),
                    reader.GetFieldValue<string[]>(8),
                    reader.DecimalOrNull(9),
                    reader.TextOrNull(10)
                )
            );
        }
        return new FoundEmployees(total, employees);
    }
}
