namespace HrPlatform.Application.Tenants;

/// <summary>A bucket of <paramref name="Quota"/> requests that refills steadily over <paramref name="Window"/>.</summary>
public sealed record RateLimit(int Quota, TimeSpan Window);

/// <summary>What a tenant has agreed on.</summary>
/// <param name="Key">For each key.</param>
/// <param name="Tenant">For all keys of an environment's tenant together.</param>
public sealed record Plan(string Name, RateLimit Key, RateLimit Tenant);

/// <summary>The plans of this installation: those in the configuration, else the defaults.</summary>
/// <param name="Anonymous">For each network address whose requests carry no valid credential.</param>
public sealed record PlanCatalogue(IReadOnlyDictionary<string, Plan> Plans, RateLimit Anonymous)
{
    public const string Free = "free";
    public const string Pro = "pro";
    public const string Enterprise = "enterprise";

    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    public static PlanCatalogue Default { get; } =
        new(
            new Dictionary<string, Plan>(StringComparer.Ordinal)
            {
                [Free] = new(Free, new RateLimit(600, _minute), new RateLimit(6_000, _minute)),
                [Pro] = new(Pro, new RateLimit(3_000, _minute), new RateLimit(30_000, _minute)),
                [Enterprise] = new(Enterprise, new RateLimit(30_000, _minute), new RateLimit(300_000, _minute)),
            },
            new RateLimit(600, _minute)
        );

    /// <summary>A name that is no longer configured counts as the free plan, so that nobody is left without a limit.</summary>
    public Plan Of(string name) => Plans.GetValueOrDefault(name) ?? Plans[Free];
}
