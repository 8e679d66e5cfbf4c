using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.Hosting.RateLimits;

/// <summary>One limit that a request counts against.</summary>
internal sealed record RateLimitPolicy(string Name, BucketSize Size)
{
    public const string Key = "key";
    public const string Tenant = "tenant";
    public const string Address = "address";

    /// <summary>As the <c>RateLimit-Policy</c> header shows it.</summary>
    public string Header { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Name}\";q={Size.Limit.Quota};w={(int)Size.Limit.Window.TotalSeconds}"
        );
}

/// <summary>
/// The buckets of keys, tenants and addresses, in this process. A request takes from all of its buckets or from none.
/// Full buckets are dropped: they are as good as new.
/// </summary>
internal sealed class RateLimiter(PlanCatalogue plans, TimeProvider clock)
{
    private const int SweepFrom = 10_000;
    private const int MaxBuckets = 200_000;

    // Whoever comes while the memory for buckets is used up shares one.
    private static readonly BucketKey _overflow = new(BucketKind.Overflow, default);

    private readonly ConcurrentDictionary<BucketKey, TokenBucket> _buckets = new();

    private readonly FrozenDictionary<string, (RateLimitPolicy Key, RateLimitPolicy Tenant)> _plans =
        plans.Plans.Values.ToFrozenDictionary(
            plan => plan.Name,
            plan =>
                (
                    new RateLimitPolicy(RateLimitPolicy.Key, new BucketSize(plan.Key, clock)),
                    new RateLimitPolicy(RateLimitPolicy.Tenant, new BucketSize(plan.Tenant, clock))
                ),
            StringComparer.Ordinal
        );

    // Administrators of the platform have no plan.
    private readonly RateLimitPolicy _platform = new(
        RateLimitPolicy.Key,
        new BucketSize(plans.Of(PlanCatalogue.Enterprise).Key, clock)
    );

    private readonly RateLimitPolicy _anonymous = new(RateLimitPolicy.Address, new BucketSize(plans.Anonymous, clock));

    private int _count;
    private int _sweepAt = SweepFrom;
    private long _sweepNotBefore = long.MinValue;

    /// <summary>How many buckets are in memory.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts a request of an authenticated caller, or of an address.</summary>
    public RateLimitTicket Take(Caller? caller, IPAddress? address)
    {
        var now = clock.GetTimestamp();
        var ticket = TicketOf(caller, address, now);
        ticket.Take(now);
        return ticket;
    }

    /// <summary>What the caller has left, without counting anything.</summary>
    public RateLimitTicket Peek(Caller caller)
    {
        var now = clock.GetTimestamp();
        var ticket = TicketOf(caller, address: null, now);
        ticket.Read(now);
        return ticket;
    }

    /// <summary>The request turned out to cost nothing.</summary>
    public void GiveBack(RateLimitTicket ticket) => ticket.GiveBack(clock.GetTimestamp());

    private RateLimitTicket TicketOf(Caller? caller, IPAddress? address, long now)
    {
        if (caller is null)
            return new RateLimitTicket(_anonymous, BucketOf(KeyOf(address), now));
        var key = BucketOf(new BucketKey(BucketKind.Key, Number(caller.CredentialId)), now);
        if (caller.Tenant is not { } place)
            return new RateLimitTicket(_platform, key);
        if (!_plans.TryGetValue(caller.Plan, out var plan))
            plan = _plans[PlanCatalogue.Free];
        // The sandbox has buckets of its own: a test that runs wild must not slow the live environment.
        var kind = place.Environment == TenantEnvironment.Live ? BucketKind.Tenant : BucketKind.Sandbox;
        var tenant = BucketOf(new BucketKey(kind, Number(place.TenantId.Value)), now);
        return new RateLimitTicket(plan.Key, key, plan.Tenant, tenant);
    }

    private TokenBucket BucketOf(BucketKey key, long now)
    {
        if (_buckets.TryGetValue(key, out var known))
            return known;
        TrySweep(now);
        if (Count >= MaxBuckets)
            key = _overflow;
        var bucket = new TokenBucket();
        var kept = _buckets.GetOrAdd(key, bucket);
        if (ReferenceEquals(kept, bucket))
            Interlocked.Increment(ref _count);
        return kept;
    }

    // Not more than once a second: in a flood there is nothing to drop, and each new address would look at all others.
    private void TrySweep(long now)
    {
        var notBefore = Volatile.Read(ref _sweepNotBefore);
        if (
            Count < Volatile.Read(ref _sweepAt)
            || now < notBefore
            || Interlocked.CompareExchange(ref _sweepNotBefore, now + clock.TimestampFrequency, notBefore) != notBefore
        )
            return;
        foreach (var entry in _buckets)
        {
            if (entry.Value.IsFull(now) && _buckets.TryRemove(entry))
                Interlocked.Decrement(ref _count);
        }
        // Twice what is in use, so that sweeping costs each new bucket a constant share.
        Volatile.Write(ref _sweepAt, Math.Clamp(Count * 2, SweepFrom, MaxBuckets));
    }

    private static BucketKey KeyOf(IPAddress? address)
    {
        if (address is null)
            return new BucketKey(BucketKind.Address, default);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        // A household has a /64: whoever has one address of it has all of them.
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            bytes[8..].Clear();
        return new BucketKey(BucketKind.Address, MemoryMarshal.Read<UInt128>(bytes));
    }

    private static UInt128 Number(Guid id) => MemoryMarshal.Read<UInt128>(id.ToByteArray());

    private enum BucketKind
    {
        Key,
        Tenant,
        Sandbox,
        Address,
        Overflow,
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct BucketKey(BucketKind Kind, UInt128 Id);
}
