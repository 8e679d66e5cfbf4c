using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <inheritdoc cref="ITenantCatalogue"/>
internal sealed class TenantCatalogue(TenantConnections connections) : ITenantCatalogue
{
    private const string Query = """
        SELECT t.id, t.shard, e.schema_name, e.role_name, t.language
        FROM tenants t JOIN tenant_environments e ON e.tenant_id = t.id
        """;

    public Task<TenantPlace?> FindAsync(
        TenantId tenant,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    ) =>
        FindAsync(
            $"{Query} WHERE t.id = $1 AND e.environment = $2",
            new NpgsqlParameter<Guid> { TypedValue = tenant.Value },
            environment,
            cancellationToken
        );

    public Task<TenantPlace?> FindAsync(
        string slug,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    ) =>
        FindAsync(
            $"{Query} WHERE t.slug = $1 AND e.environment = $2",
            new NpgsqlParameter<string> { TypedValue = slug },
            environment,
            cancellationToken
        );

    private Task<TenantPlace?> FindAsync(
        string sql,
        NpgsqlParameter tenant,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                tenant,
                new NpgsqlParameter<string> { TypedValue = EnvironmentText.Of(environment) },
            },
        };
        return connections.ReadAsync<TenantPlace?>(
            LeaseTarget.Platform,
            command,
            async (reader, token) =>
                await reader.ReadAsync(token)
                    ? new TenantPlace(
                        new TenantId(reader.GetGuid(0)),
                        environment,
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetString(3),
                        reader.GetString(4)
                    )
                    : null,
            cancellationToken
        );
    }
}
