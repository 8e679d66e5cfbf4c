using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <inheritdoc cref="ITenantProvisioner"/>
internal sealed class TenantProvisioner(PostgresShards shards, TimeProvider clock) : ITenantProvisioner
{
    public async Task ProvisionAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var connection = await shards.OpenAsOwnerAsync(tenant.Shard, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await StoreAsync(connection, tenant, cancellationToken);
        }
        catch (PostgresException exception) when (ConstraintProblems.From(exception) is { } problem)
        {
            throw problem;
        }
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            var schema = tenant.SchemaOf(environment);
            await CreateSchemaAsync(connection, schema, cancellationToken);
            await ApplyMigrationsAsync(connection, schema, 0, cancellationToken);
            await using var store = new NpgsqlCommand(
                """
                INSERT INTO platform.tenant_environments
                    (tenant_id, environment, schema_name, role_name, schema_version)
                VALUES ($1, $2, $3, $3, $4)
                """,
                connection
            )
            {
                Parameters =
                {
                    new() { Value = tenant.Id.Value },
                    new() { Value = EnvironmentText.Of(environment) },
                    new() { Value = schema },
                    new() { Value = SqlMigrations.TenantVersion },
                },
            };
            await store.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Runs the tenant migrations after <paramref name="version"/> in the caller's transaction.</summary>
    internal static async Task ApplyMigrationsAsync(
        NpgsqlConnection connection,
        string schema,
        int version,
        CancellationToken cancellationToken
    )
    {
        // The schema's name is ours (tenant_ and a UUID in hex), so that quoting it is enough.
        await ExecuteAsync(connection, $"SET LOCAL search_path = \"{schema}\", hr, public", cancellationToken);
        foreach (var migration in SqlMigrations.Tenant.Where(migration => migration.Number > version))
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
    }

    private static Task CreateSchemaAsync(
        NpgsqlConnection connection,
        string schema,
        CancellationToken cancellationToken
    ) =>
        ExecuteAsync(
            connection,
            $"""
            CREATE ROLE "{schema}" NOLOGIN NOINHERIT;
            GRANT "{schema}" TO CURRENT_USER;
            CREATE SCHEMA "{schema}";
            GRANT USAGE ON SCHEMA "{schema}" TO "{schema}";
            ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}"
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{schema}";
            ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT USAGE, SELECT ON SEQUENCES TO "{schema}";
            """,
            cancellationToken
        );

    private async Task StoreAsync(NpgsqlConnection connection, Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO platform.tenants (id, slug, name, plan, shard, language, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = tenant.Id.Value },
                new() { Value = tenant.Slug },
                new() { Value = tenant.Name },
                new() { Value = tenant.Plan },
                new() { Value = tenant.Shard },
                new() { Value = tenant.Language },
                new() { Value = clock.GetUtcNow() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
