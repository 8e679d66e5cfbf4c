using System.Collections.Concurrent;
using HrPlatform.Application.Common.Problems;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// One pool of connections per shard; a shard is a connection string's name. A fresh connection runs as a role that may
/// read nothing, until <see cref="TenantConnections"/> enters it.
/// </summary>
internal sealed class PostgresShards(IConfiguration configuration, ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _pools = new(StringComparer.Ordinal);

    public NpgsqlDataSource Pool(string shard) =>
        _pools.GetOrAdd(shard, name => new Lazy<NpgsqlDataSource>(() => CreatePool(name))).Value;

    /// <summary>A connection as the owner of all schemas: for migrations, provisioning and nothing else.</summary>
    public async Task<NpgsqlConnection> OpenAsOwnerAsync(string shard, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString(shard)) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection outside the pool: its session locks and subscriptions end with it.</summary>
    public async Task<NpgsqlConnection> OpenDedicatedAsync(string shard, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString(shard))
        {
            Pooling = false,
            ApplicationName = Nobody,
            // It waits for hours; a peer that vanished silently must be noticed.
            KeepAlive = 15,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await EnterNobodyAsync(connection, shard, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _pools.Values)
        {
            if (pool.IsValueCreated)
                await pool.Value.DisposeAsync();
        }
    }

    private NpgsqlDataSource CreatePool(string shard)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString(shard))
        {
            // The role and search path of the last lease stay on the connection: the next lease always checks them.
            NoResetOnClose = true,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
            // Whom the connection serves; TenantConnections sets it with the role.
            ApplicationName = Nobody,
            // One request, one connection: with multiplexing, statements of several tenants would share one.
            Multiplexing = false,
            // Backends cache what they touch; with many schemas an old one grows, so bound its age.
            ConnectionLifetime = 900,
        };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseLoggerFactory(loggerFactory);
        builder.UseVector();
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Data access is asynchronous throughout."),
            connection => EnterNobodyAsync(connection, shard, CancellationToken.None)
        );
        return builder.Build();
    }

    private const string Nobody = "hr_none";

    // Narrow filters need more than the first neighbours that the index offers: pgvector then goes on by itself.
    private const string EnterNobody = $"""
        SET SESSION hnsw.ef_search = 100;
        SET SESSION hnsw.iterative_scan = 'strict_order';
        SET SESSION search_path = '';
        SET SESSION ROLE {Nobody};
        SELECT pg_catalog.pg_backend_pid()
        """;

    private static async Task EnterNobodyAsync(
        NpgsqlConnection connection,
        string shard,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(EnterNobody, connection);
        var backend = (int?)await command.ExecuteScalarAsync(cancellationToken);
        // A pooler may give the next transaction another backend, whose role and search path are another tenant's.
        if (backend != connection.ProcessID)
        {
            throw new ProblemException(
                ProblemCatalog.Unavailable,
                $"The connection string '{shard}' leads to a connection pooler. Tenants are kept apart by settings of "
                    + "the session, so HrPlatform needs a direct connection to PostgreSQL; it pools connections itself."
            );
        }
    }

    private string ConnectionString(string shard) =>
        configuration.GetConnectionString(shard)
        ?? throw new ProblemException(
            ProblemCatalog.Unavailable,
            $"No connection string is configured for the shard '{shard}'."
        );
}
