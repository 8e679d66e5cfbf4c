using HrPlatform.Application.Files;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Files;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>
/// Removes what has outlived its use: answers kept for idempotency, finished upkeep jobs, prepared rows and files of ended
/// imports and exports, half-written files.
/// </summary>
internal sealed class CleanUp(
    ITenantSql sql,
    IFileStore files,
    JobKinds kinds,
    IEnumerable<RecurringJob> recurring,
    TimeProvider clock
) : IJobHandler
{
    public const string Kind = "clean_up";

    private const int RowsAtATime = 5_000;
    private static readonly TimeSpan KeepUpkeep = TimeSpan.FromDays(2);
    private static readonly TimeSpan KeepHalfWritten = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepFiles = TimeSpan.FromDays(7);

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var answers = await DeleteAsync(
            "DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY("
                + "SELECT ctid FROM idempotency_keys WHERE created_at < $1 LIMIT $2))",
            now - IdempotencyStore.Lifetime,
            cancellationToken
        );
        var upkeep = await DeleteAsync(
            "DELETE FROM jobs WHERE id = ANY (ARRAY(SELECT id FROM jobs "
                + "WHERE kind = ANY ($3) AND status = 'succeeded' AND finished_at < $1 LIMIT $2))",
            now - KeepUpkeep,
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. recurring.Select(r => r.Kind).Where(kinds.Contains)] }
        );
        var rows = 0L;
        foreach (var table in new[] { "import_plan", "import_names", "import_rows" })
        {
            rows += await DeleteAsync(
                $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT r.ctid FROM {table} r JOIN jobs j ON j.id = r.job_id "
                    + "WHERE j.finished_at < $1 LIMIT $2))",
                now - KeepHalfWritten,
                cancellationToken
            );
        }
        var stored = await DeleteFilesAsync(now - KeepFiles, cancellationToken);
        await files.DeleteAbandonedAsync(KeepHalfWritten, cancellationToken);
        job.Result = new
        {
            idempotencyKeys = answers,
            jobs = upkeep,
            importRows = rows,
            files = stored,
        };
    }

    // Files of imports and exports. Those removed by an earlier run are met again until they are twice as old.
    private async Task<int> DeleteFilesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT coalesce(checkpoint ->> 'file', payload ->> 'file')::uuid FROM jobs
            WHERE kind = ANY ($3) AND finished_at BETWEEN $1 AND $2
                AND coalesce(checkpoint ->> 'file', payload ->> 'file') IS NOT NULL
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<DateTimeOffset> { TypedValue = before - KeepFiles },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = before },
                new NpgsqlParameter<string[]>
                {
                    TypedValue = [JobKindNames.ImportEmployees, JobKindNames.ExportEmployees],
                },
            },
        };
        var old = await sql.ReadAsync(
            command,
            async (row, token) =>
            {
                var ids = new List<FileId>();
                while (await row.ReadAsync(token))
                    ids.Add(new FileId(row.GetGuid(0)));
                return ids;
            },
            cancellationToken
        );
        foreach (var file in old)
            await files.DeleteAsync(file, cancellationToken);
        return old.Count;
    }

    private async Task<long> DeleteAsync(
        string statement,
        DateTimeOffset before,
        CancellationToken cancellationToken,
        NpgsqlParameter? third = null
    )
    {
        long deleted = 0;
        int rows;
        do
        {
            var command = new NpgsqlBatchCommand(statement)
            {
                Parameters =
                {
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = before },
                    new NpgsqlParameter<int> { TypedValue = RowsAtATime },
                },
            };
            if (third is not null)
                command.Parameters.Add(third.Clone());
            rows = await sql.ExecuteAsync(command, cancellationToken);
            deleted += rows;
        } while (rows == RowsAtATime);
        return deleted;
    }
}
