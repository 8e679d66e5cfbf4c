using System.Diagnostics;
using HrPlatform.Application;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>A tenant of the benchmark, and a live key of all scopes for it.</summary>
internal sealed record BenchmarkTenant(string Schema, string Key);

/// <summary>
/// A database of the benchmark's own on the server of <c>ConnectionStrings__Platform</c>; dropped in the end, with the
/// roles of its tenants.
/// </summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly ServiceProvider _services;
    private readonly List<string> _roles = [];

    private BenchmarkDatabase(string server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Platform", connectionString)])
            .Build();
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddApplication()
            .AddInfrastructure()
            .BuildServiceProvider();
    }

    /// <summary>The database as the owner of all schemas.</summary>
    public string ConnectionString { get; }

    public static async Task<BenchmarkDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        var server =
            Environment.GetEnvironmentVariable("ConnectionStrings__Platform")
            ?? throw new InvalidOperationException(
                "ConnectionStrings__Platform is not set. Run the benchmark with `make bench`, which starts PostgreSQL."
            );
        var name = $"hr_bench_{Environment.ProcessId}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}", cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(server) { Database = name };
        var database = new BenchmarkDatabase(server, settings.ConnectionString);
        try
        {
            await database._services.GetRequiredService<IPlatformStart>().PrepareAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<BenchmarkTenant> AddTenantAsync(string slug, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.Operator);
        var provisioned = await scope
            .ServiceProvider.GetRequiredService<IMediator>()
            .Send(new ProvisionTenant(slug, slug, "enterprise", "en"), cancellationToken);
        lock (_roles)
            _roles.AddRange(Enum.GetValues<TenantEnvironment>().Select(provisioned.Tenant.SchemaOf));
        return new BenchmarkTenant(provisioned.Tenant.SchemaOf(TenantEnvironment.Live), provisioned.Live.Secret.Text);
    }

    /// <summary>A connection as the owner, for filling.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string schema, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionStringOf(schema))
        {
            Pooling = false,
            CommandTimeout = 0,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>The database with one tenant's tables in the search path.</summary>
    public string ConnectionStringOf(string schema) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = $"{schema}, hr, public" }.ConnectionString;

    /// <summary>Settings of an API that serves this database, with a plan whose limits don't bite.</summary>
    public Dictionary<string, string> ApiSettings(string files) =>
        new(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Platform"] = ConnectionString,
            ["Files:Root"] = files,
            ["Plans:enterprise:key:quota"] = "1000000000",
            ["Plans:enterprise:tenant:quota"] = "1000000000",
            ["Logging:LogLevel:Default"] = "Warning",
        };

    /// <summary>Runs one step of the preparation and says how long it took.</summary>
    public static async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await step();
        await Console.Error.WriteLineAsync($"{name}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
        foreach (var role in _roles)
            await ExecuteAsync(_server, $"DROP ROLE IF EXISTS \"{role}\"", CancellationToken.None);
    }

    private static async Task ExecuteAsync(string server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
