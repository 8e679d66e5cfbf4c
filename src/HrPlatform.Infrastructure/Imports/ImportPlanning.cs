using HrPlatform.Application.Imports;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Imports;

/// <summary>
/// Decides about all prepared rows at once, in sets: which can't be imported, whom the others are about, and in which
/// order they are written. Everything happens in the transaction around it, with tables that end with it.
/// </summary>
internal sealed class ImportPlanning(ITenantSql sql, JobId job, ImportPlanOptions options, int keepErrors)
{
    private const int ShownCycleLines = 10;

    private readonly int _keepErrors = keepErrors;
    private long _rejected;
    private long _warnings;
    private int _kept;

    public async Task<ImportPlan> RunAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("SET LOCAL work_mem = '64MB'", cancellationToken);
        await ExecuteAsync("DELETE FROM import_plan WHERE job_id = $1", cancellationToken);
        await ExecuteAsync("DELETE FROM import_names WHERE job_id = $1", cancellationToken);
        await RejectDuplicatesAsync(cancellationToken);
        await MatchAsync(cancellationToken);
        await RejectConflictsAsync(cancellationToken);
        await RejectIncompleteAsync(cancellationToken);
        await ResolveNamesAsync(cancellationToken);
        await LinkManagersAsync(cancellationToken);
        var (added, existing) = await WritePlanAsync(cancellationToken);
        return new ImportPlan(added, existing, _rejected, _warnings, _kept);
    }

    // Of rows that claim the same value, the first one keeps it.
    private async Task RejectDuplicatesAsync(CancellationToken cancellationToken)
    {
        (string Field, string Key)[] unique =
        [
            (ImportFields.EmployeeNumber, "r.employee_number"),
            (ImportFields.ExternalId, "r.external_id"),
            (ImportFields.Email, "lower(r.email)"),
        ];
        foreach (var (field, key) in unique.Where(u => options.Fields.Contains(u.Field)))
        {
            await RejectAsync(
                $"""
                SELECT r.line, '{field}', 'duplicate-in-file', 'Line ' || d.first || ' has the same value.', d.key
                FROM (
                    SELECT {key} AS key, min(r.line) AS first FROM import_rows r
                    WHERE r.job_id = $1 AND {key} IS NOT NULL GROUP BY 1 HAVING count(*) > 1
                ) d
                JOIN import_rows r ON r.job_id = $1 AND r.line > d.first AND {key} = d.key
                """,
                matched: false,
                cancellationToken
            );
        }
    }

    /// <summary>Whom each row is about: recognised by employee number, else by external id, else by e-mail address.</summary>
    private async Task MatchAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            CREATE TEMPORARY TABLE import_matched (
                line int NOT NULL, new_id uuid NOT NULL, existing_id uuid,
                employee_number text, external_id text, email text,
                number_owner uuid, external_owner uuid, email_owner uuid,
                owner_number text, owner_external_id text
            ) ON COMMIT DROP
            """,
            cancellationToken
        );
        await ExecuteAsync(
            """
            INSERT INTO import_matched
            SELECT r.line, r.new_id, coalesce(n.id, x.id, e.id), r.employee_number, r.external_id, lower(r.email),
                n.id, x.id, e.id, e.employee_number, e.external_id
            FROM import_rows r
            LEFT JOIN employees n ON n.employee_number = r.employee_number AND n.deleted_at IS NULL
            LEFT JOIN employees x ON x.external_id = r.external_id AND x.deleted_at IS NULL
            LEFT JOIN employees e ON lower(e.email) = lower(r.email) AND e.deleted_at IS NULL
            WHERE r.job_id = $1
            """,
            cancellationToken
        );
        await ExecuteAsync("ANALYZE import_matched", cancellationToken);
    }

    private async Task RejectConflictsAsync(CancellationToken cancellationToken)
    {
        await RejectAsync(
            """
            SELECT line, 'externalId', 'external-id-taken', 'Another employee has this external id.', external_id
            FROM import_matched WHERE external_owner <> existing_id
            UNION ALL
            SELECT line, 'email', 'email-taken', 'Another employee has this e-mail address.', email
            FROM import_matched
            WHERE email_owner <> existing_id
                OR (email_owner IS NOT NULL AND number_owner IS NULL AND external_owner IS NULL
                    AND (employee_number <> owner_number OR external_id <> owner_external_id))
            """,
            matched: true,
            cancellationToken
        );
        await RejectAsync(
            """
            SELECT m.line, '', 'duplicate-in-file', 'Line ' || d.first || ' is about the same employee.', NULL
            FROM (
                SELECT existing_id, min(line) AS first FROM import_matched
                WHERE existing_id IS NOT NULL GROUP BY existing_id HAVING count(*) > 1
            ) d
            JOIN import_matched m ON m.existing_id = d.existing_id AND m.line > d.first
            """,
            matched: true,
            cancellationToken
        );
    }

    private async Task RejectIncompleteAsync(CancellationToken cancellationToken)
    {
        await RejectAsync(
            $"""
            SELECT m.line, f.field, 'required', 'A new employee needs this field.', NULL
            FROM import_matched m
            JOIN import_rows r ON r.job_id = $1 AND r.line = m.line
            CROSS JOIN LATERAL (VALUES
                ('{ImportFields.LastName}', r.last_name IS NULL),
                ('{ImportFields.Email}', r.email IS NULL),
                ('{ImportFields.HireDate}', r.hire_date IS NULL)
            ) AS f (field, missing)
            WHERE m.existing_id IS NULL AND f.missing
            """,
            matched: true,
            cancellationToken
        );
        if (options.RequiredCustomFields.Count == 0)
            return;
        await RejectAsync(
            $"""
            SELECT m.line, '{ImportFields.CustomPrefix}' || f.key, 'required', 'A new employee needs this field.', NULL
            FROM import_matched m
            JOIN import_rows r ON r.job_id = $1 AND r.line = m.line
            CROSS JOIN unnest($3::text[]) AS f (key)
            WHERE m.existing_id IS NULL AND NOT r.custom ? f.key
            """,
            matched: true,
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. options.RequiredCustomFields] }
        );
    }

    private async Task ResolveNamesAsync(CancellationToken cancellationToken)
    {
        (string Field, string Catalogue, string Names, string Table, string Column)[] catalogues =
        [
            (ImportFields.Department, "department", "r.department", "departments", "name"),
            (ImportFields.Position, "position", "r.position", "positions", "title"),
            (ImportFields.Skills, "skill", "unnest(r.skills)", "skills", "name"),
        ];
        foreach (
            var (field, catalogue, names, table, column) in catalogues.Where(c => options.Fields.Contains(c.Field))
        )
        {
            await ExecuteAsync(
                $"""
                INSERT INTO import_names (job_id, catalogue, name, id)
                SELECT $1, '{catalogue}', n.name, t.id
                FROM (SELECT DISTINCT {names} AS name FROM import_rows r WHERE r.job_id = $1) n
                LEFT JOIN {table} t ON hr.fold(t.{column}) = hr.fold(n.name)
                WHERE n.name IS NOT NULL
                """,
                cancellationToken
            );
            if (options.CreateMissing)
                continue;
            var uses = catalogue == "skill" ? "n.name = ANY (r.skills)" : $"n.name = {names}";
            await RejectAsync(
                $"""
                SELECT DISTINCT ON (r.line) r.line, '{field}', 'unknown-{catalogue}', 'There is no {catalogue} ''' || n.name || '''.', n.name
                FROM import_names n JOIN import_rows r ON r.job_id = $1 AND {uses}
                WHERE n.job_id = $1 AND n.catalogue = '{catalogue}' AND n.id IS NULL
                """,
                matched: true,
                cancellationToken
            );
        }
    }

    private async Task LinkManagersAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            CREATE TEMPORARY TABLE import_links (
                line int NOT NULL, manager_id uuid, manager_line int, named text
            ) ON COMMIT DROP
            """,
            cancellationToken
        );
        if (!options.Fields.Contains(ImportFields.ManagerNumber) && !options.Fields.Contains(ImportFields.ManagerEmail))
            return;
        await ExecuteAsync(
            """
            INSERT INTO import_links
            SELECT r.line,
                coalesce(a.existing_id, a.new_id, n.id, b.existing_id, b.new_id, e.id),
                CASE WHEN a.line IS NOT NULL THEN CASE WHEN a.existing_id IS NULL THEN a.line END
                     WHEN n.id IS NULL AND b.existing_id IS NULL THEN b.line END,
                coalesce(r.manager_number, r.manager_email)
            FROM import_rows r
            LEFT JOIN import_matched a ON a.employee_number = r.manager_number
            LEFT JOIN employees n ON n.employee_number = r.manager_number AND n.deleted_at IS NULL
            LEFT JOIN import_matched b ON r.manager_number IS NULL AND b.email = lower(r.manager_email)
            LEFT JOIN employees e
                ON r.manager_number IS NULL AND lower(e.email) = lower(r.manager_email) AND e.deleted_at IS NULL
            WHERE r.job_id = $1 AND (r.manager_number IS NOT NULL OR r.manager_email IS NOT NULL)
            """,
            cancellationToken
        );
        await ExecuteAsync("ANALYZE import_links", cancellationToken);
        await RejectCyclesAsync(cancellationToken);
        await TreatUnknownManagersAsync(cancellationToken);
    }

    /// <summary>
    /// Only new people can stand in a circle here: whoever exists is written last, one by one, and checked then. Among
    /// those who manage anybody, all that can't be reached from the top stand in a circle or below one.
    /// </summary>
    private async Task RejectCyclesAsync(CancellationToken cancellationToken)
    {
        var managers = await sql.ReadAsync(
            new NpgsqlBatchCommand(
                """
                WITH RECURSIVE bosses AS (
                    SELECT DISTINCT manager_line AS line FROM import_links WHERE manager_line IS NOT NULL
                ), edges AS (
                    SELECT b.line, l.manager_line FROM bosses b LEFT JOIN import_links l ON l.line = b.line
                ), reached AS (
                    SELECT line FROM edges WHERE manager_line IS NULL
                    UNION ALL
                    SELECT e.line FROM reached t JOIN edges e ON e.manager_line = t.line
                )
                SELECT e.line, e.manager_line FROM edges e
                WHERE NOT EXISTS (SELECT 1 FROM reached t WHERE t.line = e.line)
                """
            ),
            async (row, token) =>
            {
                var edges = new Dictionary<int, int>();
                while (await row.ReadAsync(token))
                    edges[row.GetInt32(0)] = row.GetInt32(1);
                return edges;
            },
            cancellationToken
        );
        var lines = new List<int>();
        var messages = new List<string>();
        foreach (var cycle in ReportingCycles.In(managers))
        {
            var shown = string.Join(", ", cycle.Take(ShownCycleLines));
            var message =
                cycle.Count == 1
                    ? "Nobody reports to himself or herself."
                    : $"These lines report to each other in a circle: {shown}{(cycle.Count > ShownCycleLines ? ", …" : "")}.";
            lines.AddRange(cycle);
            messages.AddRange(Enumerable.Repeat(message, cycle.Count));
        }
        if (lines.Count == 0)
            return;

        var involved = new NpgsqlParameter<int[]> { TypedValue = [.. lines] };
        await RejectAsync(
            $"""
            SELECT t.line, '{ImportFields.ManagerNumber}', 'reporting-cycle', t.message, l.named
            FROM unnest($3::int[], $4::text[]) AS t (line, message) JOIN import_links l ON l.line = t.line
            """,
            matched: true,
            cancellationToken,
            involved,
            new NpgsqlParameter<string[]> { TypedValue = [.. messages] }
        );
        await ExecuteAsync(
            "DELETE FROM import_links WHERE line = ANY ($2)",
            cancellationToken,
            new NpgsqlParameter<int[]> { TypedValue = [.. lines] }
        );
        await ExecuteAsync(
            "UPDATE import_links SET manager_id = NULL, manager_line = NULL WHERE manager_line = ANY ($2)",
            cancellationToken,
            new NpgsqlParameter<int[]> { TypedValue = [.. lines] }
        );
    }

    private async Task TreatUnknownManagersAsync(CancellationToken cancellationToken)
    {
        if (options.UnknownManager == UnknownManager.Reject)
        {
            // Whoever reports to a rejected row has no manager either.
            await RejectAsync(
                $"""
                WITH RECURSIVE lost AS (
                    SELECT line, named FROM import_links WHERE manager_id IS NULL
                    UNION
                    SELECT l.line, l.named FROM lost t JOIN import_links l ON l.manager_line = t.line
                )
                SELECT line, '{ImportFields.ManagerNumber}', 'unknown-manager', 'There is no such manager, or his or her row was rejected.', named
                FROM lost
                """,
                matched: true,
                cancellationToken
            );
            await ExecuteAsync(
                "DELETE FROM import_links l WHERE NOT EXISTS (SELECT 1 FROM import_matched m WHERE m.line = l.line)",
                cancellationToken
            );
            return;
        }

        await CountAsync(
            $"""
            WITH lost AS MATERIALIZED (SELECT line, named FROM import_links WHERE manager_id IS NULL),
            kept AS (
                INSERT INTO import_row_errors (job_id, line, field, code, severity, message, value)
                SELECT $1, line, '{ImportFields.ManagerNumber}', 'unknown-manager', 'warning',
                    'There is no such manager; the employee was imported without one.', named
                FROM lost ORDER BY line LIMIT $2
                ON CONFLICT DO NOTHING RETURNING 1
            )
            SELECT (SELECT count(*) FROM lost), (SELECT count(*) FROM kept)
            """,
            count => _warnings += count,
            cancellationToken
        );
    }

    private async Task<(long New, long Existing)> WritePlanAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            """
            INSERT INTO import_plan (job_id, stage, line, employee_id, manager_id, manager_line)
            SELECT $1,
                CASE WHEN m.existing_id IS NOT NULL THEN 2
                     WHEN m.line IN (SELECT manager_line FROM import_links WHERE manager_line IS NOT NULL) THEN 0
                     ELSE 1 END,
                m.line, coalesce(m.existing_id, m.new_id), l.manager_id, l.manager_line
            FROM import_matched m LEFT JOIN import_links l ON l.line = m.line
            """,
            cancellationToken
        );
        var statement = new NpgsqlBatchCommand(
            "SELECT count(*) FILTER (WHERE existing_id IS NULL), count(existing_id) FROM import_matched"
        );
        return await sql.ReadAsync(
            statement,
            async (row, token) =>
            {
                await row.ReadAsync(token);
                return (row.GetInt64(0), row.GetInt64(1));
            },
            cancellationToken
        );
    }

    /// <summary>Takes rows out and remembers why: (line, field, code, message, value). $1 is the job.</summary>
    private Task RejectAsync(
        string bad,
        bool matched,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    ) =>
        CountAsync(
            $"""
            WITH bad (line, field, code, message, value) AS MATERIALIZED ({bad}),
            removed AS (
                DELETE FROM import_rows WHERE job_id = $1 AND line IN (SELECT line FROM bad)
            ),
            {(matched ? "unmatched AS (DELETE FROM import_matched WHERE line IN (SELECT line FROM bad))," : "")}
            kept AS (
                INSERT INTO import_row_errors (job_id, line, field, code, severity, message, value)
                SELECT $1, line, field, code, 'error', message, value FROM bad ORDER BY line LIMIT $2
                ON CONFLICT DO NOTHING RETURNING 1
            )
            SELECT (SELECT count(DISTINCT line) FROM bad), (SELECT count(*) FROM kept)
            """,
            count => _rejected += count,
            cancellationToken,
            parameters
        );

    private async Task CountAsync(
        string statement,
        Action<long> account,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    )
    {
        var command = Command(statement);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(0, _keepErrors - _kept) });
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        var (counted, kept) = await sql.ReadAsync(
            command,
            async (row, token) =>
            {
                await row.ReadAsync(token);
                return (row.GetInt64(0), row.GetInt64(1));
            },
            cancellationToken
        );
        account(counted);
        _kept += (int)kept;
    }

    private Task ExecuteAsync(
        string statement,
        CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters
    )
    {
        var command =
            statement.Contains("$1", StringComparison.Ordinal) || parameters.Length > 0
                ? Command(statement)
                : new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return sql.ExecuteAsync(command, cancellationToken);
    }

    private NpgsqlBatchCommand Command(string statement) =>
        new(statement) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = job.Value } } };
}

/// <summary>Circles in a graph in which everybody points at one other.</summary>
internal static class ReportingCycles
{
    public static IEnumerable<IReadOnlyList<int>> In(Dictionary<int, int> managers)
    {
        var seen = new HashSet<int>();
        foreach (var start in managers.Keys)
        {
            var path = new List<int>();
            var positions = new Dictionary<int, int>();
            var line = start;
            while (managers.ContainsKey(line) && seen.Add(line))
            {
                positions[line] = path.Count;
                path.Add(line);
                line = managers[line];
            }
            if (positions.TryGetValue(line, out var first))
                yield return path[first..].Order().ToList();
        }
    }
}
