using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Employees;

internal sealed class EmployeeReads(ITenantSql tenant) : IEmployeeReads, IEmploymentHistoryReads, ICustomFieldUse
{
    public Task<EmployeeView?> FindAsync(EmployeeId id, DateOnly? asOf, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var wanted = sql.Value(id.Value);
        sql.Add(
            $"SELECT {EmployeeSql.Columns} FROM {EmployeeSql.Source(sql, asOf)} e {EmployeeSql.Joins} WHERE e.id = {wanted}"
        );
        return tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) ? EmployeeSql.ReadView(reader) : null,
            cancellationToken
        );
    }

    public async Task<IReadOnlyDictionary<EmployeeId, EmployeeView>> FindManyAsync(
        IReadOnlyCollection<EmployeeId> ids,
        DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return new Dictionary<EmployeeId, EmployeeView>();
        var sql = new SqlText();
        var wanted = sql.Value(ids.Select(id => id.Value).ToArray());
        sql.Add(
            $"SELECT {EmployeeSql.Columns} FROM {EmployeeSql.Source(sql, asOf)} e {EmployeeSql.Joins} "
                + $"WHERE e.id = ANY({wanted})"
        );
        var found = await tenant.ReadAsync(
            sql.Build(),
            (reader, cancel) => ReadAllAsync(reader, row => EmployeeSql.ReadView(row), cancel),
            cancellationToken
        );
        return found.ToDictionary(employee => employee.Id);
    }

    public Task<EmployeeSlice> ListAsync(EmployeeListRequest request, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var order = new EmployeeOrder(request.Sort);
        var source = EmployeeSql.Source(sql, request.Filter.AsOf);
        var where = "true" + EmployeeSql.Where(sql, request.Filter);
        var after = request.After is { } position ? " AND " + order.After(sql, position) : "";
        // One row more than the page tells whether there is another page.
        var limit = sql.Value(request.Limit + 1L);
        var offset = request.Offset > 0 ? $" OFFSET {sql.Value(request.Offset)}" : "";
        // The page is cut first, and only its rows are joined.
        var page = $"""
            SELECT {EmployeeSql.Columns}, {order.Position} AS position
            FROM (SELECT e.*, {order.Columns} FROM {source} e WHERE {where}{after}
                  ORDER BY {order.OrderBy} LIMIT {limit}{offset}) e {EmployeeSql.Joins}
            ORDER BY {order.OrderByColumns}
            """;
        sql.Add(page);
        if (!request.WithTotal)
            return tenant.ReadAsync(
                sql.Build(),
                (reader, cancel) => ReadPageAsync(reader, request, cancel),
                cancellationToken
            );

        return ListWithTotalAsync(sql.Build(), request, cancellationToken);
    }

    public async Task<EmployeeStatistics> StatisticsAsync(
        DateOnly? asOf,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var sql = new SqlText();
        var source = EmployeeSql.Source(sql, asOf);
        var day = sql.Value(asOf ?? today);
        sql.Add(
            $"""
            WITH people AS MATERIALIZED (
                SELECT e.id, e.status, e.department_id, e.position_id, e.salary, e.currency, e.experience_years,
                       e.hire_date
                FROM {source} e
            ), employed AS MATERIALIZED (SELECT * FROM people WHERE status = 'active'),
            sections (section, name, currency, n, average, minimum, maximum) AS (
                SELECT 'total', NULL, NULL, count(*), avg(experience_years), NULL::numeric,
                       avg(({day} - hire_date) / 365.25)
                FROM employed
                UNION ALL SELECT 'status', status, NULL, count(*), NULL, NULL, NULL FROM people GROUP BY status
                UNION ALL SELECT 'department', d.name, NULL, count(*), NULL, NULL, NULL
                    FROM employed e LEFT JOIN departments d ON d.id = e.department_id GROUP BY d.id, d.name
                UNION ALL SELECT 'position', p.title, NULL, count(*), NULL, NULL, NULL
                    FROM employed e LEFT JOIN positions p ON p.id = e.position_id GROUP BY p.id, p.title
                UNION ALL SELECT 'skill', k.name, NULL, count(*), NULL, NULL, NULL
                    FROM employed e JOIN employee_skills es ON es.employee_id = e.id JOIN skills k ON k.id = es.skill_id
                    GROUP BY k.id, k.name
                UNION ALL SELECT 'pay', NULL, currency, count(*), avg(salary), min(salary), max(salary)
                    FROM employed WHERE salary IS NOT NULL GROUP BY currency
                UNION ALL SELECT 'departmentPay', d.name, e.currency, count(*), avg(salary), min(salary), max(salary)
                    FROM employed e LEFT JOIN departments d ON d.id = e.department_id
                    WHERE salary IS NOT NULL GROUP BY d.id, d.name, e.currency
            )
            SELECT section, name, currency::text, n, round(average, 2), minimum, round(maximum, 2) FROM sections
            ORDER BY section, n DESC, name, currency
            """
        );
        var rows = await tenant.ReadAsync(
            sql.Build(),
            (reader, cancel) =>
                ReadAllAsync(
                    reader,
                    row => new StatisticsRow(
                        row.GetString(0),
                        row.IsDBNull(1) ? null : row.GetString(1),
                        row.IsDBNull(2) ? null : row.GetString(2),
                        row.GetInt64(3),
                        row.IsDBNull(4) ? null : row.GetDecimal(4),
                        row.IsDBNull(5) ? null : row.GetDecimal(5),
                        row.IsDBNull(6) ? null : row.GetDecimal(6)
                    ),
                    cancel
                ),
            cancellationToken
        );
        IReadOnlyList<CountByName> Counts(string section) =>
            [.. rows.Where(row => row.Section == section).Select(row => new CountByName(row.Name, row.Count))];
        IReadOnlyList<PayByName> Pay(string section) =>
            [
                .. rows.Where(row => row.Section == section)
                    .Select(row => new PayByName(
                        row.Name,
                        row.Currency!,
                        row.Average!.Value,
                        row.Minimum!.Value,
                        row.Maximum!.Value,
                        row.Count
                    )),
            ];
        var total = rows.Single(row => row.Section == "total");
        return new EmployeeStatistics(
            total.Count,
            Counts("status"),
            Counts("department"),
            Counts("position"),
            Counts("skill"),
            Pay("departmentPay"),
            Pay("pay"),
            total.Average,
            total.Maximum
        );
    }

    public async Task<IReadOnlyList<EmployeeView>> ManagersAsync(
        EmployeeId id,
        DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        var sql = new SqlText();
        var source = EmployeeSql.Source(sql, asOf);
        var start = sql.Value(id.Value);
        sql.Add(
            $"""
            WITH RECURSIVE up (id, level) AS (
                SELECT x.manager_id, 1 FROM {source} x WHERE x.id = {start} AND x.manager_id IS NOT NULL
                UNION ALL
                SELECT x.manager_id, up.level + 1 FROM {source} x JOIN up ON x.id = up.id
                WHERE x.manager_id IS NOT NULL AND up.level < 100
            )
            SELECT {EmployeeSql.Columns} FROM up JOIN {source} e ON e.id = up.id {EmployeeSql.Joins} ORDER BY up.level
            """
        );
        return await tenant.ReadAsync(
            sql.Build(),
            (reader, cancel) => ReadAllAsync(reader, row => EmployeeSql.ReadView(row), cancel),
            cancellationToken
        );
    }

    public async Task<OrgChart> OrgChartAsync(OrgChartRequest request, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var source = EmployeeSql.Source(sql, request.AsOf);
        var within = request.Department is { } department
            ? $"""
                AND e.department_id = ANY(ARRAY(
                    WITH RECURSIVE tree AS (
                        SELECT {sql.Value(department.Value)} AS id
                        UNION SELECT x.id FROM departments x JOIN tree ON x.parent_id = tree.id
                    ) SELECT id FROM tree))
                """
            : "";
        var root = request.Root is { } top
            ? $"c.id = {sql.Value(top.Value)}"
            : "NOT EXISTS (SELECT 1 FROM people b WHERE b.id = c.manager_id)";
        sql.Add(
            $"""
            WITH RECURSIVE people AS MATERIALIZED (
                SELECT e.id, e.first_name, e.last_name, e.manager_id, e.department_id, e.position_id
                FROM {source} e WHERE e.status = 'active' {within}
            ), reports AS MATERIALIZED (SELECT manager_id AS id, count(*) AS n FROM people GROUP BY manager_id),
            chart (id, level) AS (
                SELECT c.id, 0 FROM people c WHERE {root}
                UNION ALL
                SELECT c.id, chart.level + 1 FROM people c JOIN chart ON c.manager_id = chart.id
                WHERE chart.level < {sql.Value(request.Depth)}
            )
            SELECT e.id, e.first_name, e.last_name, e.position_id, p.title, e.department_id, d.name, e.manager_id,
                   chart.level, coalesce(r.n, 0)
            FROM chart JOIN people e ON e.id = chart.id
            LEFT JOIN reports r ON r.id = e.id
            LEFT JOIN departments d ON d.id = e.department_id
            LEFT JOIN positions p ON p.id = e.position_id
            ORDER BY chart.level, e.last_name, e.first_name, e.id
            LIMIT {sql.Value(request.Limit + 1)}
            """
        );
        var people = await tenant.ReadAsync(
            sql.Build(),
            (reader, cancel) =>
                ReadAllAsync(
                    reader,
                    row => new OrgChartNode(
                        new EmployeeId(row.GetGuid(0)),
                        new PersonName(row.GetString(1), row.GetString(2)).Full,
                        row.IsDBNull(3) ? null : new PositionLink(new PositionId(row.GetGuid(3)), row.GetString(4)),
                        row.IsDBNull(5) ? null : new DepartmentLink(new DepartmentId(row.GetGuid(5)), row.GetString(6)),
                        row.IsDBNull(7) ? null : new EmployeeId(row.GetGuid(7)),
                        row.GetInt32(8),
                        (int)row.GetInt64(9)
                    ),
                    cancel
                ),
            cancellationToken
        );
        return people.Count > request.Limit
            ? new OrgChart([.. people.Take(request.Limit)], Truncated: true)
            : new OrgChart(people, Truncated: false);
    }

    public async Task<IReadOnlyList<EmploymentEventView>?> ListAsync(EmployeeId id, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var wanted = sql.Value(id.Value);
        sql.Add(
            $"""
            SELECT ev.id, ev.kind, ev.effective_date, ev.valid_to, ev.changed, ev.status, ev.department_id, d.name,
                   ev.position_id, p.title, m.id, m.first_name, m.last_name, ev.reason, ev.pending, ev.created_at
            FROM employment_events ev
            JOIN employees e ON e.id = ev.employee_id AND e.deleted_at IS NULL
            LEFT JOIN departments d ON d.id = ev.department_id
            LEFT JOIN positions p ON p.id = ev.position_id
            LEFT JOIN employees m ON m.id = ev.manager_id AND m.deleted_at IS NULL
            WHERE ev.employee_id = {wanted}
            ORDER BY ev.effective_date, ev.sequence
            """
        );
        // Everybody has at least the hire: no rows means no employee.
        var events = await tenant.ReadAsync(
            sql.Build(),
            (reader, cancel) => ReadAllAsync(reader, ReadEvent, cancel),
            cancellationToken
        );
        return events.Count == 0 ? null : events;
    }

    public Task<bool> IsUsedAsync(string key, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var wanted = sql.Value(key);
        sql.Add($"SELECT EXISTS (SELECT 1 FROM employees WHERE custom <> '{{}}' AND jsonb_exists(custom, {wanted}))");
        return tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) && reader.GetBoolean(0),
            cancellationToken
        );
    }

    private static EmploymentEventView ReadEvent(NpgsqlDataReader row) =>
        new(
            new EmploymentEventId(row.GetGuid(0)),
            EnumText.Parse<EmploymentEventKind>(row.GetString(1)),
            row.GetFieldValue<DateOnly>(2),
            row.IsDBNull(3) ? null : row.GetFieldValue<DateOnly>(3),
            EmploymentFieldNames.Parse(row.GetFieldValue<string[]>(4)),
            EnumText.Parse<EmploymentStatus>(row.GetString(5)),
            row.IsDBNull(6) ? null : new DepartmentLink(new DepartmentId(row.GetGuid(6)), row.GetString(7)),
            row.IsDBNull(8) ? null : new PositionLink(new PositionId(row.GetGuid(8)), row.GetString(9)),
            row.IsDBNull(10)
                ? null
                : new ManagerLink(
                    new EmployeeId(row.GetGuid(10)),
                    new PersonName(row.GetString(11), row.GetString(12)).Full
                ),
            row.IsDBNull(13) ? null : row.GetString(13),
            row.GetBoolean(14),
            row.GetFieldValue<DateTimeOffset>(15)
        );

    private async Task<EmployeeSlice> ListWithTotalAsync(
        NpgsqlBatchCommand page,
        EmployeeListRequest request,
        CancellationToken cancellationToken
    )
    {
        var slice = await tenant.ReadAsync(
            page,
            (reader, cancel) => ReadPageAsync(reader, request, cancel),
            cancellationToken
        );
        var sql = new SqlText();
        var source = EmployeeSql.Source(sql, request.Filter.AsOf);
        sql.Add($"SELECT count(*) FROM {source} e WHERE true{EmployeeSql.Where(sql, request.Filter)}");
        var total = await tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) ? reader.GetInt64(0) : 0,
            cancellationToken
        );
        return slice with { Total = total };
    }

    private static async Task<EmployeeSlice> ReadPageAsync(
        NpgsqlDataReader reader,
        EmployeeListRequest request,
        CancellationToken cancellationToken
    )
    {
        var items = new List<EmployeeView>(Math.Min(request.Limit, 64));
        string? last = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (items.Count == request.Limit)
                return new EmployeeSlice(items, last, Total: null);
            items.Add(EmployeeSql.ReadView(reader));
            if (items.Count == request.Limit)
                last = reader.GetString(EmployeeSql.ColumnCount);
        }
        return new EmployeeSlice(items, After: null, Total: null);
    }

    private static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        List<T> rows = [];
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private sealed record StatisticsRow(
        string Section,
        string? Name,
        string? Currency,
        long Count,
        decimal? Average,
        decimal? Minimum,
        decimal? Maximum
    );
}
