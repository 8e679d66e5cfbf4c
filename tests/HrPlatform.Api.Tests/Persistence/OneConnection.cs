using HrPlatform.Application;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Api.Tests.Persistence;

/// <summary>
/// The data access of the product over a pool of a single connection, so that whatever one lease leaves behind meets the
/// next one.
/// </summary>
internal sealed class OneConnection : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OneConnection(ApiFixture api, Action<IServiceCollection>? configure = null, string options = "")
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>(StringComparer.Ordinal)
                    {
                        ["ConnectionStrings:Platform"] =
                            $"{api.OwnerConnectionString};Pooling=true;Maximum Pool Size=1;Timeout=20;{options}",
                    }
                )
                .Build()
        );
        services.AddApplication().AddInfrastructure();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public TenantConnections Connections => _services.GetRequiredService<TenantConnections>();

    public PostgresShards Shards => _services.GetRequiredService<PostgresShards>();

    public async Task<TenantPlace> PlaceOfAsync(
        TestTenant tenant,
        TenantEnvironment environment = TenantEnvironment.Live
    ) =>
        (
            await _services
                .GetRequiredService<ITenantCatalogue>()
                .FindAsync(tenant.Tenant.Id, environment, TestContext.Current.CancellationToken)
        )!;

    public AsyncServiceScope Enter(Caller caller)
    {
        var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(caller);
        return scope;
    }

    public AsyncServiceScope Enter(TenantPlace place) => Enter(Caller.System(place));

    /// <summary>Role and schema as the connection itself tells them, over the batched read.</summary>
    public Task<string> WhoAsync(LeaseTarget target) =>
        Connections.ReadAsync(
            target,
            new NpgsqlBatchCommand("SELECT current_user || ' in ' || current_schema"),
            async (reader, token) =>
            {
                await reader.ReadAsync(token);
                return reader.GetString(0);
            },
            TestContext.Current.CancellationToken
        );

    public async Task ShouldServeAsync(params TenantPlace[] places)
    {
        foreach (var place in places)
            (await WhoAsync(LeaseTarget.Of(place))).ShouldBe($"{place.Role} in {place.Schema}");
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}

internal static class SqlExtensions
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    /// <summary>The SQLSTATE that the statement fails with.</summary>
    public static async Task<string> ShouldFailAsync(this NpgsqlConnection connection, string sql) =>
        (await Should.ThrowAsync<PostgresException>(() => connection.ScalarAsync(sql))).SqlState;

    /// <summary>The SQLSTATE that the statement fails with; null when it succeeds.</summary>
    public static async Task<string?> FailureOfAsync(this NpgsqlConnection connection, string sql)
    {
        try
        {
            await connection.ScalarAsync(sql);
            return null;
        }
        catch (PostgresException exception)
        {
            return exception.SqlState;
        }
    }
}
