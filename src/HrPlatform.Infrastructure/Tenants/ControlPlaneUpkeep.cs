using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Tenants;

/// <summary>Removes the control plane's idempotency keys once their time is over.</summary>
internal sealed class ControlPlaneUpkeep(
    TenantConnections connections,
    TimeProvider clock,
    ILogger<ControlPlaneUpkeep> logger
) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryRemoveExpiredKeysAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; the next one goes on.
        }
    }

    private async Task TryRemoveExpiredKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RemoveExpiredKeysAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning(exception, "Expired idempotency keys could not be removed; it will be tried again");
        }
    }

    private async Task RemoveExpiredKeysAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var command = new NpgsqlCommand("DELETE FROM idempotency_keys WHERE created_at < $1", connection)
        {
            Parameters = { new() { Value = clock.GetUtcNow() - IdempotencyStore.Lifetime } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
