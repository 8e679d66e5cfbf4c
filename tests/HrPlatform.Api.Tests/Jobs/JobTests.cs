using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Api.Tests.Jobs;

/// <summary>Jobs as callers see them, on one host.</summary>
public sealed class JobTests(JobTests.Host fixture) : IClassFixture<JobTests.Host>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_runs_to_its_end_and_shows_progress_and_result()
    {
        var (tenant, client) = await fixture.TenantAsync();

        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            async (job, _, token) =>
            {
                await job.ReportAsync(7, 10, 1, token);
                job.Result = new { answer = 42 };
            }
        );

        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        ended.GetProperty("kind").GetString().ShouldBe(JobProbe.Kind);
        ended.GetProperty("progress").GetProperty("processed").GetInt64().ShouldBe(7);
        ended.GetProperty("progress").GetProperty("total").GetInt64().ShouldBe(10);
        ended.GetProperty("progress").GetProperty("failed").GetInt64().ShouldBe(1);
        ended.GetProperty("result").GetProperty("answer").GetInt32().ShouldBe(42);
        ended.GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_fails_by_accident_is_tried_again_from_its_checkpoint()
    {
        var (tenant, client) = await fixture.TenantAsync();

        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            async (job, _, token) =>
            {
                if (job.Checkpoint<Mark>() is { } mark)
                {
                    job.Result = mark;
                    return;
                }
                await job.SaveCheckpointAsync(new Mark(5), token);
                throw new IOException("the disk was away");
            }
        );

        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");
        ended.GetProperty("attempts").GetInt32().ShouldBe(2);
        ended.GetProperty("result").GetProperty("line").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task A_job_that_keeps_failing_ends_as_failed_and_can_be_retried()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var broken = true;
        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            (_, _, _) => Volatile.Read(ref broken) ? throw new IOException("secret detail") : Task.CompletedTask
        );

        var failed = await Eventually.JobEndAsync(client, id.ToString());
        failed.GetProperty("status").GetString().ShouldBe("failed");
        failed.GetProperty("attempts").GetInt32().ShouldBe(3);
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("internal-error");
        failed.GetProperty("error").GetProperty("message").GetString()!.ShouldNotContain("secret");

        Volatile.Write(ref broken, false);
        using var retried = await client.PostAsync($"/v2/jobs/{id}/retry", null, Cancel);
        retried.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("succeeded");

        using var again = await client.PostAsync($"/v2/jobs/{id}/retry", null, Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_job_that_says_so_fails_at_once_with_its_own_error()
    {
        var (tenant, client) = await fixture.TenantAsync();

        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            (_, _, _) => throw new JobFailedException("no-rows", "The file has no rows.")
        );

        var failed = await Eventually.JobEndAsync(client, id.ToString());
        failed.GetProperty("attempts").GetInt32().ShouldBe(1);
        failed.GetProperty("error").GetProperty("code").GetString().ShouldBe("no-rows");
        failed.GetProperty("error").GetProperty("message").GetString().ShouldBe("The file has no rows.");
    }

    [Fact]
    public async Task A_running_job_stops_soon_after_it_is_cancelled()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var started = new TaskCompletionSource();
        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            async (job, _, token) =>
            {
                job.Result = new { done = 3 };
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
        );
        await started.Task;

        using var response = await client.PostAsync($"/v2/jobs/{id}/cancel", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var ended = await Eventually.JobEndAsync(client, id.ToString());
        ended.GetProperty("status").GetString().ShouldBe("cancelled");
        ended.GetProperty("result").GetProperty("done").GetInt32().ShouldBe(3);
        using var again = await client.PostAsync($"/v2/jobs/{id}/cancel", null, Cancel);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_message_that_claims_a_cancellation_does_not_end_the_job_of_whoever_did_not_cancel_it()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var (other, stranger) = await fixture.TenantAsync();
        var finish = new TaskCompletionSource();
        var id = await StartAsync(tenant, finish.Task);
        var own = await StartAsync(other, new TaskCompletionSource().Task);

        await using (var scope = await fixture.Api.EnterAsync(other))
        {
            await scope
                .ServiceProvider.GetRequiredService<ITenantSql>()
                .ExecuteAsync(new NpgsqlBatchCommand($"SELECT pg_notify('hr_job_cancel', '{id.Value}')"), Cancel);
        }

        // A true message goes the same way after it, so that the false one has arrived when that job ends.
        using var response = await stranger.PostAsync($"/v2/jobs/{own}/cancel", null, Cancel);
        (await Eventually.JobEndAsync(stranger, own.ToString())).Text("status").ShouldBe("cancelled");
        (await client.GetFromJsonAsync<JsonElement>($"/v2/jobs/{id}", Cancel)).Text("status").ShouldBe("running");
        finish.SetResult();
        (await Eventually.JobEndAsync(client, id.ToString())).Text("status").ShouldBe("succeeded");

        async Task<JobId> StartAsync(Domain.Tenants.Tenant of, Task until)
        {
            var started = new TaskCompletionSource();
            var job = await fixture.Probe.EnqueueAsync(
                fixture.Api,
                of,
                async (_, _, token) =>
                {
                    started.SetResult();
                    await until.WaitAsync(token);
                }
            );
            await started.Task;
            return job;
        }
    }

    [Fact]
    public async Task A_waiting_job_that_is_cancelled_never_runs()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var ran = false;
        var due = TimeProvider.System.GetUtcNow().AddHours(1);
        var id = await fixture.Probe.EnqueueAsync(
            fixture.Api,
            tenant,
            (_, _, _) =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            due
        );

        using var response = await client.PostAsync($"/v2/jobs/{id}/cancel", null, Cancel);

        var cancelled = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        cancelled.GetProperty("status").GetString().ShouldBe("cancelled");
        // It falls due, and the worker throws its item away.
        await fixture.Database.ExecuteAsync(
            $"""
            UPDATE platform.work_items SET run_at = now() WHERE job_id = '{id.Value}';
            SELECT pg_notify('hr_work', '{JobProbe.Kind}')
            """
        );
        await Eventually.GetAsync(
            () =>
                fixture.Database.ReadAsync<long>(
                    $"SELECT count(*) FROM platform.work_items WHERE job_id = '{id.Value}'"
                ),
            count => count == 0
        );
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_of_a_rolled_back_transaction_does_not_exist()
    {
        var (tenant, client) = await fixture.TenantAsync();
        JobId id;
        await using (var scope = await fixture.Api.EnterAsync(tenant))
        {
            var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            await unitOfWork.BeginAsync(Cancel);
            id = await scope
                .ServiceProvider.GetRequiredService<IJobQueue>()
                .EnqueueAsync(JobProbe.Kind, new JobProbe.Payload("none"), Cancel);
            await unitOfWork.RollbackAsync(Cancel);
        }

        using var response = await client.GetAsync($"/v2/jobs/{id}", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Jobs_of_another_tenant_or_outside_of_the_keys_scopes_are_not_found()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var (other, stranger) = await fixture.TenantAsync();
        using var without = await fixture.Api.CreateClientAsync(tenant, Scopes.ExportsRead, Scopes.DocumentsRead);
        var id = await fixture.Probe.EnqueueAsync(fixture.Api, tenant, (_, _, _) => Task.CompletedTask);

        foreach (var (who, verb) in new[] { (stranger, "cancel"), (without, "retry") })
        {
            using var read = await who.GetAsync($"/v2/jobs/{id}", Cancel);
            read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            using var write = await who.PostAsync($"/v2/jobs/{id}/{verb}", null, Cancel);
            write.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var list = await who.GetFromJsonAsync<JsonElement>("/v2/jobs?kind=probe", Cancel);
            list.GetProperty("data").GetArrayLength().ShouldBe(0);
        }
        await Eventually.JobEndAsync(client, id.ToString());
        other.Id.ShouldNotBe(tenant.Id);
    }

    [Fact]
    public async Task The_list_is_paged_newest_first_and_filtered()
    {
        var (tenant, client) = await fixture.TenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add(
                (await fixture.Probe.EnqueueAsync(fixture.Api, tenant, (_, _, _) => Task.CompletedTask)).ToString()
            );
        foreach (var id in ids)
            await Eventually.JobEndAsync(client, id);

        var seen = new List<string>();
        var url = "/v2/jobs?kind=probe&status=succeeded&limit=2";
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                cursor.Length == 0 ? url : $"{url}&cursor={cursor}",
                Cancel
            );
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(job => job.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }

        seen.ShouldBe(ids.OrderByDescending(id => id, StringComparer.Ordinal));
        var failed = await client.GetFromJsonAsync<JsonElement>("/v2/jobs?status=failed", Cancel);
        failed.GetProperty("data").GetArrayLength().ShouldBe(0);
        using var foreign = await client.GetAsync("/v2/jobs?limit=2&cursor=nonsense", Cancel);
        foreign.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var unknown = await client.GetAsync("/v2/jobs?kind=nonsense", Cancel);
        unknown.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private sealed record Mark(int Line);

    public sealed class Host : IAsyncLifetime
    {
        public JobProbe Probe { get; } = new();

        public TestDatabase Database { get; private set; } = null!;

        public TestHost Api { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Database = await TestDatabase.CreateAsync();
            Api = new TestHost(
                Database,
                Probe.Register,
                ("Jobs:RetryDelay", "00:00:00.020"),
                ("Jobs:Concurrency", "4")
            );
        }

        public async Task<(Domain.Tenants.Tenant Tenant, HttpClient Client)> TenantAsync()
        {
            var tenant = await Api.CreateTenantAsync();
            return (tenant, await Api.CreateClientAsync(tenant));
        }

        public async ValueTask DisposeAsync()
        {
            await Api.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
