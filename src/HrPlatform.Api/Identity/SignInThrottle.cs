using System.Net;
using System.Threading.RateLimiting;

namespace HrPlatform.Api.Identity;

/// <summary>
/// How often one address may try to prove that it is somebody of a tenant, whoever it says it is: the lockout of accounts
/// alone would let it try one password with every user. <c>Identity:TriesPerMinute</c>, 30 when not configured.
/// </summary>
internal sealed class SignInThrottle(IConfiguration configuration) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Tenant, IPAddress? Address)> _limiter = Create(
        configuration.GetValue("Identity:TriesPerMinute", 30)
    );

    public bool Allows(string tenant, IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire((tenant, address));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<(string, IPAddress?)> Create(int perMinute) =>
        PartitionedRateLimiter.Create<(string, IPAddress?), (string, IPAddress?)>(source =>
            RateLimitPartition.GetFixedWindowLimiter(
                source,
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = perMinute,
                    Window = TimeSpan.FromMinutes(1),
                    QueueLimit = 0,
                }
            )
        );
}
