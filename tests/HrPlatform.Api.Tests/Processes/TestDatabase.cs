using Npgsql;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>An empty database on the test server, dropped in the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _name = $"hr_test_{Guid.CreateVersion7():n}";

    private TestDatabase() =>
        ConnectionString = new NpgsqlConnectionStringBuilder(TestPostgres.ConnectionString)
        {
            Database = _name,
            Pooling = false,
        }.ConnectionString;

    /// <summary>As the owner of all schemas.</summary>
    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await ExecuteAsync(TestPostgres.ConnectionString, $"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Ends all connections and lets nobody in until <see cref="OpenAsync"/>.</summary>
    public async Task CloseAsync()
    {
        await ExecuteAsync(TestPostgres.ConnectionString, $"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await ExecuteAsync(
            TestPostgres.ConnectionString,
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}' AND usename = current_user"
        );
    }

    public Task OpenAsync() =>
        ExecuteAsync(TestPostgres.ConnectionString, $"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public async Task<T?> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        // Roles belong to the server, not to the database: left behind, they slow down every later login.
        var roles = await TenantRolesAsync();
        try
        {
            await ExecuteAsync(TestPostgres.ConnectionString, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Forcing may not end the server's own vacuum workers; without force the server ends those itself.
            await ExecuteAsync(TestPostgres.ConnectionString, $"DROP DATABASE IF EXISTS {_name}");
        }
        foreach (var batch in roles.Chunk(500))
            await ExecuteAsync(TestPostgres.ConnectionString, $"DROP ROLE IF EXISTS {string.Join(", ", batch)}");
    }

    private async Task<string[]> TenantRolesAsync()
    {
        if (await ReadAsync<string>("SELECT to_regclass('platform.tenant_environments')::text") is null)
            return [];
        return await ReadAsync<string[]>("SELECT array_agg(role_name) FROM platform.tenant_environments") ?? [];
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        // Dropping a database waits for a checkpoint, which takes its time on a busy machine.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
