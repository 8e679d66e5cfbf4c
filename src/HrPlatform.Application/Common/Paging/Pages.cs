namespace HrPlatform.Application.Common.Paging;

/// <summary>A page by number (v1).</summary>
public sealed record NumberedPage<T>(IReadOnlyList<T> Items, int Page, int PageSize, long TotalItems)
{
    public long TotalPages => (TotalItems + PageSize - 1) / PageSize;
}

/// <summary>A page by cursor (v2). <see cref="Total"/> only when it was asked for.</summary>
public sealed record CursorPage<T>(IReadOnlyList<T> Items, string? NextCursor, long? Total)
{
    public bool HasMore => NextCursor is not null;
}
