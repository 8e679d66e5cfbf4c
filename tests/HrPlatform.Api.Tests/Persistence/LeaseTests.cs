using HrPlatform.Application.Common;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Api.Tests.Persistence;

public sealed class LeaseTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_connection_serves_each_tenant_as_itself()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);

        await one.ShouldServeAsync(a, b, b, a);
        (await one.WhoAsync(LeaseTarget.Platform)).ShouldBe("hr_platform in platform");
        await one.ShouldServeAsync(b);
    }

    [Fact]
    public async Task A_read_that_fails_after_entering_leaves_no_trace_of_the_tenant()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);

        await Should.ThrowAsync<PostgresException>(() =>
            one.Connections.ReadAsync(
                LeaseTarget.Of(b),
                new NpgsqlBatchCommand("SELECT 1 / 0"),
                (_, _) => Task.FromResult(0),
                Cancel
            )
        );

        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task A_reader_that_throws_half_way_leaves_the_connection_with_whom_it_serves()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);

        await Should.ThrowAsync<FormatException>(() =>
            one.Connections.ReadAsync<int>(
                LeaseTarget.Of(b),
                new NpgsqlBatchCommand("SELECT generate_series(1, 100000)"),
                (_, _) => throw new FormatException(),
                Cancel
            )
        );

        await one.ShouldServeAsync(a, b);
    }

    [Fact]
    public async Task A_tenant_entered_in_a_transaction_that_rolls_back_was_not_entered()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await using (var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(a), Cancel))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancel);
            await one.Connections.EnterAsync(connection, LeaseTarget.Of(b), Cancel);
            await transaction.RollbackAsync(Cancel);
        }

        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task A_transaction_that_nobody_ended_is_rolled_back_with_whom_it_entered()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await using (var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(a), Cancel))
        {
            await connection.BeginTransactionAsync(Cancel);
            await one.Connections.EnterAsync(connection, LeaseTarget.Of(b), Cancel);
        }

        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task A_cancelled_read_leaves_no_trace_of_the_tenant()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var reading = one.Connections.ReadAsync(
            LeaseTarget.Of(b),
            new NpgsqlBatchCommand("SELECT pg_sleep(60)"),
            (_, _) => Task.FromResult(0),
            cancellation.Token
        );
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);

        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task A_connection_that_broke_is_replaced_by_one_that_serves_nobody_yet()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await using (var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(a), Cancel))
        {
            await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
            await owner.OpenAsync(Cancel);
            await owner.ScalarAsync($"SELECT pg_terminate_backend({connection.ProcessID})");
            await Should.ThrowAsync<NpgsqlException>(() => connection.ScalarAsync("SELECT 1"));
        }

        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task Whatever_goes_wrong_in_whatever_order_each_lease_serves_its_own_tenant()
    {
        await using var one = new OneConnection(api, options: "Maximum Pool Size=3");
        TenantPlace[] places =
        [
            await one.PlaceOfAsync(await api.CreateTenantAsync()),
            await one.PlaceOfAsync(await api.CreateTenantAsync()),
            await one.PlaceOfAsync(await api.CreateTenantAsync()),
        ];
        var served = 0;

        await Parallel.ForAsync(
            0,
            6,
            Cancel,
            async (worker, _) =>
            {
                var random = new Random(worker);
                for (var step = 0; step < 150; step++)
                {
                    var place = places[random.Next(places.Length)];
                    var other = places[random.Next(places.Length)];
                    switch (random.Next(5))
                    {
                        case 0:
                            await Should.ThrowAsync<PostgresException>(() =>
                                one.Connections.ReadAsync(
                                    LeaseTarget.Of(place),
                                    new NpgsqlBatchCommand("SELECT 1 / 0"),
                                    (_, _) => Task.FromResult(0),
                                    Cancel
                                )
                            );
                            break;
                        case 1:
                            await using (
                                var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(place), Cancel)
                            )
                            {
                                await connection.BeginTransactionAsync(Cancel);
                                await one.Connections.EnterAsync(connection, LeaseTarget.Of(other), Cancel);
                            }
                            break;
                        default:
                            await one.ShouldServeAsync(place);
                            Interlocked.Increment(ref served);
                            break;
                    }
                }
            }
        );

        served.ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task A_connection_without_a_tenant_sees_no_tenant_table_and_no_control_plane()
    {
        await using var one = new OneConnection(api);
        var (a, _) = await TwoPlacesAsync(one);
        await using var dedicated = await one.Shards.OpenDedicatedAsync(LeaseTarget.DefaultShard, Cancel);
        await using var pooled = new OneConnection(api);
        await using var fresh = await pooled.Shards.Pool(LeaseTarget.DefaultShard).OpenConnectionAsync(Cancel);

        foreach (var connection in new[] { dedicated, fresh })
        {
            (await connection.ShouldFailAsync("SELECT * FROM employees")).ShouldBe(PostgresErrorCodes.UndefinedTable);
            (await connection.ShouldFailAsync($"SELECT * FROM {a.Schema}.employees")).ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege
            );
            (await connection.ShouldFailAsync("SELECT * FROM platform.api_keys")).ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege
            );
        }
    }

    [Fact]
    public async Task A_temporary_table_that_a_tenant_left_behind_hides_no_table_of_the_next()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await using (var connection = await one.Connections.LeaseAsync(LeaseTarget.Of(a), Cancel))
            await connection.ScalarAsync("CREATE TEMPORARY TABLE departments (stolen text)");

        await using var next = await one.Connections.LeaseAsync(LeaseTarget.Of(b), Cancel);

        (await next.ScalarAsync("SELECT count(*) FROM departments WHERE name IS NULL")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_context_that_could_not_enter_its_tenant_does_not_run_as_the_one_before()
    {
        await using var one = new OneConnection(api);
        var (a, _) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);
        await using var scope = one.Enter(a with { Role = "tenant_of_nobody" });
        var context = scope.ServiceProvider.GetRequiredService<HrDbContext>();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Should.ThrowAsync<PostgresException>(() =>
                context.Database.SqlQueryRaw<string>("SELECT current_user::text AS \"Value\"").ToListAsync(Cancel)
            );
        }
        await one.ShouldServeAsync(a);
    }

    [Fact]
    public async Task A_synchronous_query_is_refused_before_a_connection_is_opened()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);
        await using var scope = one.Enter(b);
        var context = scope.ServiceProvider.GetRequiredService<HrDbContext>();

        Should.Throw<NotSupportedException>(() => context.Database.ExecuteSqlRaw("SELECT 1"));

        (
            await context.Database.SqlQueryRaw<string>("SELECT current_user::text AS \"Value\"").SingleAsync(Cancel)
        ).ShouldBe(b.Role);
    }

    [Fact]
    public async Task A_pooled_context_is_given_back_once_although_the_container_disposes_it_several_times()
    {
        await using var one = new OneConnection(api, services => services.AddScoped<RentsWhenDisposed>());
        var (a, b) = await TwoPlacesAsync(one);
        var first = one.Enter(a);
        first.ServiceProvider.GetRequiredService<HrDbContext>();
        var probe = first.ServiceProvider.GetRequiredService<RentsWhenDisposed>();
        first.ServiceProvider.GetRequiredService<IHrDbContext>();
        await using var second = one.Enter(b);
        // Between the two disposals of the first scope's context, another request takes one from the pool.
        probe.Rent = () => second.ServiceProvider.GetRequiredService<HrDbContext>();

        await first.DisposeAsync();
        await using var third = one.Enter(a);

        third.ServiceProvider.GetRequiredService<HrDbContext>().ShouldNotBeSameAs(probe.Rented);
    }

    [Fact]
    public async Task A_role_that_the_session_may_not_take_is_an_error_for_its_tenant_and_for_nobody_else()
    {
        await using var one = new OneConnection(api);
        var (a, b) = await TwoPlacesAsync(one);
        await one.ShouldServeAsync(a);
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);

        await owner.ScalarAsync($"REVOKE {b.Role} FROM SESSION_USER");
        (await Should.ThrowAsync<PostgresException>(() => one.WhoAsync(LeaseTarget.Of(b)))).SqlState.ShouldBe(
            PostgresErrorCodes.InsufficientPrivilege
        );
        await Should.ThrowAsync<PostgresException>(() => one.Connections.LeaseAsync(LeaseTarget.Of(b), Cancel));
        await one.ShouldServeAsync(a);

        await owner.ScalarAsync($"GRANT {b.Role} TO SESSION_USER");
        await one.ShouldServeAsync(b, a);
    }

    [Fact]
    public async Task A_pooler_between_us_and_PostgreSQL_is_refused()
    {
        await using var pooler = new PoolerLike(api.OwnerConnectionString);
        await using var one = new OneConnection(api, options: pooler.Options);

        var refused = await Should.ThrowAsync<Exception>(() => one.WhoAsync(LeaseTarget.Platform));

        refused.Message.ShouldContain("connection pooler");
    }

    private async Task<(TenantPlace A, TenantPlace B)> TwoPlacesAsync(OneConnection one) =>
        (await one.PlaceOfAsync(await api.CreateTenantAsync()), await one.PlaceOfAsync(await api.CreateTenantAsync()));

    private sealed class RentsWhenDisposed : IDisposable
    {
        public Func<HrDbContext>? Rent { get; set; }

        public HrDbContext? Rented { get; private set; }

        public void Dispose() => Rented = Rent?.Invoke();
    }
}
