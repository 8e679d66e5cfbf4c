using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <inheritdoc cref="ITenantCatalogue"/>
internal sealed class TenantCatalogue(TenantConnections connections) : ITenantCatalogue
{
    public Task<TenantPlace?> FindAsync(
        TenantId tenant,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT t.shard, e.schema_name, e.role_name, t.language
            FROM tenants t JOIN tenant_environments e ON e.tenant_id = t.id
            WHERE t.id = $1 AND e.environment = $2
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = tenant.Value },
                new NpgsqlParameter<string> { TypedValue = EnvironmentText.Of(environment) },
            },
        };
        return connections.ReadAsync<TenantPlace?>(
            LeaseTarget.Platform,
            command,
            async (reader, token) =>
                await reader.ReadAsync(token)
                    ? new TenantPlace(
                        tenant,
                        environment,
                        reader.GetString(0),
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetString(3)
                    )
                    : null,
            cancellationToken
        );
    }
}
