using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>A job without payload that each environment of each tenant gets once per period, counted from 0:00 UTC.</summary>
public sealed record RecurringJob(string Kind, TimeSpan Every);

/// <summary>
/// Enqueues recurring jobs. Several processes may do so: one at a time looks, and a job's id follows from tenant, kind
/// and period, so that enqueueing it a second time (after a crash in the middle) does nothing.
/// </summary>
internal sealed class RecurringJobs(
    IEnumerable<RecurringJob> recurring,
    JobSettings settings,
    TenantConnections connections,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<RecurringJobs> logger
) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);
    private const long LockKey = 0x4852_5245_4355;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Concurrency == 0)
            return;
        using var timer = new PeriodicTimer(LookInterval, clock);
        try
        {
            do
            {
                foreach (var job in recurring)
                    await TryEnqueueAsync(job, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TryEnqueueAsync(RecurringJob job, CancellationToken cancellationToken)
    {
        try
        {
            await EnqueueAsync(job, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Recurring work {Kind} could not be enqueued; it is tried again", job.Kind);
        }
    }

    private async Task EnqueueAsync(RecurringJob job, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var slot = new DateTimeOffset(now.Ticks - now.Ticks % job.Every.Ticks, TimeSpan.Zero);
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IsDueAsync(connection, job, slot, cancellationToken))
            return;
        foreach (var place in await PlacesAsync(connection, cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.System(place));
            await scope
                .ServiceProvider.GetRequiredService<IJobQueue>()
                .EnqueueAsync(
                    job.Kind,
                    new { },
                    cancellationToken,
                    new EnqueueOptions { Id = IdOf(place, job.Kind, slot) }
                );
        }
        await using var mark = new NpgsqlCommand(
            """
            INSERT INTO recurring_work (kind, slot) VALUES ($1, $2)
            ON CONFLICT (kind) DO UPDATE SET slot = excluded.slot
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = job.Kind },
                new() { Value = slot },
            },
        };
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> IsDueAsync(
        NpgsqlConnection connection,
        RecurringJob job,
        DateTimeOffset slot,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT pg_try_advisory_xact_lock($3)
                AND NOT EXISTS (SELECT 1 FROM recurring_work WHERE kind = $1 AND slot >= $2)
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = job.Kind },
                new() { Value = slot },
                new() { Value = LockKey },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<List<TenantPlace>> PlacesAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.id, e.environment, t.shard, e.schema_name, e.role_name, t.language
            FROM tenants t JOIN tenant_environments e ON e.tenant_id = t.id
            WHERE t.status = 'active'
            """,
            connection
        );
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var places = new List<TenantPlace>();
        while (await row.ReadAsync(cancellationToken))
        {
            places.Add(
                new TenantPlace(
                    new TenantId(row.GetGuid(0)),
                    EnvironmentText.Parse(row.GetString(1)),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetString(5)
                )
            );
        }
        return places;
    }

    /// <summary>A UUIDv7 of the period's time whose random part is a hash of what it is for.</summary>
    internal static JobId IdOf(TenantPlace place, string kind, DateTimeOffset slot)
    {
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{place.Schema}/{kind}/{slot.UtcTicks}"), bytes);
        var random = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (slot.ToUnixTimeMilliseconds() << 16) | (long)random);
        bytes[6] = (byte)(0x70 | bytes[6] & 0x0F);
        bytes[8] = (byte)(0x80 | bytes[8] & 0x3F);
        return new JobId(new Guid(bytes[..16], bigEndian: true));
    }
}
