using System.Runtime.InteropServices;
using HrPlatform.Application.Tenants;

namespace HrPlatform.Api.Hosting.RateLimits;

/// <summary>How large a bucket is and how fast it fills, in ticks of the clock.</summary>
internal sealed class BucketSize
{
    private readonly long _frequency;

    public BucketSize(RateLimit limit, TimeProvider clock)
    {
        Limit = limit;
        _frequency = clock.TimestampFrequency;
        TicksPerToken = Math.Max(1, (long)(limit.Window.TotalSeconds * _frequency / limit.Quota));
        Capacity = TicksPerToken * limit.Quota;
    }

    public RateLimit Limit { get; }

    public long TicksPerToken { get; }

    /// <summary>The time in which an empty bucket fills.</summary>
    public long Capacity { get; }

    public int SecondsOf(long ticks) => (int)((ticks + _frequency - 1) / _frequency);
}

/// <summary>What is left.</summary>
/// <param name="Remaining">Requests that are possible at this moment.</param>
/// <param name="Seconds">Whole seconds after which more are; 0 when the bucket is full.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BucketReading(int Remaining, int Seconds);

/// <summary>
/// A token bucket that is one number: the moment at which it will be full. Taking a token moves that moment into the
/// future, time brings it nearer; nothing has to be refilled, and a bucket that is full needs not be kept.
/// </summary>
internal sealed class TokenBucket
{
    private long _fullAt = long.MinValue;

    public bool TryTake(BucketSize size, long now)
    {
        while (true)
        {
            var fullAt = Volatile.Read(ref _fullAt);
            var next = Math.Max(fullAt, now) + size.TicksPerToken;
            if (next - now > size.Capacity)
                return false;
            if (Interlocked.CompareExchange(ref _fullAt, next, fullAt) == fullAt)
                return true;
        }
    }

    /// <summary>Gives back a token that was taken and turned out to be free.</summary>
    public void Return(BucketSize size) => Interlocked.Add(ref _fullAt, -size.TicksPerToken);

    public BucketReading Read(BucketSize size, long now)
    {
        var fullAt = Volatile.Read(ref _fullAt);
        if (fullAt <= now)
            return new BucketReading(size.Limit.Quota, Seconds: 0);
        var missing = fullAt - now;
        var remaining = Math.Max(0, (size.Capacity - missing) / size.TicksPerToken);
        // More than there is now: when what is missing is one token less than for this number.
        var wait = missing - (size.Capacity - (remaining + 1) * size.TicksPerToken);
        return new BucketReading((int)remaining, size.SecondsOf(wait));
    }

    public bool IsFull(long now) => Volatile.Read(ref _fullAt) <= now;
}
