using System.Diagnostics;
using System.Net;
using CsCheck;
using HrPlatform.Api.Hosting.RateLimits;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.Time.Testing;

namespace HrPlatform.Api.Tests.Hosting.RateLimits;

public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_bucket_never_gives_more_than_its_quota_and_what_time_brought()
    {
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 100], Gen.Int[0, 3_000].Array[1, 200])
            .Sample(
                (quota, window, waits) =>
                {
                    var clock = new FakeTimeProvider();
                    var size = new BucketSize(new RateLimit(quota, TimeSpan.FromSeconds(window)), clock);
                    var bucket = new TokenBucket();
                    var start = clock.GetUtcNow();
                    var taken = 0;
                    foreach (var wait in waits)
                    {
                        clock.Advance(TimeSpan.FromMilliseconds(wait));
                        var now = clock.GetTimestamp();
                        var before = bucket.Read(size, now);
                        var given = bucket.TryTake(size, now);
                        // What the caller was told is what happens.
                        if (given != before.Remaining > 0)
                            return false;
                        if (given)
                            taken++;
                        var elapsed = (clock.GetUtcNow() - start).TotalSeconds;
                        if (taken > quota + elapsed * quota / window + 0.001)
                            return false;
                    }
                    return true;
                }
            );
    }

    [Fact]
    public void After_the_seconds_that_a_refusal_names_there_is_more_and_not_a_second_earlier()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Int[20, 200])
            .Sample(
                (quota, window) =>
                {
                    var clock = new FakeTimeProvider();
                    var size = new BucketSize(new RateLimit(quota, TimeSpan.FromSeconds(window)), clock);
                    var bucket = new TokenBucket();
                    while (bucket.TryTake(size, clock.GetTimestamp())) { }
                    var reading = bucket.Read(size, clock.GetTimestamp());
                    if (reading.Remaining != 0 || reading.Seconds < 1)
                        return false;
                    clock.Advance(TimeSpan.FromSeconds(reading.Seconds - 1));
                    if (bucket.TryTake(size, clock.GetTimestamp()))
                        return false;
                    clock.Advance(TimeSpan.FromSeconds(1));
                    return bucket.TryTake(size, clock.GetTimestamp());
                }
            );
    }

    [Fact]
    public async Task Parallel_requests_get_exactly_the_quota()
    {
        var limiter = Limiter(key: 100, tenant: 1_000);
        var caller = CallerOf(TenantId.New());
        var allowed = 0;

        await Parallel.ForAsync(
            0,
            1_000,
            TestContext.Current.CancellationToken,
            (_, _) =>
            {
                if (limiter.Take(caller, address: null).IsAllowed)
                    Interlocked.Increment(ref allowed);
                return ValueTask.CompletedTask;
            }
        );

        allowed.ShouldBe(100);
    }

    [Fact]
    public void Keys_of_a_tenant_share_its_limit_and_the_sandbox_has_its_own()
    {
        var limiter = Limiter(key: 10, tenant: 12);
        var tenant = TenantId.New();
        var (first, second) = (CallerOf(tenant), CallerOf(tenant));

        Take(limiter, first, 20).ShouldBe(10);
        Take(limiter, second, 20).ShouldBe(2);
        var refused = limiter.Take(second, address: null);
        refused.Violated.ShouldBe(["tenant"]);
        // The key's own token was not used up by what the tenant's limit refused.
        refused.Readings.First().Reading.Remaining.ShouldBe(8);
        Take(limiter, CallerOf(tenant, TenantEnvironment.Test), 20).ShouldBe(10);
        Take(limiter, CallerOf(TenantId.New()), 20).ShouldBe(10);
    }

    [Fact]
    public void Addresses_without_a_credential_are_limited_each_and_an_IPv6_network_as_one()
    {
        var limiter = Limiter(key: 10, tenant: 10, anonymous: 3);

        Take(limiter, "192.0.2.1", 5).ShouldBe(3);
        Take(limiter, "::ffff:192.0.2.2", 5).ShouldBe(3);
        Take(limiter, "::ffff:192.0.2.3", 5).ShouldBe(3);
        Take(limiter, "2001:db8::1", 2).ShouldBe(2);
        Take(limiter, "2001:db8::ffff", 5).ShouldBe(1);
        Take(limiter, "2001:db8:0:1::1", 5).ShouldBe(3);
    }

    [Fact]
    public void A_flood_of_addresses_meets_bounded_memory_which_is_free_again_later()
    {
        var limiter = Limiter(key: 10, tenant: 10, anonymous: 60);
        for (var i = 0; i < 300_000; i++)
            limiter.Take(caller: null, new IPAddress(i + 1L));
        limiter.Count.ShouldBeLessThanOrEqualTo(200_001);

        _clock.Advance(TimeSpan.FromMinutes(2));
        limiter.Take(caller: null, new IPAddress(1_000_000L));
        limiter.Count.ShouldBeLessThan(10);
    }

    [Fact]
    public void Counting_a_request_costs_less_than_ten_microseconds()
    {
        const int Rounds = 20_000;
        var limiter = new RateLimiter(PlanCatalogue.Default, TimeProvider.System);
        var callers = Enumerable.Range(0, 200).Select(_ => CallerOf(TenantId.New())).ToArray();
        var best = double.MaxValue;
        var length = 0;
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Rounds; i++)
            {
                var ticket = limiter.Take(callers[i % callers.Length], address: null);
                length += ticket.PolicyHeader.Length + ticket.LimitHeader.Length;
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Rounds);
        }

        length.ShouldBeGreaterThan(0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{best:0.00} µs per request, headers included");
        best.ShouldBeLessThan(10);
    }

    private static int Take(RateLimiter limiter, Caller caller, int times) =>
        Enumerable.Range(0, times).Count(_ => limiter.Take(caller, address: null).IsAllowed);

    private static int Take(RateLimiter limiter, string address, int times) =>
        Enumerable.Range(0, times).Count(_ => limiter.Take(caller: null, IPAddress.Parse(address)).IsAllowed);

    private RateLimiter Limiter(int key, int tenant, int anonymous = 10)
    {
        RateLimit Limit(int quota) => new(quota, TimeSpan.FromMinutes(1));
        var plan = new Plan(PlanCatalogue.Free, Limit(key), Limit(tenant));
        var plans = new Dictionary<string, Plan>(StringComparer.Ordinal) { [plan.Name] = plan };
        return new RateLimiter(new PlanCatalogue(plans, Limit(anonymous)), _clock);
    }

    private static Caller CallerOf(TenantId tenant, TenantEnvironment environment = TenantEnvironment.Live) =>
        new(
            Guid.CreateVersion7(),
            "test",
            new TenantPlace(tenant, environment, "Platform", "s", "r", "english"),
            PlanCatalogue.Free,
            new HashSet<string>(StringComparer.Ordinal)
        );
}
