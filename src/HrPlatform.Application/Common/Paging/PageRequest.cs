namespace HrPlatform.Application.Common.Paging;

/// <summary>Which page of a list (v2).</summary>
/// <param name="Limit">Rows per page.</param>
/// <param name="Cursor">Where the page before ended; null asks for the first page.</param>
/// <param name="Total">Whether to count all rows.</param>
public sealed record PageRequest(int Limit, string? Cursor, bool Total)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    /// <summary>A page that is too large or too small is made to fit.</summary>
    public static PageRequest Of(int? limit, string? cursor, bool? total) =>
        new(
            Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit),
            string.IsNullOrEmpty(cursor) ? null : cursor,
            total ?? false
        );

    /// <param name="rows">One row more than the limit when there is a next page.</param>
    /// <param name="cursorAfter">Seals the position of a page's last row.</param>
    public CursorPage<T> Cut<T>(List<T> rows, Func<T, string> cursorAfter, long? total)
    {
        if (rows.Count <= Limit)
            return new CursorPage<T>(rows, NextCursor: null, total);
        rows.RemoveRange(Limit, rows.Count - Limit);
        return new CursorPage<T>(rows, cursorAfter(rows[^1]), total);
    }
}
