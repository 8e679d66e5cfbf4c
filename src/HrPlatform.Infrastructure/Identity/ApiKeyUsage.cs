using System.Collections.Concurrent;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity;

/// <summary>Collects when keys were last used and writes it in bulk, so that no request pays for it.</summary>
internal sealed class ApiKeyUsage(TenantConnections connections, TimeProvider clock, ILogger<ApiKeyUsage> logger)
    : BackgroundService
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _lastUse = new();

    public void Record(Guid key, DateTimeOffset at) => _lastUse[key] = at;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TryFlushAsync(CancellationToken.None);
        }
    }

    private async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning(exception, "The last use of API keys could not be written; it will be tried again");
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var seen = _lastUse.ToArray();
        if (seen.Length == 0)
            return;

        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            UPDATE api_keys SET last_used_at = seen.at
            FROM unnest($1, $2) AS seen (id, at)
            WHERE api_keys.id = seen.id AND (last_used_at IS NULL OR last_used_at < seen.at)
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = seen.Select(entry => entry.Key).ToArray() },
                new() { Value = seen.Select(entry => entry.Value).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        foreach (var entry in seen)
            _lastUse.TryRemove(entry);
    }
}
