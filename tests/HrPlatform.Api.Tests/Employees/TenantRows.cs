using HrPlatform.Application.Common;
using HrPlatform.Domain.Tenants;
using Npgsql;

namespace HrPlatform.Api.Tests.Employees;

/// <summary>Looks into a tenant's tables, for what the API doesn't show.</summary>
internal static class TenantRows
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<long> CountAsync(ApiFixture api, TestTenant tenant, string table)
    {
        await using var connection = await OpenAsync(api, tenant);
        await using var count = new NpgsqlCommand($"SELECT count(*) FROM {table}", connection);
        return (long)(await count.ExecuteScalarAsync(Cancel))!;
    }

    public static async Task ExecuteAsync(ApiFixture api, TestTenant tenant, string sql)
    {
        await using var connection = await OpenAsync(api, tenant);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public static async Task<TenantPlace> PlaceOf(ApiFixture api, TestTenant tenant)
    {
        await using var connection = new NpgsqlConnection(api.OwnerConnectionString);
        await connection.OpenAsync(Cancel);
        await using var find = new NpgsqlCommand(
            "SELECT schema_name, role_name FROM platform.tenant_environments WHERE tenant_id = $1 AND environment = 'live'",
            connection
        )
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = tenant.Tenant.Id.Value } },
        };
        await using var reader = await find.ExecuteReaderAsync(Cancel);
        await reader.ReadAsync(Cancel);
        return new TenantPlace(
            tenant.Tenant.Id,
            TenantEnvironment.Live,
            "Platform",
            reader.GetString(0),
            reader.GetString(1),
            "english"
        );
    }

    private static async Task<NpgsqlConnection> OpenAsync(ApiFixture api, TestTenant tenant)
    {
        var place = await PlaceOf(api, tenant);
        var connection = new NpgsqlConnection(api.OwnerConnectionString);
        await connection.OpenAsync(Cancel);
        await using var enter = new NpgsqlCommand($"SET search_path = \"{place.Schema}\"", connection);
        await enter.ExecuteNonQueryAsync(Cancel);
        return connection;
    }
}
