using HrPlatform.Application.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>
/// Removes rows that have outlived their use: answers kept for idempotency, finished upkeep jobs, prepared rows of ended
/// imports.
/// </summary>
internal sealed class CleanUp(ITenantSql sql, JobKinds kinds, IEnumerable<RecurringJob> recurring, TimeProvider clock)
    : IJobHandler
{
    public const string Kind = "clean_up";

    private const int RowsAtATime = 5_000;
    private static readonly TimeSpan KeepUpkeep = TimeSpan.FromDays(2);
    private static readonly TimeSpan KeepImportRows = TimeSpan.FromDays(1);

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
                now - KeepImportRows,
                cancellationToken
            );
        }
        job.Result = new
        {
            idempotencyKeys = answers,
            jobs = upkeep,
            importRows = rows,
        };
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
