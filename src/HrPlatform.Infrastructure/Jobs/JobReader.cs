using System.Text.Json;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Jobs;

/// <inheritdoc cref="IJobReader"/>
internal sealed class JobReader(ITenantSql sql) : IJobReader
{
    private const string Columns =
        "id, kind, status, processed, total, failed, attempts, cancel_requested, result, error, created_by, version, "
        + "created_at, started_at, finished_at, updated_at";

    public Task<Job?> FindAsync(JobId job, CancellationToken cancellationToken) =>
        sql.ReadAsync(
            new NpgsqlBatchCommand($"SELECT {Columns} FROM jobs WHERE id = $1")
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = job.Value } },
            },
            async (reader, token) => await reader.ReadAsync(token) ? Read(reader) : null,
            cancellationToken
        );

    public Task<TCheckpoint?> FindCheckpointAsync<TCheckpoint>(JobId job, CancellationToken cancellationToken)
        where TCheckpoint : class =>
        sql.ReadAsync<TCheckpoint?>(
            new NpgsqlBatchCommand("SELECT checkpoint FROM jobs WHERE id = $1 AND checkpoint IS NOT NULL")
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = job.Value } },
            },
            async (reader, token) =>
                await reader.ReadAsync(token)
                    ? JsonSerializer.Deserialize<TCheckpoint>(reader.GetString(0), JobJson.Options)
                    : null,
            cancellationToken
        );

    public Task<IReadOnlyList<Job>> ListAsync(
        IReadOnlyCollection<string> kinds,
        JobStatus? status,
        JobId? before,
        int limit,
        CancellationToken cancellationToken
    ) =>
        sql.ReadAsync<IReadOnlyList<Job>>(
            new NpgsqlBatchCommand(
                $"""
                SELECT {Columns} FROM jobs
                WHERE kind = ANY ($1) AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR id < $3)
                ORDER BY id DESC LIMIT $4
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<string[]> { TypedValue = [.. kinds] },
                    new NpgsqlParameter<string?>
                    {
                        TypedValue = status is { } s ? JobStatusText.Of(s) : null,
                        NpgsqlDbType = NpgsqlDbType.Text,
                    },
                    new NpgsqlParameter<Guid?> { TypedValue = before?.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                    new NpgsqlParameter<int> { TypedValue = limit },
                },
            },
            async (reader, token) =>
            {
                var jobs = new List<Job>();
                while (await reader.ReadAsync(token))
                    jobs.Add(Read(reader));
                return jobs;
            },
            cancellationToken
        );

    private static Job Read(NpgsqlDataReader row) =>
        new(
            new JobId(row.GetGuid(0)),
            row.GetString(1),
            JobStatusText.Parse(row.GetString(2)),
            row.GetInt64(3),
            row.IsDBNull(4) ? null : row.GetInt64(4),
            row.GetInt64(5),
            row.GetInt32(6),
            row.GetBoolean(7),
            row.IsDBNull(8) ? null : JsonSerializer.Deserialize<JsonElement>(row.GetString(8)),
            row.IsDBNull(9) ? null : JsonSerializer.Deserialize<JobError>(row.GetString(9), JobJson.Options),
            row.IsDBNull(10) ? null : row.GetGuid(10),
            row.GetInt64(11),
            row.GetFieldValue<DateTimeOffset>(12),
            row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13),
            row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14),
            row.GetFieldValue<DateTimeOffset>(15)
        );
}

/// <summary>How states are written in the table.</summary>
internal static class JobStatusText
{
    public static string Of(JobStatus status) =>
        status switch
        {
            JobStatus.Queued => "queued",
            JobStatus.Running => "running",
            JobStatus.Succeeded => "succeeded",
            JobStatus.Failed => "failed",
            _ => "cancelled",
        };

    public static JobStatus Parse(string text) =>
        text switch
        {
            "queued" => JobStatus.Queued,
            "running" => JobStatus.Running,
            "succeeded" => JobStatus.Succeeded,
            "failed" => JobStatus.Failed,
            _ => JobStatus.Cancelled,
        };
}
