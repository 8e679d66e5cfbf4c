using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Enters the context's tenant (or the control plane) whenever EF Core opens a connection.</summary>
internal sealed class LeasingInterceptor(TenantConnections connections) : DbConnectionInterceptor
{
    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        var target =
            (eventData.Context as ILeasedContext)?.Target
            ?? throw new InvalidOperationException("A context without a lease target opened a connection.");
        await connections.EnterAsync((NpgsqlConnection)connection, target, cancellationToken);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        throw new NotSupportedException("Data access is asynchronous throughout.");
}

/// <summary>A DbContext whose connections are leased.</summary>
internal interface ILeasedContext
{
    LeaseTarget? Target { get; }
}
