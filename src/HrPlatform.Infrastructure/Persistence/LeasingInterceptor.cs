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
        try
        {
            var target =
                (eventData.Context as ILeasedContext)?.Target
                ?? throw new InvalidOperationException("A context without a lease target opened a connection.");
            await connections.EnterAsync((NpgsqlConnection)connection, target, cancellationToken);
        }
        catch
        {
            // EF Core would take the open connection for its own and run the next command on it, as whoever it served.
            await connection.CloseAsync();
            throw;
        }
    }

    // Before opening: refusing afterwards would leave an open connection that nobody entered.
    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    ) => throw new NotSupportedException("Data access is asynchronous throughout.");
}

/// <summary>A DbContext whose connections are leased.</summary>
internal interface ILeasedContext
{
    LeaseTarget? Target { get; }
}
