using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <summary>
/// Brings the control plane and every tenant's schemas to this build's version. Safe to run from several processes: an
/// advisory lock lets one do the work while the others wait and then find nothing to do.
/// </summary>
internal sealed class PlatformMigrator(PostgresShards shards, ILogger<PlatformMigrator> logger)
{
    private const long LockKey = 0x4852_504C_4154;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await shards.OpenAsOwnerAsync(LeaseTarget.DefaultShard, cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        await MigrateControlPlaneAsync(connection, cancellationToken);
        await MigrateTenantsAsync(connection, cancellationToken);
        await WarnOfOpenRolesAsync(connection, cancellationToken);
    }

    private async Task WarnOfOpenRolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT has_function_privilege('hr_none', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')",
            connection
        );
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            logger.LogWarning(
                "On this server the roles of tenants may call set_config, and with it take each other's place. A superuser "
                    + "should revoke it; see \"Harden the database\" in the page about self-hosting"
            );
        }
    }

    private async Task MigrateControlPlaneAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS public.hr_platform_migrations
                (number int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """,
            cancellationToken
        );
        foreach (var migration in SqlMigrations.Platform)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var mark = new NpgsqlCommand(
                "INSERT INTO public.hr_platform_migrations (number, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = migration.Number },
                    new() { Value = migration.Name },
                },
            };
            if (await mark.ExecuteNonQueryAsync(cancellationToken) == 1)
            {
                await ExecuteAsync(connection, migration.Sql, cancellationToken);
                logger.LogInformation("Applied platform migration {Migration}", migration.Name);
            }
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task MigrateTenantsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var outdated = new List<(string Schema, int Version)>();
        await using (
            var command = new NpgsqlCommand(
                "SELECT schema_name, schema_version FROM platform.tenant_environments WHERE schema_version < $1",
                connection
            )
            {
                Parameters = { new() { Value = SqlMigrations.TenantVersion } },
            }
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                outdated.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        foreach (var (schema, version) in outdated)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await TenantProvisioner.ApplyMigrationsAsync(connection, schema, version, cancellationToken);
            await using var update = new NpgsqlCommand(
                "UPDATE platform.tenant_environments SET schema_version = $1 WHERE schema_name = $2",
                connection
            )
            {
                Parameters =
                {
                    new() { Value = SqlMigrations.TenantVersion },
                    new() { Value = schema },
                },
            };
            await update.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            logger.LogInformation("Migrated {Schema} from version {Version}", schema, version);
        }
    }

    // Without a timeout: another process may hold the lock for as long as its migration takes.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
