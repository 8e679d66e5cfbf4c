namespace HrPlatform.Architecture.Tests;

public sealed class NamingTests
{
    private static readonly string[] _empty = ["Helper", "Helpers", "Manager", "Util", "Utils", "Utilities"];

    // A person's manager, who is unknown.
    private static readonly string[] _people = ["UnknownManager"];

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        var types = Code.TypesOf(Code.All).ToList();
        types.Count.ShouldBeGreaterThan(200);
        types
            .Where(type => _empty.Any(word => type.Name.Split('`')[0].EndsWith(word, StringComparison.Ordinal)))
            .Where(type => !_people.Contains(type.Name, StringComparer.Ordinal))
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Namespaces_follow_features_and_not_kinds_of_types()
    {
        string[] kinds =
        [
            "Commands",
            "Queries",
            "Validators",
            "Handlers",
            "Dtos",
            "Interfaces",
            "Models",
            "Services",
            "Repositories",
        ];
        var types = Code.TypesOf(Code.All).ToList();
        types.Count.ShouldBeGreaterThan(200);
        types
            .Where(type => type.Namespace!.Split('.').Intersect(kinds, StringComparer.Ordinal).Any())
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }
}
