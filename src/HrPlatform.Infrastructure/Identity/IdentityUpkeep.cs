using HrPlatform.Infrastructure.Identity.Keys;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity;

/// <summary>
/// Reads keys anew and makes the next ones in time, and removes sessions and tokens that ended long ago.
/// </summary>
internal sealed class IdentityUpkeep(
    DataProtectionUpkeep dataProtection,
    OAuthKeys oauthKeys,
    TenantConnections connections,
    TimeProvider clock,
    ILogger<IdentityUpkeep> logger
) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    // A refresh token that was used must be known for as long as it could be used again: that is how theft is noticed.
    private static readonly TimeSpan _kept = OAuthLifetimes.RefreshToken;

    /// <summary>What signing in needs before the first request is served.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await dataProtection.RefreshAsync(cancellationToken);
        await oauthKeys.RefreshAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; the next one goes on.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
            await RemoveEndedAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning(exception, "Keys and tokens could not be looked after; it will be tried again");
        }
    }

    private async Task RemoveEndedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            DELETE FROM oauth_tokens WHERE expiration_date < @before;
            DELETE FROM user_sessions WHERE expires_at < @before;
            DELETE FROM oauth_authorizations a
            WHERE (a.type = 'ad-hoc' OR a.status <> 'valid') AND a.creation_date < @before
                AND NOT EXISTS (SELECT FROM oauth_tokens o WHERE o.authorization_id = a.id);
            """,
            connection
        )
        {
            Parameters = { new NpgsqlParameter("before", clock.GetUtcNow() - _kept) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
