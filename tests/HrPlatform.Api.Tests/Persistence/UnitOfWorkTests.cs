using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Api.Tests.Persistence;

public sealed class UnitOfWorkTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_whose_failure_somebody_swallowed_is_not_acknowledged()
    {
        await using var one = new OneConnection(api);
        var place = await one.PlaceOfAsync(await api.CreateTenantAsync());
        await using (var scope = one.Enter(place))
        {
            var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            var sql = scope.ServiceProvider.GetRequiredService<ITenantSql>();
            var committed = false;
            await unitOfWork.BeginAsync(Cancel);
            unitOfWork.OnCommitted(() => committed = true);
            await sql.ExecuteAsync(Insert("Lost"), Cancel);
            await Should.ThrowAsync<PostgresException>(() =>
                sql.ExecuteAsync(new NpgsqlBatchCommand("SELECT 1 / 0"), Cancel)
            );

            await Should.ThrowAsync<InvalidOperationException>(() => unitOfWork.CommitAsync(Cancel));

            await unitOfWork.RollbackAsync(Cancel);
            committed.ShouldBeFalse();
        }
        (await CountAsync(one, place)).ShouldBe(0);
    }

    [Fact]
    public async Task Hand_written_SQL_commits_and_rolls_back_with_the_unit_of_work()
    {
        await using var one = new OneConnection(api);
        var place = await one.PlaceOfAsync(await api.CreateTenantAsync());
        foreach (var commit in new[] { false, true })
        {
            await using var scope = one.Enter(place);
            var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            await unitOfWork.BeginAsync(Cancel);
            await scope.ServiceProvider.GetRequiredService<ITenantSql>().ExecuteAsync(Insert("Kept"), Cancel);
            if (commit)
                await unitOfWork.CommitAsync(Cancel);
            else
                await unitOfWork.RollbackAsync(Cancel);
            unitOfWork.IsActive.ShouldBeFalse();
        }

        (await CountAsync(one, place)).ShouldBe(1);
    }

    [Fact]
    public async Task A_save_that_failed_takes_the_whole_unit_of_work_with_it()
    {
        await using var one = new OneConnection(api);
        var taken = (await api.CreateTenantAsync()).Tenant;
        var name = $"key {Guid.CreateVersion7()}";
        await using (var scope = one.Enter(Caller.Operator))
        {
            var unitOfWork = scope.ServiceProvider.GetRequiredService<IPlatformUnitOfWork>();
            var platform = scope.ServiceProvider.GetRequiredService<IPlatformDbContext>();
            await unitOfWork.BeginAsync(Cancel);
            platform.ApiKeys.Add(ApiKey.Create(taken.Id, TenantEnvironment.Live, name, ["x"], null, out _));
            await platform.SaveChangesAsync(Cancel);
            platform.Tenants.Add(Tenant.Create(taken.Slug, "Other", "free", "Platform", "english"));
            var problem = await Should.ThrowAsync<ProblemException>(() => platform.SaveChangesAsync(Cancel));
            problem.Errors.ShouldHaveSingleItem().Code.ShouldBe("slug-taken");

            await Should.ThrowAsync<InvalidOperationException>(() => unitOfWork.CommitAsync(Cancel));
            await unitOfWork.RollbackAsync(Cancel);
        }

        await using var check = one.Enter(Caller.Operator);
        var keys = check.ServiceProvider.GetRequiredService<IPlatformDbContext>().ApiKeys;
        (await keys.CountAsync(key => key.Name == name, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_that_broke_fails_the_commit_and_the_rollback_stays_quiet()
    {
        await using var one = new OneConnection(api);
        var place = await one.PlaceOfAsync(await api.CreateTenantAsync());
        await using (var scope = one.Enter(place))
        {
            var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            var sql = scope.ServiceProvider.GetRequiredService<ITenantSql>();
            await unitOfWork.BeginAsync(Cancel);
            await sql.ExecuteAsync(Insert("Lost"), Cancel);
            var backend = (await sql.LeaseAsync(Cancel)).Connection.ProcessID;
            await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
            await owner.OpenAsync(Cancel);
            await owner.ScalarAsync($"SELECT pg_terminate_backend({backend})");

            await Should.ThrowAsync<NpgsqlException>(() => unitOfWork.CommitAsync(Cancel));
            await unitOfWork.RollbackAsync(Cancel);
        }
        (await CountAsync(one, place)).ShouldBe(0);
    }

    private static NpgsqlBatchCommand Insert(string name) =>
        new("INSERT INTO skills (id, name, created_at, updated_at) VALUES ($1, $2, now(), now())")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() },
                new NpgsqlParameter<string> { TypedValue = name },
            },
        };

    private static Task<long> CountAsync(OneConnection one, TenantPlace place) =>
        one.Connections.ReadAsync(
            LeaseTarget.Of(place),
            new NpgsqlBatchCommand("SELECT count(*) FROM skills"),
            async (reader, token) =>
            {
                await reader.ReadAsync(token);
                return reader.GetInt64(0);
            },
            Cancel
        );
}
