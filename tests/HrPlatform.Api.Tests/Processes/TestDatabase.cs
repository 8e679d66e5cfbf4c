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

    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public async Task<T?> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ExecuteAsync(TestPostgres.ConnectionString, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Forcing may not end the server's own vacuum workers; without force the server ends those itself.
            await ExecuteAsync(TestPostgres.ConnectionString, $"DROP DATABASE IF EXISTS {_name}");
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
