using System.Globalization;

namespace HrPlatform.Api.Hosting.RateLimits;

/// <summary>The limits of one request, whether it is within them, and what is left of each.</summary>
internal sealed class RateLimitTicket(
    RateLimitPolicy first,
    TokenBucket firstBucket,
    RateLimitPolicy? second = null,
    TokenBucket? secondBucket = null
)
{
    private BucketReading _firstReading;
    private BucketReading _secondReading;
    private bool _firstRefused;
    private bool _secondRefused;

    public bool IsAllowed => !_firstRefused && !_secondRefused;

    /// <summary>Each policy with what is left of it.</summary>
    public IEnumerable<(RateLimitPolicy Policy, BucketReading Reading)> Readings
    {
        get
        {
            yield return (first, _firstReading);
            if (second is not null)
                yield return (second, _secondReading);
        }
    }

    /// <summary>The names of the policies that refused the request.</summary>
    public IReadOnlyList<string> Violated =>
        (_firstRefused, _secondRefused) switch
        {
            (true, true) => [first.Name, second!.Name],
            (true, false) => [first.Name],
            (false, true) => [second!.Name],
            _ => [],
        };

    /// <summary>When the same request can succeed.</summary>
    public TimeSpan RetryAfter =>
        TimeSpan.FromSeconds(
            Math.Max(_firstRefused ? _firstReading.Seconds : 0, _secondRefused ? _secondReading.Seconds : 0)
        );

    public string PolicyHeader => second is null ? first.Header : $"{first.Header}, {second.Header}";

    public string LimitHeader =>
        second is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"\"{first.Name}\";r={_firstReading.Remaining};t={_firstReading.Seconds}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"\"{first.Name}\";r={_firstReading.Remaining};t={_firstReading.Seconds}, \"{second.Name}\";r={_secondReading.Remaining};t={_secondReading.Seconds}"
            );

    public void Take(long now)
    {
        _firstRefused = !firstBucket.TryTake(first.Size, now);
        _secondRefused = secondBucket is not null && !secondBucket.TryTake(second!.Size, now);
        if (_firstRefused != _secondRefused && secondBucket is not null)
        {
            // One refused: the other one's token was not used.
            if (_firstRefused)
                secondBucket.Return(second!.Size);
            else
                firstBucket.Return(first.Size);
        }
        Read(now);
    }

    public void GiveBack(long now)
    {
        firstBucket.Return(first.Size);
        secondBucket?.Return(second!.Size);
        Read(now);
    }

    public void Read(long now)
    {
        _firstReading = firstBucket.Read(first.Size, now);
        if (secondBucket is not null)
            _secondReading = secondBucket.Read(second!.Size, now);
    }
}
