using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Jobs;

/// <inheritdoc cref="IJobQueue"/>
internal sealed class JobQueue(ITenantSql sql, CallerContext context, TimeProvider clock) : IJobQueue
{
    /// <summary>What <c>hr.enqueue_job</c> raises when the tenant's queue is full.</summary>
    private const string QueueFull = "HR001";

    public async Task<JobId> EnqueueAsync<TPayload>(
        string kind,
        TPayload payload,
        CancellationToken cancellationToken,
        EnqueueOptions? options = null
    )
        where TPayload : class
    {
        var id = options?.Id ?? JobId.New();
        var now = clock.GetUtcNow();
        var credential = context.Caller.CredentialId;
        await ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                WITH made AS (
                    INSERT INTO jobs (id, kind, status, payload, total, created_by, created_at, updated_at)
                    VALUES ($1, $2, 'queued', $3, $4, $5, $6, $6)
                    ON CONFLICT (id) DO NOTHING
                    RETURNING id, kind
                )
                SELECT hr.enqueue_job(id, kind, $7) FROM made
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = id.Value },
                    new NpgsqlParameter<string> { TypedValue = kind },
                    new NpgsqlParameter<string>
                    {
                        TypedValue = JsonSerializer.Serialize(payload, JobJson.Options),
                        NpgsqlDbType = NpgsqlDbType.Jsonb,
                    },
                    new NpgsqlParameter<long?> { TypedValue = options?.Total, NpgsqlDbType = NpgsqlDbType.Bigint },
                    new NpgsqlParameter<Guid?>
                    {
                        TypedValue = credential == Guid.Empty ? null : credential,
                        NpgsqlDbType = NpgsqlDbType.Uuid,
                    },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = options?.RunAt ?? now },
                },
            },
            cancellationToken
        );
        return id;
    }

    public Task<bool> CancelAsync(JobId job, CancellationToken cancellationToken) =>
        ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                UPDATE jobs SET cancel_requested = true,
                    status = CASE WHEN status = 'queued' THEN 'cancelled' ELSE status END,
                    finished_at = CASE WHEN status = 'queued' THEN $2 END,
                    version = version + 1, updated_at = $2
                WHERE id = $1 AND status IN ('queued', 'running')
                RETURNING pg_notify('hr_job_cancel', id::text)
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = job.Value },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
                },
            },
            cancellationToken
        );

    public Task<bool> RetryAsync(JobId job, CancellationToken cancellationToken) =>
        ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                WITH again AS (
                    UPDATE jobs SET status = 'queued', cancel_requested = false, failures = 0, idle_starts = 0,
                        error = NULL, finished_at = NULL, version = version + 1, updated_at = $2
                    WHERE id = $1 AND status IN ('failed', 'cancelled')
                    RETURNING id, kind
                )
                SELECT hr.enqueue_job(id, kind, $2) FROM again
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = job.Value },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
                },
            },
            cancellationToken
        );

    /// <summary>Whether the statement returned a row.</summary>
    private async Task<bool> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await sql.ReadAsync(command, (reader, token) => reader.ReadAsync(token), cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == QueueFull)
        {
            throw new ProblemException(
                ProblemCatalog.QuotaExceeded,
                "Too many jobs of this tenant wait already. Send the request again when some have ended."
            )
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
        }
    }
}
