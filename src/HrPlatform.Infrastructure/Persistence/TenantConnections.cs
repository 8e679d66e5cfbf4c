using System.Collections.Concurrent;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// The one place where connections are leased. A lease enters the tenant: its database role and its search path, so that
/// a query that escapes our code still sees nothing else. A connection remembers whom it served last; when that is the
/// same tenant, entering costs nothing.
/// </summary>
/// <remarks>
/// Settings made inside a transaction that fails are rolled back by PostgreSQL. So a backend is forgotten before it is
/// entered and remembered only after the entering statement was committed.
/// </remarks>
internal sealed class TenantConnections
{
    private readonly PostgresShards _shards;
    private readonly ConcurrentDictionary<(string Shard, int ProcessId), LeaseTarget> _served = new();

    public TenantConnections(PostgresShards shards)
    {
        _shards = shards;
        // A process id can be used again by a later backend, which has served nobody yet.
        _shards.Connected += (shard, processId) => _served.TryRemove((shard, processId), out _);
    }

    /// <summary>An open connection that runs as <paramref name="target"/>.</summary>
    public async Task<NpgsqlConnection> LeaseAsync(LeaseTarget target, CancellationToken cancellationToken)
    {
        var connection = await _shards.Pool(target.Shard).OpenConnectionAsync(cancellationToken);
        try
        {
            await EnterAsync(connection, target, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// As <see cref="LeaseAsync"/>, but outside the pool: for session locks and LISTEN, which must end when the
    /// connection does.
    /// </summary>
    public async Task<NpgsqlConnection> OpenDedicatedAsync(LeaseTarget target, CancellationToken cancellationToken)
    {
        var connection = await _shards.OpenDedicatedAsync(target.Shard, cancellationToken);
        try
        {
            await EnterAsync(connection, target, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A closed connection of the target's shard; <see cref="EnterAsync"/> must follow its opening.</summary>
    public NpgsqlConnection CreateConnection(LeaseTarget target) => _shards.Pool(target.Shard).CreateConnection();

    public async ValueTask EnterAsync(
        NpgsqlConnection connection,
        LeaseTarget target,
        CancellationToken cancellationToken
    )
    {
        var backend = (target.Shard, connection.ProcessID);
        if (_served.TryGetValue(backend, out var served) && served == target)
            return;

        _served.TryRemove(backend, out _);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { EnterCommand(target) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        _served[backend] = target;
    }

    /// <summary>
    /// Runs one statement that returns rows as <paramref name="target"/> in a single round trip, entering included.
    /// </summary>
    public async Task<T> ReadAsync<T>(
        LeaseTarget target,
        NpgsqlBatchCommand command,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await _shards.Pool(target.Shard).OpenConnectionAsync(cancellationToken);
        var backend = (target.Shard, connection.ProcessID);
        var entered = _served.TryGetValue(backend, out var served) && served == target;
        await using var batch = new NpgsqlBatch(connection);
        if (!entered)
        {
            _served.TryRemove(backend, out _);
            batch.BatchCommands.Add(EnterCommand(target));
        }
        batch.BatchCommands.Add(command);

        T result;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            if (!entered)
                await reader.NextResultAsync(cancellationToken);
            result = await read(reader, cancellationToken);
            // The batch is one implicit transaction: only when all of it succeeded do the settings stay.
            while (await reader.NextResultAsync(cancellationToken)) { }
        }
        if (!entered)
            _served[backend] = target;
        return result;
    }

    private static NpgsqlBatchCommand EnterCommand(LeaseTarget target) =>
        new("SELECT set_config('role', $1, false), set_config('search_path', $2, false)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = target.Role },
                new NpgsqlParameter<string> { TypedValue = target.SearchPath },
            },
        };
}
