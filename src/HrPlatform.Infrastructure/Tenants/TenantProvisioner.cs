using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <inheritdoc cref="ITenantProvisioner"/>
internal sealed class TenantProvisioner(IPlatformDbContext platform, PlatformUnitOfWork unitOfWork) : ITenantProvisioner
{
    public async Task ProvisionAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (tenant.Shard != LeaseTarget.DefaultShard)
            throw new NotSupportedException("New tenants are made on the server of the control plane.");
        var connection =
            unitOfWork.Connection ?? throw new InvalidOperationException("Provisioning needs a unit of work.");

        // First, because the slug's index decides: whoever loses has made nothing yet.
        platform.Tenants.Add(tenant);
        await platform.SaveChangesAsync(cancellationToken);
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            await CreateAsync(connection, tenant.SchemaOf(environment), cancellationToken);
            await StoreAsync(connection, tenant, environment, cancellationToken);
        }
    }

    /// <summary>Runs the tenant migrations after <paramref name="version"/> in the caller's transaction.</summary>
    internal static Task ApplyMigrationsAsync(
        NpgsqlConnection connection,
        string schema,
        int version,
        CancellationToken cancellationToken
    ) => ExecuteAsync(connection, MigrationsSql(schema, version), cancellationToken);

    // The schema's name is ours (tenant_ and a UUID in hex), so that quoting it is enough.
    private static string MigrationsSql(string schema, int version) =>
        $"""
            SET LOCAL search_path = "{schema}", hr, public;
            {string.Join(
                '\n',
                SqlMigrations.Tenant.Where(migration => migration.Number > version).Select(migration => migration.Sql)
            )}
            """;

    // Roles and schemas belong to the owner, which is who the session is; only this transaction, and only for this
    // statement, goes back to it.
    private static Task CreateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            $"""
            SET LOCAL ROLE NONE;
            CREATE ROLE "{schema}" NOLOGIN NOINHERIT;
            GRANT "{schema}" TO SESSION_USER;
            CREATE SCHEMA "{schema}";
            GRANT USAGE ON SCHEMA "{schema}" TO "{schema}";
            ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}"
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{schema}";
            ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT USAGE, SELECT ON SEQUENCES TO "{schema}";
            {MigrationsSql(schema, version: 0)}
            SET LOCAL ROLE {LeaseTarget.Platform.Role};
            SET LOCAL search_path = {LeaseTarget.Platform.SearchPath};
            """,
            cancellationToken
        );

    private static async Task StoreAsync(
        NpgsqlConnection connection,
        Tenant tenant,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO tenant_environments (tenant_id, environment, schema_name, role_name, schema_version)
            VALUES ($1, $2, $3, $3, $4)
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = tenant.Id.Value },
                new() { Value = EnvironmentText.Of(environment) },
                new() { Value = tenant.SchemaOf(environment) },
                new() { Value = SqlMigrations.TenantVersion },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
