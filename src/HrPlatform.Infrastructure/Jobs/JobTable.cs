using System.Runtime.InteropServices;
using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>What a run starts from.</summary>
/// <param name="Fence">The number of this run. Every write of the run is bound to it: once another run has begun, none succeeds.</param>
/// <param name="IdleStarts">Runs since the job last got any further, this one included.</param>
internal sealed record StartedJob(
    JobId Id,
    int Fence,
    string Payload,
    string? Checkpoint,
    Guid? CreatedBy,
    bool CancelRequested,
    int IdleStarts,
    int Failures,
    JobProgress Progress
);

[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobProgress(long Processed, long? Total, long Failed);

internal enum JobHold
{
    Held,
    CancelRequested,
    Lost,
}

/// <summary>The worker's writes to the tenant's table of jobs.</summary>
internal sealed class JobTable(TenantConnections connections, TimeProvider clock)
{
    private const string Columns =
        "attempts, payload, checkpoint, created_by, cancel_requested, idle_starts, failures, processed, total, failed";

    /// <summary>Null when the job has ended or does not exist.</summary>
    public Task<StartedJob?> StartAsync(TenantPlace place, JobId job, CancellationToken cancellationToken) =>
        connections.ReadAsync<StartedJob?>(
            LeaseTarget.Of(place),
            new NpgsqlBatchCommand(
                $"""
                UPDATE jobs SET status = 'running', attempts = attempts + 1, idle_starts = idle_starts + 1,
                    started_at = coalesce(started_at, $2), version = version + 1, updated_at = $2
                WHERE id = $1 AND status IN ('queued', 'running')
                RETURNING {Columns}
                """
            )
            {
                Parameters = { Id(job), Now() },
            },
            (row, token) => ReadAsync(row, job, token),
            cancellationToken
        );

    /// <summary>Null unless the job was cancelled.</summary>
    public Task<StartedJob?> FindCancelledAsync(TenantPlace place, JobId job, CancellationToken cancellationToken) =>
        connections.ReadAsync<StartedJob?>(
            LeaseTarget.Of(place),
            new NpgsqlBatchCommand($"SELECT {Columns} FROM jobs WHERE id = $1 AND status = 'cancelled'")
            {
                Parameters = { Id(job) },
            },
            (row, token) => ReadAsync(row, job, token),
            cancellationToken
        );

    /// <summary>
    /// Never waits: while the handler's own transaction holds the row (it is saving a checkpoint), the figures are
    /// skipped.
    /// </summary>
    public Task<JobHold> ReportAsync(
        TenantPlace place,
        StartedJob job,
        JobProgress progress,
        CancellationToken cancellationToken
    ) =>
        connections.ReadAsync(
            LeaseTarget.Of(place),
            new NpgsqlBatchCommand(
                """
                WITH mine AS (
                    SELECT id FROM jobs WHERE id = $1 AND attempts = $3 AND status = 'running' FOR UPDATE SKIP LOCKED
                ), written AS (
                    UPDATE jobs SET processed = $4, total = $5, failed = $6, idle_starts = 0,
                        version = version + 1, updated_at = $2
                    WHERE id IN (SELECT id FROM mine)
                )
                SELECT cancel_requested FROM jobs WHERE id = $1 AND attempts = $3 AND status = 'running'
                """
            )
            {
                Parameters =
                {
                    Id(job.Id),
                    Now(),
                    Int(job.Fence),
                    Big(progress.Processed),
                    Big(progress.Total),
                    Big(progress.Failed),
                },
            },
            HoldOfAsync,
            cancellationToken
        );

    /// <summary>How the run stands with its job, without writing anything.</summary>
    public Task<JobHold> HoldAsync(TenantPlace place, StartedJob job, CancellationToken cancellationToken) =>
        connections.ReadAsync(
            LeaseTarget.Of(place),
            new NpgsqlBatchCommand(
                "SELECT cancel_requested FROM jobs WHERE id = $1 AND attempts = $2 AND status = 'running'"
            )
            {
                Parameters = { Id(job.Id), Int(job.Fence) },
            },
            HoldOfAsync,
            cancellationToken
        );

    /// <summary>For the handler's transaction. Changes no row when the run has lost the job.</summary>
    public NpgsqlBatchCommand SaveCheckpoint(StartedJob job, JobProgress progress, string checkpoint) =>
        new(
            """
            UPDATE jobs SET checkpoint = $4, processed = $5, total = $6, failed = $7, idle_starts = 0, failures = 0,
                version = version + 1, updated_at = $2
            WHERE id = $1 AND attempts = $3 AND status = 'running'
            """
        )
        {
            Parameters =
            {
                Id(job.Id),
                Now(),
                Int(job.Fence),
                Json(checkpoint),
                Big(progress.Processed),
                Big(progress.Total),
                Big(progress.Failed),
            },
        };

    /// <summary>False when another run has taken the job over.</summary>
    public Task<bool> EndAsync(
        TenantPlace place,
        StartedJob job,
        JobStatus status,
        JobProgress progress,
        object? result,
        JobError? error,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            place,
            new NpgsqlBatchCommand(
                """
                UPDATE jobs SET status = $4, processed = $5, total = $6, failed = $7, result = coalesce($8, result), error = $9,
                    failures = CASE WHEN $4 = 'queued' AND $9 IS NOT NULL THEN failures + 1 ELSE failures END,
                    finished_at = CASE WHEN $4 = 'queued' THEN NULL ELSE $2 END,
                    version = version + 1, updated_at = $2
                WHERE id = $1 AND attempts = $3 AND status = 'running'
                """
            )
            {
                Parameters =
                {
                    Id(job.Id),
                    Now(),
                    Int(job.Fence),
                    new NpgsqlParameter<string> { TypedValue = JobStatusText.Of(status) },
                    Big(progress.Processed),
                    Big(progress.Total),
                    Big(progress.Failed),
                    Json(result is null ? null : JsonSerializer.Serialize(result, JobJson.Options)),
                    Json(error is null ? null : JsonSerializer.Serialize(error, JobJson.Options)),
                },
            },
            cancellationToken
        );

    private static async Task<JobHold> HoldOfAsync(NpgsqlDataReader row, CancellationToken cancellationToken) =>
        !await row.ReadAsync(cancellationToken) ? JobHold.Lost
        : row.GetBoolean(0) ? JobHold.CancelRequested
        : JobHold.Held;

    private async Task<bool> ExecuteAsync(
        TenantPlace place,
        NpgsqlBatchCommand command,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await connections.LeaseAsync(LeaseTarget.Of(place), cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    private static async Task<StartedJob?> ReadAsync(
        NpgsqlDataReader row,
        JobId job,
        CancellationToken cancellationToken
    ) =>
        await row.ReadAsync(cancellationToken)
            ? new StartedJob(
                job,
                row.GetInt32(0),
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetString(2),
                row.IsDBNull(3) ? null : row.GetGuid(3),
                row.GetBoolean(4),
                row.GetInt32(5),
                row.GetInt32(6),
                new JobProgress(row.GetInt64(7), row.IsDBNull(8) ? null : row.GetInt64(8), row.GetInt64(9))
            )
            : null;

    private static NpgsqlParameter<Guid> Id(JobId job) => new() { TypedValue = job.Value };

    private NpgsqlParameter<DateTimeOffset> Now() => new() { TypedValue = clock.GetUtcNow() };

    private static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<long?> Big(long? value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    private static NpgsqlParameter<string?> Json(string? value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
