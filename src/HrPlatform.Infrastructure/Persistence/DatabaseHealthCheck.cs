using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Whether the control plane can be read: without it no key is known, and so no request is answered.</summary>
internal sealed class DatabaseHealthCheck(TenantConnections connections) : IHealthCheck
{
    /// <summary>Longer than a busy server needs, shorter than a load balancer waits.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            var reading = connections.ReadAsync(
                LeaseTarget.Platform,
                new NpgsqlBatchCommand("SELECT EXISTS (SELECT FROM tenants)"),
                (reader, token) => reader.ReadAsync(token),
                timeout.Token
            );
            // Of a server that hangs, Npgsql first asks that the statement be cancelled, and waits for that answer too.
            await reading.WaitAsync(timeout.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(
                context.Registration.FailureStatus,
                "The database does not answer.",
                exception
            );
        }
    }
}
