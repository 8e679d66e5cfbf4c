using HrPlatform.Domain.Jobs;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>A claimed entry of the queue. While it is claimed, no other worker of any process runs the job.</summary>
/// <param name="Claim">Grows with each claim and each enqueueing, so that only what was claimed is removed.</param>
internal sealed record WorkItem(JobId Job, TenantId Tenant, TenantEnvironment Environment, string Kind, int Claim);

/// <summary>
/// The queue as one worker sees it, over a connection of its own. A claim is a session lock of PostgreSQL: when the
/// process dies the server drops the lock at once, and the next worker continues from the checkpoint.
/// </summary>
internal sealed class WorkQueue(NpgsqlConnection connection, string[] kinds, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>First half of the lock's key: keeps jobs apart from other users of advisory locks.</summary>
    private const int LockClass = 0x4852_4A42;

    private const int Candidates = 8;

    /// <param name="kinds">Only jobs of these kinds are taken.</param>
    public static async Task<WorkQueue> OpenAsync(
        TenantConnections connections,
        string[] kinds,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var connection = await connections.OpenDedicatedAsync(LeaseTarget.Platform, cancellationToken);
        try
        {
            await using var listen = new NpgsqlCommand("LISTEN hr_work; LISTEN hr_job_cancel", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return new WorkQueue(connection, kinds, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The oldest due item that nobody has; null when there is none.</summary>
    public async Task<WorkItem?> TryClaimAsync(CancellationToken cancellationToken)
    {
        foreach (var candidate in await CandidatesAsync(cancellationToken))
        {
            if (!await TryLockAsync(candidate.Job, cancellationToken))
                continue;
            // Whoever had it before may have finished it between our two statements.
            if (await TakeAsync(candidate.Job, cancellationToken) is { } claim)
                return candidate with { Claim = claim };
            await UnlockAsync(candidate.Job, cancellationToken);
        }
        return null;
    }

    /// <summary>The job has ended. An item that was enqueued again meanwhile stays.</summary>
    public async Task RemoveAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "DELETE FROM work_items WHERE job_id = $1 AND attempts = $2",
            connection
        )
        {
            Parameters =
            {
                Id(item.Job),
                new NpgsqlParameter<int> { TypedValue = item.Claim },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await UnlockAsync(item.Job, cancellationToken);
    }

    /// <summary>The job is to be run again, by any worker.</summary>
    public async Task PutBackAsync(WorkItem item, DateTimeOffset runAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE work_items SET run_at = $3 WHERE job_id = $1 AND attempts = $2",
            connection
        )
        {
            Parameters =
            {
                Id(item.Job),
                new NpgsqlParameter<int> { TypedValue = item.Claim },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = runAt },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        await UnlockAsync(item.Job, cancellationToken);
        await using var notify = new NpgsqlCommand("SELECT pg_notify('hr_work', $1)", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = item.Kind } },
        };
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns when work may have come, when the next item falls due, or after <paramref name="atMost"/>.</summary>
    public async Task WaitForWorkAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = new NpgsqlCommand(
            "SELECT min(run_at) FROM work_items WHERE run_at > $1 AND kind = ANY ($2)",
            connection
        )
        {
            Parameters =
            {
                new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                Kinds(),
            },
        };
        var wait = atMost;
        if (await command.ExecuteScalarAsync(cancellationToken) is DateTime due && due - now.UtcDateTime < atMost)
            wait = due - now.UtcDateTime + TimeSpan.FromMilliseconds(1);
        await connection.WaitAsync(wait, cancellationToken);
    }

    /// <summary>
    /// Tells the run when somebody cancels its job, or when this connection breaks, and with it the lock. Ends only by
    /// its token.
    /// </summary>
    public async Task WatchAsync(JobRun run, CancellationToken cancellationToken)
    {
        var told = false;
        void OnNotification(object sender, NpgsqlNotificationEventArgs e) =>
            told |= e.Channel == "hr_job_cancel" && Guid.TryParse(e.Payload, out var id) && id == run.Id.Value;

        connection.Notification += OnNotification;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await connection.WaitAsync(cancellationToken);
                if (!told)
                    continue;
                told = false;
                await run.CheckAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException)
        {
            await run.LoseAsync();
        }
        finally
        {
            connection.Notification -= OnNotification;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<List<WorkItem>> CandidatesAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            WITH held AS MATERIALIZED (
                SELECT objid::bigint AS key FROM pg_locks
                WHERE locktype = 'advisory' AND classid::bigint = $3 AND objsubid = 2 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            )
            SELECT job_id, tenant_id, environment, kind FROM work_items
            WHERE run_at <= $1 AND kind = ANY ($2)
                AND hashtext(job_id::text)::bigint & 4294967295 NOT IN (SELECT key FROM held)
            ORDER BY run_at, job_id LIMIT $4
            """,
            connection
        )
        {
            Parameters =
            {
                new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
                Kinds(),
                new NpgsqlParameter<long> { TypedValue = LockClass },
                new NpgsqlParameter<int> { TypedValue = Candidates },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<WorkItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            items.Add(
                new WorkItem(
                    new JobId(row.GetGuid(0)),
                    new TenantId(row.GetGuid(1)),
                    EnvironmentText.Parse(row.GetString(2)),
                    row.GetString(3),
                    Claim: 0
                )
            );
        }
        return items;
    }

    private async Task<bool> TryLockAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($2, hashtext($1::text))", connection)
        {
            Parameters =
            {
                Id(job),
                new NpgsqlParameter<int> { TypedValue = LockClass },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task UnlockAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($2, hashtext($1::text))", connection)
        {
            Parameters =
            {
                Id(job),
                new NpgsqlParameter<int> { TypedValue = LockClass },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<int?> TakeAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "UPDATE work_items SET attempts = attempts + 1 WHERE job_id = $1 AND run_at <= $2 RETURNING attempts",
            connection
        )
        {
            Parameters =
            {
                Id(job),
                new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    private NpgsqlParameter<string[]> Kinds() => new() { TypedValue = kinds };

    private static NpgsqlParameter<Guid> Id(JobId job) => new() { TypedValue = job.Value };
}
