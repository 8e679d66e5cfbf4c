using HrPlatform.Application.Imports;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Imports;

/// <inheritdoc cref="IImportStore"/>
internal sealed class ImportStore(ITenantSql sql, HrDbContext db) : IImportStore
{
    public async Task ClearAsync(JobId job, CancellationToken cancellationToken)
    {
        foreach (var table in new[] { "import_plan", "import_names", "import_rows" })
            await ExecuteAsync(job, s => s.Add($"DELETE FROM {table} WHERE job_id = $1"), cancellationToken);
    }

    public Task ClearErrorsAsync(JobId job, CancellationToken cancellationToken) =>
        ExecuteAsync(job, s => s.Add("DELETE FROM import_row_errors WHERE job_id = $1"), cancellationToken);

    public async Task StageAsync(JobId job, IAsyncEnumerable<ImportRow> rows, CancellationToken cancellationToken)
    {
        await using var lease = await sql.LeaseAsync(cancellationToken);
        await ImportStaging.WriteAsync(lease.Connection, job, rows, cancellationToken);
    }

    public async Task AddErrorsAsync(
        JobId job,
        IReadOnlyCollection<RowError> errors,
        CancellationToken cancellationToken
    )
    {
        if (errors.Count == 0)
            return;
        await ExecuteAsync(
            job,
            s =>
                s.Add(
                    $"""
                    INSERT INTO import_row_errors (job_id, line, field, code, severity, message, value)
                    SELECT $1, t.* FROM unnest(
                        {s.Value(errors.Select(e => e.Line).ToArray())},
                        {s.Value(errors.Select(e => e.Field).ToArray())},
                        {s.Value(errors.Select(e => e.Code).ToArray())},
                        {s.Value(errors.Select(e => SeverityText.Of(e.Severity)).ToArray())},
                        {s.Value(errors.Select(e => e.Message).ToArray())},
                        {s.Value(errors.Select(e => e.Value).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)}
                    ) AS t
                    ON CONFLICT DO NOTHING
                    """
                ),
            cancellationToken
        );
    }

    public Task<ImportPlan> PlanAsync(
        JobId job,
        ImportPlanOptions options,
        int keepErrors,
        CancellationToken cancellationToken
    ) => new ImportPlanning(sql, job, options, keepErrors).RunAsync(cancellationToken);

    public Task ForgetDoneAsync(JobId job, ImportPosition position, CancellationToken cancellationToken) =>
        ExecuteAsync(
            job,
            s =>
                s.Add(
                    $"""
                    DELETE FROM import_rows r USING import_plan p
                    WHERE r.job_id = $1 AND p.job_id = $1 AND p.line = r.line
                        AND (p.stage, p.line) <= ({s.Value((short)position.Stage)}, {s.Value(position.Line)})
                    """
                ),
            cancellationToken
        );

    public Task<ImportRange?> NextRangeAsync(
        JobId job,
        ImportPosition after,
        int rows,
        CancellationToken cancellationToken
    )
    {
        // Everybody who manages somebody else is written by one statement, whatever their number: within it, the order
        // doesn't matter to the foreign key.
        var statement = Statement(job);
        var position = $"({statement.Value((short)after.Stage)}, {statement.Value(after.Line)})";
        statement.Add(
            $"""
            WITH next AS (
                SELECT stage FROM import_plan WHERE job_id = $1 AND (stage, line) > {position}
                ORDER BY stage, line LIMIT 1
            )
            SELECT stage, max(line), count(*) FROM (
                SELECT stage, line FROM import_plan
                WHERE job_id = $1 AND (stage, line) > {position} AND stage = (SELECT stage FROM next)
                ORDER BY line
                LIMIT (SELECT CASE WHEN stage = 0 THEN NULL ELSE {statement.Value((long)rows)} END FROM next)
            ) AS range
            GROUP BY stage
            """
        );
        return sql.ReadAsync<ImportRange?>(
            statement.Build(),
            async (row, token) =>
            {
                if (!await row.ReadAsync(token))
                    return null;
                var stage = (ImportStage)row.GetInt16(0);
                return new ImportRange(
                    stage,
                    stage == after.Stage ? after.Line : 0,
                    row.GetInt32(1),
                    (int)row.GetInt64(2)
                );
            },
            cancellationToken
        );
    }

    public async Task<IReadOnlyList<MissingName>> MissingNamesAsync(JobId job, CancellationToken cancellationToken)
    {
        if (await ReadMissingNamesAsync(job, cancellationToken) is { Count: 0 } nothing)
            return nothing;
        // Two files that bring the same new name would both create it: the second one finds the first one's.
        await sql.ExecuteAsync(TenantLocks.Take("import-names"), cancellationToken);
        await ExecuteAsync(
            job,
            s =>
                s.Add(
                    """
                    UPDATE import_names n SET id = t.id
                    FROM (
                        SELECT 'department' AS catalogue, id, hr.fold(name) AS name FROM departments
                        UNION ALL SELECT 'position', id, hr.fold(title) FROM positions
                        UNION ALL SELECT 'skill', id, hr.fold(name) FROM skills
                    ) AS t
                    WHERE n.job_id = $1 AND n.id IS NULL AND n.catalogue = t.catalogue AND hr.fold(n.name) = t.name
                    """
                ),
            cancellationToken
        );
        return await ReadMissingNamesAsync(job, cancellationToken);
    }

    private Task<IReadOnlyList<MissingName>> ReadMissingNamesAsync(JobId job, CancellationToken cancellationToken)
    {
        // Rejected rows are no longer there. Of several spellings of one name, the first.
        var statement = Statement(job);
        statement.Add(
            """
            SELECT DISTINCT ON (catalogue, hr.fold(name)) catalogue, name FROM import_names
            WHERE job_id = $1 AND id IS NULL AND (catalogue, name) IN (
                SELECT 'department', department FROM import_rows WHERE job_id = $1
                UNION SELECT 'position', position FROM import_rows WHERE job_id = $1
                UNION SELECT 'skill', unnest(skills) FROM import_rows WHERE job_id = $1
            )
            ORDER BY catalogue, hr.fold(name), name
            """
        );
        return sql.ReadAsync<IReadOnlyList<MissingName>>(
            statement.Build(),
            async (row, token) =>
            {
                var names = new List<MissingName>();
                while (await row.ReadAsync(token))
                    names.Add(new MissingName(row.GetString(0), row.GetString(1)));
                return names;
            },
            cancellationToken
        );
    }

    public Task NamesCreatedAsync(
        JobId job,
        IReadOnlyDictionary<MissingName, Guid> created,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            job,
            s =>
                s.Add(
                    $"""
                    UPDATE import_names n SET id = t.id
                    FROM unnest(
                        {s.Value(created.Keys.Select(name => name.Catalogue).ToArray())},
                        {s.Value(created.Keys.Select(name => name.Name).ToArray())},
                        {s.Value(created.Values.ToArray())}
                    ) AS t (catalogue, name, id)
                    WHERE n.job_id = $1 AND n.id IS NULL AND n.catalogue = t.catalogue
                        AND hr.fold(n.name) = hr.fold(t.name)
                    """
                ),
            cancellationToken
        );

    public async Task<int> InsertAsync(
        JobId job,
        ImportRange range,
        IReadOnlyCollection<string> fields,
        DateOnly today,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var rows = 0;
            foreach (var statement in ImportInserts.For(fields))
            {
                var count = await ExecuteAsync(
                    job,
                    s =>
                    {
                        s.Value((short)range.Stage);
                        s.Value(range.After);
                        s.Value(range.Last);
                        s.Value(today);
                        s.Value(now);
                        s.Add(statement);
                    },
                    cancellationToken
                );
                rows = rows == 0 ? count : rows;
            }
            return rows;
        }
        catch (PostgresException exception)
            when (exception.SqlState
                    is PostgresErrorCodes.UniqueViolation
                        or PostgresErrorCodes.ForeignKeyViolation
                        or PostgresErrorCodes.NotNullViolation
            )
        {
            throw new ImportOutdatedException(exception);
        }
    }

    public Task<IReadOnlyList<ImportChange>> ChangesAsync(
        JobId job,
        ImportRange range,
        IReadOnlyCollection<string> fields,
        CancellationToken cancellationToken
    )
    {
        var statement = Statement(job);
        statement.Add(
            $"""
            SELECT {ImportStaging.Columns}, e.id, d.id, o.id, p.manager_id, k.ids
            FROM import_plan p
            JOIN import_rows r ON r.job_id = p.job_id AND r.line = p.line
            JOIN employees e ON e.id = p.employee_id
            LEFT JOIN import_names d ON d.job_id = $1 AND d.catalogue = 'department' AND d.name = r.department
            LEFT JOIN import_names o ON o.job_id = $1 AND o.catalogue = 'position' AND o.name = r.position
            LEFT JOIN LATERAL (
                SELECT coalesce(array_agg(DISTINCT n.id ORDER BY n.id), ARRAY[]::uuid[]) AS ids
                FROM import_names n WHERE n.job_id = $1 AND n.catalogue = 'skill' AND n.name = ANY (r.skills)
            ) k ON true
            WHERE p.job_id = $1 AND p.stage = {statement.Value((short)range.Stage)}
                AND p.line > {statement.Value(range.After)} AND p.line <= {statement.Value(range.Last)}
                AND ({ImportInserts.Difference(fields, statement)})
            ORDER BY p.line
            """
        );
        return sql.ReadAsync<IReadOnlyList<ImportChange>>(
            statement.Build(),
            async (row, token) =>
            {
                const int First = ImportStaging.ColumnCount;
                var changes = new List<ImportChange>();
                while (await row.ReadAsync(token))
                {
                    changes.Add(
                        new ImportChange(
                            ImportStaging.Read(row),
                            new EmployeeId(row.GetGuid(First)),
                            row.IsDBNull(First + 1) ? null : row.GetGuid(First + 1),
                            row.IsDBNull(First + 2) ? null : row.GetGuid(First + 2),
                            row.IsDBNull(First + 3) ? null : new EmployeeId(row.GetGuid(First + 3)),
                            row.GetFieldValue<Guid[]>(First + 4)
                        )
                    );
                }
                return changes;
            },
            cancellationToken
        );
    }

    public void AnnounceImported() => db.Raised.Add("employee.created");

    public Task<IReadOnlyList<RowError>> ListErrorsAsync(
        JobId job,
        RowErrorPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var statement = Statement(job);
        var from = after is null
            ? ""
            : $"AND (line, field, code) > ({statement.Value(after.Line)}, {statement.Value(after.Field)}, {statement.Value(after.Code)})";
        statement.Add(
            $"""
            SELECT line, field, code, severity, message, value FROM import_row_errors
            WHERE job_id = $1 {from} ORDER BY line, field, code LIMIT {statement.Value(limit)}
            """
        );
        return sql.ReadAsync<IReadOnlyList<RowError>>(
            statement.Build(),
            async (row, token) =>
            {
                var errors = new List<RowError>();
                while (await row.ReadAsync(token))
                {
                    errors.Add(
                        new RowError(
                            row.GetInt32(0),
                            row.GetString(1),
                            row.GetString(2),
                            SeverityText.Parse(row.GetString(3)),
                            row.GetString(4),
                            row.IsDBNull(5) ? null : row.GetString(5)
                        )
                    );
                }
                return errors;
            },
            cancellationToken
        );
    }

    public Task AnalyzeAsync(bool staged, CancellationToken cancellationToken) =>
        sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                staged
                    ? "SELECT hr.analyze('import_rows')"
                    : "SELECT hr.analyze('employees', 'employment_events', 'compensations', 'employee_skills')"
            ),
            cancellationToken
        );

    /// <summary>A statement whose first parameter is the job.</summary>
    private static SqlText Statement(JobId job)
    {
        var statement = new SqlText();
        statement.Value(job.Value);
        return statement;
    }

    private Task<int> ExecuteAsync(JobId job, Action<SqlText> build, CancellationToken cancellationToken)
    {
        var statement = Statement(job);
        build(statement);
        return sql.ExecuteAsync(statement.Build(), cancellationToken);
    }
}

internal static class SeverityText
{
    public static string Of(RowErrorSeverity severity) => severity == RowErrorSeverity.Error ? "error" : "warning";

    public static RowErrorSeverity Parse(string text) =>
        text == "error" ? RowErrorSeverity.Error : RowErrorSeverity.Warning;
}
