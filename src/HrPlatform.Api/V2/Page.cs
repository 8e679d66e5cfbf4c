using System.ComponentModel.DataAnnotations;
using HrPlatform.Application.Common.Paging;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
public sealed record Page<T>
{
    /// <summary>The items of this page, in the order that was asked for.</summary>
    public required IReadOnlyList<T> Data { get; init; }

    /// <summary>Whether there is another page.</summary>
    /// <example>true</example>
    public required bool HasMore { get; init; }

    /// <summary>Send it as `cursor` with the same arguments to get the next page; null at the end.</summary>
    /// <example>kUz3Yc0dQm1vT2x</example>
    public string? NextCursor { get; init; }

    /// <summary>How many items the whole list has; only with `total=true`.</summary>
    /// <example>2000</example>
    public long? Total { get; init; }
}

/// <summary>How much of a list is wanted, and from where.</summary>
public sealed record PageQuery
{
    public const int DefaultLimit = 50;

    /// <summary>Items per page; more than 200 are cut to 200.</summary>
    /// <example>50</example>
    [FromQuery(Name = "limit")]
    [Range(1, int.MaxValue)]
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>`nextCursor` of the page before. It fits only the arguments that it came from.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

    /// <summary>Count the whole list as well.</summary>
    /// <example>false</example>
    [FromQuery(Name = "total")]
    public bool Total { get; init; }
}

internal static class PageExtensions
{
    /// <summary>The page as it is sent, and its successor as a <c>Link</c> header.</summary>
    public static Page<TContract> ToPage<TView, TContract>(
        this CursorPage<TView> page,
        HttpContext http,
        Func<TView, TContract> contract
    )
    {
        if (page.NextCursor is { } next)
        {
            var others = http
                .Request.Query.Where(pair => !string.Equals(pair.Key, "cursor", StringComparison.OrdinalIgnoreCase))
                .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)))
                .Append(KeyValuePair.Create("cursor", (string?)next));
            var query = QueryString.Create(others);
            http.Response.Headers.Link = $"<{http.Request.PathBase}{http.Request.Path}{query}>; rel=\"next\"";
        }
        return new Page<TContract>
        {
            Data = [.. page.Items.Select(contract)],
            HasMore = page.HasMore,
            NextCursor = page.NextCursor,
            Total = page.Total,
        };
    }
}
