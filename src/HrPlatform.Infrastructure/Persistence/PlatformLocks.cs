using HrPlatform.Application.Tenants;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <inheritdoc cref="IPlatformLocks"/>
/// <remarks>A session lock on a connection of its own: when the process dies, the server drops it at once.</remarks>
internal sealed class PlatformLocks(TenantConnections connections) : IPlatformLocks
{
    public async Task<IAsyncDisposable> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenDedicatedAsync(LeaseTarget.Platform, cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended($1, 0))", connection)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = $"platform/{name}" } },
                // Whoever has it may keep it for long.
                CommandTimeout = 0,
            };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
