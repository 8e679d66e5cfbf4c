using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// The one place where connections are leased. A lease enters the tenant: its database role and its search path, so that
/// a query that escapes our code still sees nothing else. When the connection serves that tenant already, entering costs
/// nothing.
/// </summary>
/// <remarks>
/// Whom a connection serves is not remembered here but asked of PostgreSQL: role, search path and <c>application_name</c>
/// are set by one statement, and the server reports every change of <c>application_name</c> to the client, also the one
/// back when a transaction is rolled back. So an aborted batch, a cancelled request, a broken connection or a process
/// id that is used again can't make a connection look as if it served another tenant than it does.
/// <para>
/// Entering first goes back to the login, because tenants' roles may not call <c>set_config</c>: inside one statement
/// that is the only way to take another role, and so an expression that slipped into a statement can't.
/// </para>
/// </remarks>
internal sealed class TenantConnections(PostgresShards shards)
{
    /// <summary>The setting that tells whom a connection serves.</summary>
    private const string Mark = "application_name";

    /// <summary>How many backends are tried when they don't know a tenant's role.</summary>
    private const int MaxBackends = 4;

    /// <summary>An open connection that runs as <paramref name="target"/>.</summary>
    public async Task<NpgsqlConnection> LeaseAsync(LeaseTarget target, CancellationToken cancellationToken)
    {
        var connection = await shards.Pool(target.Shard).OpenConnectionAsync(cancellationToken);
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
        var connection = await shards.OpenDedicatedAsync(target.Shard, cancellationToken);
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
    public NpgsqlConnection CreateConnection(LeaseTarget target) => shards.Pool(target.Shard).CreateConnection();

    /// <summary>Whoever calls this closes the connection when it throws: what it then runs as is not known.</summary>
    public async ValueTask EnterAsync(
        NpgsqlConnection connection,
        LeaseTarget target,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; !Serves(connection, target); attempt++)
        {
            try
            {
                await using var batch = new NpgsqlBatch(connection);
                AddEntering(batch, target);
                await batch.ExecuteNonQueryAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (MissesRole(exception) && attempt < MaxBackends)
            {
                await EndBackendAsync(connection);
                await connection.OpenAsync(cancellationToken);
            }
        }
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
        await using var connection = await shards.Pool(target.Shard).OpenConnectionAsync(cancellationToken);
        var entered = Serves(connection, target);
        await using var batch = new NpgsqlBatch(connection);
        if (!entered)
            AddEntering(batch, target);
        batch.BatchCommands.Add(command);

        NpgsqlDataReader executed;
        try
        {
            executed = await batch.ExecuteReaderAsync(cancellationToken);
        }
        catch (PostgresException exception) when (!entered && MissesRole(exception))
        {
            // Entering failed, so the statement did not run: entering again finds a backend that knows the role.
            await EnterAsync(connection, target, cancellationToken);
            entered = true;
            batch.BatchCommands.Clear();
            batch.BatchCommands.Add(command);
            executed = await batch.ExecuteReaderAsync(cancellationToken);
        }
        await using var reader = executed;
        if (!entered)
            await reader.NextResultAsync(cancellationToken);
        var result = await read(reader, cancellationToken);
        // An error may still follow the rows.
        while (await reader.NextResultAsync(cancellationToken)) { }
        return result;
    }

    private static bool MissesRole(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.InsufficientPrivilege;

    // PostgreSQL keeps the list of roles that a session may take. A list that it read while roles were being made can lack
    // one, and stays so until roles change again. A new backend reads it anew.
    private static async Task EndBackendAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            // The mark goes with the role: whatever becomes of this, nobody takes the session for a tenant's.
            $"RESET ROLE; RESET search_path; SET {Mark} = ''; "
                + "SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())",
            connection
        );
        try
        {
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // That is how a session that ends itself is answered.
        }
        await connection.CloseAsync();
    }

    private static bool Serves(NpgsqlConnection connection, LeaseTarget target) =>
        connection.PostgresParameters.TryGetValue(Mark, out var serving) && serving == target.Mark;

    // All or nothing: what is sent as one batch is one transaction.
    private static void AddEntering(NpgsqlBatch batch, LeaseTarget target)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("RESET ROLE"));
        // One result, whatever is set: callers skip exactly one.
        var command = new NpgsqlBatchCommand(
            $"""
            SELECT {(
                target.Limits is null ? "" : "set_config('hr.reach', $4, false), set_config('hr.self', $5, false), "
            )}
                set_config('role', $1, false), set_config('search_path', $2, false), set_config('{Mark}', $3, false)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = target.Role },
                new NpgsqlParameter<string> { TypedValue = target.SearchPath },
                new NpgsqlParameter<string> { TypedValue = target.Mark },
            },
        };
        if (target.Limits is { } limits)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = limits.Reach });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = limits.Self });
        }
        batch.BatchCommands.Add(command);
    }
}
