using HrPlatform.Application.Common;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <inheritdoc cref="ILeasedSql"/>
internal abstract class LeasedSql(TenantConnections connections, UnitOfWork unitOfWork) : ILeasedSql
{
    protected abstract LeaseTarget Target { get; }

    public async Task<T> ReadAsync<T>(
        NpgsqlBatchCommand command,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        if (unitOfWork.Connection is not { } connection)
            return await connections.ReadAsync(Target, command, read, cancellationToken);

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await read(reader, cancellationToken);
    }

    public async Task<int> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var lease = await LeaseAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(lease.Connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<TenantConnectionLease> LeaseAsync(CancellationToken cancellationToken) =>
        unitOfWork.Connection is { } connection
            ? new TenantConnectionLease(connection, owned: false)
            : new TenantConnectionLease(await connections.LeaseAsync(Target, cancellationToken), owned: true);
}

/// <inheritdoc cref="ITenantSql"/>
internal sealed class TenantSql(CallerContext caller, TenantConnections connections, TenantUnitOfWork unitOfWork)
    : LeasedSql(connections, unitOfWork),
        ITenantSql
{
    protected override LeaseTarget Target => LeaseTarget.Of(caller.Caller, caller.Tenant);
}

/// <inheritdoc cref="IPlatformSql"/>
internal sealed class PlatformSql(TenantConnections connections, PlatformUnitOfWork unitOfWork)
    : LeasedSql(connections, unitOfWork),
        IPlatformSql
{
    protected override LeaseTarget Target => LeaseTarget.Platform;
}
