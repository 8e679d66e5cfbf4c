using System.Collections.Frozen;

namespace HrPlatform.Application.Tenants;

/// <summary>The languages whose words the full-text search can reduce to their stems: ISO 639-1 code to configuration.</summary>
public static class TenantLanguages
{
    private static readonly FrozenDictionary<string, string> _configurations = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["ar"] = "arabic",
        ["ca"] = "catalan",
        ["da"] = "danish",
        ["de"] = "german",
        ["el"] = "greek",
        ["en"] = "english",
        ["es"] = "spanish",
        ["eu"] = "basque",
        ["fi"] = "finnish",
        ["fr"] = "french",
        ["ga"] = "irish",
        ["hi"] = "hindi",
        ["hu"] = "hungarian",
        ["hy"] = "armenian",
        ["id"] = "indonesian",
        ["it"] = "italian",
        ["lt"] = "lithuanian",
        ["ne"] = "nepali",
        ["nl"] = "dutch",
        ["no"] = "norwegian",
        ["pt"] = "portuguese",
        ["ro"] = "romanian",
        ["ru"] = "russian",
        ["sr"] = "serbian",
        ["sv"] = "swedish",
        ["ta"] = "tamil",
        ["tr"] = "turkish",
        ["yi"] = "yiddish",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _codes = _configurations.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    public static IReadOnlyList<string> Codes { get; } = [.. _configurations.Keys.Order(StringComparer.Ordinal)];

    public static bool IsKnown(string code) => _configurations.ContainsKey(code);

    /// <summary>The name of PostgreSQL's text search configuration.</summary>
    public static string ConfigurationOf(string code) => _configurations[code];

    public static string CodeOf(string configuration) => _codes.GetValueOrDefault(configuration, "en");
}
