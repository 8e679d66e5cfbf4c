using HrPlatform.Application.Common.Paging;
using Microsoft.AspNetCore.WebUtilities;

namespace HrPlatform.Api.V2;

/// <summary>One page of a list.</summary>
/// <param name="Data">The rows.</param>
/// <param name="HasMore">Whether another page follows.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c>, with the same other arguments, to read on. Null on the last page.</param>
/// <param name="Total">How many rows there are in all; only with <c>total=true</c>.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, bool HasMore, string? NextCursor, long? Total);

internal static class CursorPages
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>A page size that is too large is clamped, not refused.</summary>
    public static int Clamp(int? limit) => Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);

    /// <summary>The page in its contract, with <c>Link: rel="next"</c> (RFC 8288) on the answer.</summary>
    public static Page<TContract> ToContract<TView, TContract>(
        this CursorPage<TView> page,
        HttpContext context,
        Func<TView, TContract> map
    )
    {
        if (page.NextCursor is not null)
        {
            var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
            query["cursor"] = page.NextCursor;
            var next = QueryHelpers.AddQueryString(context.Request.Path, query);
            context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
        }
        return new Page<TContract>([.. page.Items.Select(map)], page.HasMore, page.NextCursor, page.Total);
    }
}
