using HrPlatform.Application.Files;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Files;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Files;

/// <summary>
/// Removes files that nothing refers to: a file is stored before the transaction that names it commits, so a process that
/// dies in between leaves it behind. Files of imports and exports count as used for some days after the job has ended.
/// </summary>
internal sealed class RemoveUnusedFiles(ITenantSql sql, IFileStore files, TimeProvider clock) : IJobHandler
{
    public const string Kind = "remove_unused_files";

    private const int FilesAtATime = 1_000;

    /// <summary>No transaction takes that long: what nothing names by then, nothing will.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepAfterJob = TimeSpan.FromDays(7);

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var removed = 0L;
        var old = files.ListAsync(clock.GetUtcNow() - Grace, cancellationToken);
        await foreach (var some in old.Chunk(FilesAtATime).WithCancellation(cancellationToken))
        {
            foreach (var file in await UnusedAsync(some, cancellationToken))
            {
                await files.DeleteAsync(file, cancellationToken);
                removed++;
            }
        }
        await files.DeleteAbandonedAsync(Grace, cancellationToken);
        job.Result = new { removed };
    }

    private Task<IReadOnlyList<FileId>> UnusedAsync(FileId[] some, CancellationToken cancellationToken) =>
        sql.ReadAsync<IReadOnlyList<FileId>>(
            new NpgsqlBatchCommand(
                """
                SELECT f.id FROM unnest($1) AS f (id)
                WHERE f.id NOT IN (SELECT file_id FROM document_versions WHERE file_id = ANY ($1))
                    AND f.id::text NOT IN (
                        SELECT n.name FROM jobs j, LATERAL (VALUES (j.payload ->> 'file'), (j.checkpoint ->> 'file')) AS n (name)
                        WHERE j.kind = ANY ($2) AND (j.finished_at IS NULL OR j.finished_at >= $3) AND n.name IS NOT NULL
                    )
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid[]> { TypedValue = [.. some.Select(file => file.Value)] },
                    new NpgsqlParameter<string[]>
                    {
                        TypedValue = [JobKindNames.ImportEmployees, JobKindNames.ExportEmployees],
                    },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - KeepAfterJob },
                },
            },
            async (row, token) =>
            {
                var unused = new List<FileId>();
                while (await row.ReadAsync(token))
                    unused.Add(new FileId(row.GetGuid(0)));
                return unused;
            },
            cancellationToken
        );
}
