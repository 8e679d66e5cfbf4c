using System.Globalization;
using HrPlatform.Application.Common;
using Microsoft.Extensions.Primitives;

namespace HrPlatform.Api.Hosting.Requests;

/// <summary>
/// Entity tags: the row's version, and a digest of what else decides on the representation (fields shown, names of linked
/// rows). <c>If-Match</c> compares the version alone, so that a tag from any representation protects the row.
/// </summary>
internal static class EntityTag
{
    public static string Of(long version, ulong digest) => $"\"{version}-{digest:x}\"";

    public static string Of(long version) => $"\"{version}\"";

    /// <summary>What <c>If-Match</c> accepts. A tag that is none of ours matches nothing.</summary>
    public static VersionMatch IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header))
            return VersionMatch.Any;
        var tags = TagsOf(header).ToList();
        return tags.Contains("*") ? VersionMatch.Any : new VersionMatch([.. tags.Select(VersionOf).OfType<long>()]);
    }

    /// <summary>Whether the caller has this representation already (<c>If-None-Match</c>).</summary>
    public static bool IsKnown(HttpRequest request, string tag)
    {
        var header = request.Headers.IfNoneMatch;
        return !StringValues.IsNullOrEmpty(header)
            && TagsOf(header).Any(known => known == "*" || known == tag || known == "W/" + tag);
    }

    private static IEnumerable<string> TagsOf(StringValues header) =>
        header.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries));

    private static long? VersionOf(string tag)
    {
        var text = tag.Trim('"');
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var version = dash < 0 ? text : text[..dash];
        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>A small running digest (FNV-1a, 64 bits) for entity tags; not for secrets.</summary>
internal struct TagDigest
{
    private const ulong Prime = 1099511628211;

    public TagDigest() { }

    public ulong Value { get; private set; } = 14695981039346656037;

    public TagDigest Add(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            Value = (Value ^ c) * Prime;
        // Marks the end, so that "ab"+"c" and "a"+"bc" differ.
        Value = (Value ^ 0x1F) * Prime;
        return this;
    }
}
