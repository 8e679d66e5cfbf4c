using System.Globalization;
using HrPlatform.Application.Tenants;
using Microsoft.Extensions.Configuration;

namespace HrPlatform.Infrastructure.Tenants;

/// <summary>
/// Plans from the configuration over the defaults: <c>Plans:pro:key:quota</c>, <c>Plans:pro:key:windowSeconds</c>,
/// <c>Plans:pro:tenant:…</c>, and <c>Limits:anonymous:…</c>.
/// </summary>
internal static class PlanConfiguration
{
    private const int MaxWindowSeconds = 86_400;

    /// <exception cref="InvalidOperationException">A value is missing or out of range; the message names its key.</exception>
    public static PlanCatalogue Read(IConfiguration configuration)
    {
        var plans = new Dictionary<string, Plan>(PlanCatalogue.Default.Plans, StringComparer.Ordinal);
        foreach (var section in configuration.GetSection("Plans").GetChildren())
        {
            // Environment variables arrive in any case; plan names are written in lower case.
            var name = section.Key.ToLowerInvariant();
            var known = plans.GetValueOrDefault(name);
            plans[name] = new Plan(
                name,
                ReadLimit(section.GetSection("key"), known?.Key),
                ReadLimit(section.GetSection("tenant"), known?.Tenant)
            );
        }
        return new PlanCatalogue(
            plans,
            ReadLimit(configuration.GetSection("Limits:anonymous"), PlanCatalogue.Default.Anonymous)
        );
    }

    private static RateLimit ReadLimit(IConfigurationSection section, RateLimit? known) =>
        new(
            ReadNumber(section, "quota", known?.Quota, int.MaxValue),
            TimeSpan.FromSeconds(
                ReadNumber(section, "windowSeconds", (int?)known?.Window.TotalSeconds, MaxWindowSeconds)
            )
        );

    private static int ReadNumber(IConfigurationSection section, string key, int? known, int max)
    {
        if (section[key] is not { } text)
            return known ?? throw new InvalidOperationException($"The configuration lacks {section.Path}:{key}.");
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1
            && value <= max
            ? value
            : throw new InvalidOperationException(
                $"The configuration's {section.Path}:{key} is '{text}'; expected a whole number from 1 to {max}."
            );
    }
}
