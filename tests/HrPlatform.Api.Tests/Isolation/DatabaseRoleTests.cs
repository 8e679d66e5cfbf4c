using HrPlatform.Api.Tests.Persistence;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Api.Tests.Isolation;

/// <summary>With our own filter off: whatever statement a tenant's connection runs, the database role alone holds.</summary>
public sealed class DatabaseRoleTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_knows_the_id_of_anothers_job_cannot_reschedule_it(bool ownSandbox)
    {
        await using var one = new OneConnection(api);
        var tenant = await api.CreateTenantAsync();
        var owner = await one.PlaceOfAsync(tenant);
        var other = ownSandbox
            ? await one.PlaceOfAsync(tenant, TenantEnvironment.Test)
            : await one.PlaceOfAsync(await api.CreateTenantAsync());
        var job = Guid.CreateVersion7();
        // A kind that no worker knows stays in the queue.
        await EnqueueAsync(one, owner, job, "2100-01-01");

        await EnqueueAsync(one, other, job, "2000-01-01");

        (await QueuedAsync(job)).ShouldBe($"{owner.TenantId.Value} live 2100 0");
        await EnqueueAsync(one, owner, job, "2101-01-01");
        (await QueuedAsync(job)).ShouldBe($"{owner.TenantId.Value} live 2101 1");
    }

    private static async Task EnqueueAsync(OneConnection one, TenantPlace place, Guid job, string due)
    {
        await using var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(place), Cancel);
        await connection.ScalarAsync($"SELECT hr.enqueue_job('{job}', 'of_no_worker', '{due}')");
    }

    private async Task<object?> QueuedAsync(Guid job)
    {
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);
        return await owner.ScalarAsync(
            $"""
            SELECT concat_ws(' ', tenant_id, environment, extract(year FROM run_at), attempts)
            FROM platform.work_items WHERE job_id = '{job}'
            """
        );
    }
}
