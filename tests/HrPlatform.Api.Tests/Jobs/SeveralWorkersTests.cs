using System.Collections.Concurrent;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Jobs;

/// <summary>Several processes on one database; here several hosts, each with its own connections and workers.</summary>
public sealed class SeveralWorkersTests : IAsyncLifetime
{
    private readonly JobProbe _probe = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Two_hosts_on_one_database_run_each_job_exactly_once()
    {
        const int Jobs = 60;
        await using var first = Host();
        await using var second = Host();
        var tenant = await first.CreateTenantAsync();
        var runs = new ConcurrentQueue<JobId>();
        var done = new TaskCompletionSource();

        for (var i = 0; i < Jobs; i++)
        {
            await _probe.EnqueueAsync(
                i % 2 == 0 ? first : second,
                tenant,
                (job, _, _) =>
                {
                    runs.Enqueue(job.Id);
                    if (runs.Count >= Jobs)
                        done.TrySetResult();
                    return Task.CompletedTask;
                }
            );
        }
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await QueueIsEmptyAsync();
        runs.Count.ShouldBe(Jobs);
        runs.Distinct().Count().ShouldBe(Jobs);
        (await AttemptsAsync(tenant)).ShouldBe(Jobs);
    }

    [Fact]
    public async Task A_job_whose_lock_is_lost_stops_and_continues_from_its_checkpoint()
    {
        await using var first = Host();
        await using var second = Host();
        var tenant = await first.CreateTenantAsync();
        var checkpoints = new ConcurrentQueue<int>();
        var started = new SemaphoreSlim(0);
        var id = await _probe.EnqueueAsync(
            first,
            tenant,
            async (job, _, token) =>
            {
                var mark = job.Checkpoint<Mark>()?.Line ?? 0;
                checkpoints.Enqueue(mark);
                await job.SaveCheckpointAsync(new Mark(mark + 1), token);
                started.Release();
                if (mark < 3)
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        );

        for (var i = 0; i < 3; i++)
        {
            (await started.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).ShouldBeTrue();
            // The server drops the session that holds the job's lock, as when the network breaks.
            await _database.ExecuteAsync(
                """
                SELECT pg_terminate_backend(pid) FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """
            );
        }

        using var client = await second.CreateClientAsync(tenant);
        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        checkpoints.ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task A_run_that_was_overtaken_can_no_longer_write()
    {
        await using var host = Host();
        var tenant = await host.CreateTenantAsync();
        var refused = false;
        var id = await _probe.EnqueueAsync(
            host,
            tenant,
            async (job, services, token) =>
            {
                if (job.Attempt > 1)
                    return;
                // As if another process had started the job meanwhile.
                await _database.ExecuteAsync(
                    $"UPDATE {tenant.SchemaOf(Domain.Tenants.TenantEnvironment.Live)}.jobs SET attempts = attempts + 1"
                );
                var unitOfWork = services.GetRequiredService<IUnitOfWork>();
                await unitOfWork.BeginAsync(token);
                try
                {
                    await job.SaveCheckpointAsync(new Mark(9), token);
                }
                catch (OperationCanceledException)
                {
                    refused = true;
                    throw;
                }
            }
        );

        using var client = await host.CreateClientAsync(tenant);
        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        refused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_stops_hands_its_running_job_to_the_next()
    {
        var tenant = default(Domain.Tenants.Tenant)!;
        var started = new TaskCompletionSource();
        JobId id;
        await using (var first = Host())
        {
            tenant = await first.CreateTenantAsync();
            id = await _probe.EnqueueAsync(
                first,
                tenant,
                async (job, _, token) =>
                {
                    if (job.Checkpoint<Mark>() is { Line: 4 })
                        return;
                    await job.SaveCheckpointAsync(new Mark(4), token);
                    started.SetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, token);
                }
            );
            await started.Task;
        }

        await using var second = Host();
        using var client = await second.CreateClientAsync(tenant);
        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        ended.GetProperty("attempts").GetInt32().ShouldBe(2);
        ended.GetProperty("error").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Recurring_work_is_enqueued_once_per_tenant_however_many_hosts_look()
    {
        Domain.Tenants.Tenant tenant;
        await using (var seed = new TestHost(_database, null, ("Jobs:Concurrency", "0")))
            tenant = await seed.CreateTenantAsync();

        await using var first = Host();
        await using var second = Host();

        await Eventually.GetAsync(
            () => _database.ReadAsync<long>("SELECT count(*) FROM platform.recurring_work"),
            count => count > 0
        );
        await QueueIsEmptyAsync();
        var jobs = await _database.ReadAsync<long>(
            $"SELECT count(*) FROM {tenant.SchemaOf(Domain.Tenants.TenantEnvironment.Live)}.jobs WHERE kind = 'clean_up' AND status = 'succeeded'"
        );
        jobs.ShouldBe(1);
    }

    private TestHost Host() =>
        new(_database, _probe.Register, ("Jobs:RetryDelay", "00:00:00.020"), ("Jobs:PollInterval", "00:00:00.500"));

    private Task QueueIsEmptyAsync() =>
        Eventually.GetAsync(
            () => _database.ReadAsync<long>("SELECT count(*) FROM platform.work_items"),
            count => count == 0
        );

    private Task<long> AttemptsAsync(Domain.Tenants.Tenant tenant) =>
        _database.ReadAsync<long>(
            $"SELECT sum(attempts)::bigint FROM {tenant.SchemaOf(Domain.Tenants.TenantEnvironment.Live)}.jobs WHERE kind = 'probe'"
        );

    private sealed record Mark(int Line);
}
