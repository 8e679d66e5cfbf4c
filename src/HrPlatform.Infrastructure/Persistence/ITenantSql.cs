using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// Hand-written SQL: for hot reads, for set-based writes and for COPY. Inside a unit of work it uses that transaction;
/// outside, a lease of its own. Table names stay unqualified.
/// </summary>
public interface ILeasedSql
{
    /// <summary>One statement with positional parameters (<c>$1</c>), one round trip.</summary>
    Task<T> ReadAsync<T>(
        NpgsqlBatchCommand command,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    );

    /// <summary>Rows that the statement changed.</summary>
    Task<int> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// A connection for more than one statement (COPY, streaming reads). Disposing the lease ends it; inside a unit of
    /// work the connection is the unit's own and stays open.
    /// </summary>
    Task<TenantConnectionLease> LeaseAsync(CancellationToken cancellationToken);
}

/// <summary><see cref="ILeasedSql"/> in the caller's tenant.</summary>
public interface ITenantSql : ILeasedSql;

/// <summary><see cref="ILeasedSql"/> in the control plane.</summary>
public interface IPlatformSql : ILeasedSql;

/// <summary>A borrowed connection that runs as whom it was leased for.</summary>
public readonly struct TenantConnectionLease(NpgsqlConnection connection, bool owned) : IAsyncDisposable
{
    public NpgsqlConnection Connection { get; } = connection;

    public ValueTask DisposeAsync() => owned ? Connection.DisposeAsync() : ValueTask.CompletedTask;
}
