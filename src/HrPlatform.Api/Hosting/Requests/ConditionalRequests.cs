using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using Microsoft.Net.Http.Headers;

namespace HrPlatform.Api.Hosting.Requests;

/// <summary>ETags and the conditions that use them (RFC 9110, sections 8.8.3 and 13.1).</summary>
internal static class ConditionalRequests
{
    /// <summary>
    /// Strong tag of a row version and of what is shown of it: two callers who see different fields get different tags.
    /// </summary>
    public static string TagOf(long version, string shown = "") =>
        shown.Length == 0
            ? $"\"{version}\""
            : $"\"{version}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown)).AsSpan(0, 4))}\"";

    /// <inheritdoc cref="TagOf(long, string)"/>
    public static string TagOf(long version, ulong shown) => $"\"{version}-{shown:x}\"";

    /// <summary>
    /// The versions that <c>If-Match</c> accepts. Only the version counts, so that a tag from any representation protects
    /// the row; a tag that is none of ours matches nothing.
    /// </summary>
    public static VersionMatch IfMatch(this HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
            return VersionMatch.Any;
        var tags = header.Split(',', StringSplitOptions.TrimEntries);
        return tags.Contains("*") ? VersionMatch.Any : new VersionMatch([.. tags.Select(VersionOf).OfType<long>()]);
    }

    /// <summary>The version that <c>If-Match</c> demands; null when there is no condition, or <c>*</c>.</summary>
    public static long? ExpectedVersion(this HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
            return null;
        var digits = header.Trim().Trim('"').Split('-')[0];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ProblemException(
                ProblemCatalog.MalformedRequest,
                "If-Match needs one ETag, as this API gave it.",
                new FieldError(HeaderNames.IfMatch, "invalid-etag", "Send the ETag of the resource, e.g. \"3\".")
            );
    }

    /// <summary>Sets the answer's ETag; true when the caller has this state already and a 304 will do.</summary>
    public static bool IsCurrent(this HttpContext context, string tag)
    {
        context.Response.Headers.ETag = tag;
        var known = context.Request.Headers.IfNoneMatch.ToString();
        return known.Length > 0
            && (known == "*" || known.Split(',').Any(candidate => candidate.Trim().Replace("W/", "") == tag));
    }

    private static long? VersionOf(string tag) =>
        long.TryParse(tag.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}
