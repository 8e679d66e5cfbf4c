using HrPlatform.Application.Common.Paging;

namespace HrPlatform.Api.V1;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Page">The page's number, from 1.</param>
/// <param name="PageSize">Rows per page.</param>
/// <param name="TotalItems">Rows in all.</param>
/// <param name="TotalPages">Pages in all.</param>
public sealed record PagedList<T>(IReadOnlyList<T> Items, int Page, int PageSize, long TotalItems, long TotalPages);

internal static class NumberedPages
{
    public static PagedList<TContract> ToContract<TView, TContract>(
        this NumberedPage<TView> page,
        Func<TView, TContract> map
    ) => new([.. page.Items.Select(map)], page.Page, page.PageSize, page.TotalItems, page.TotalPages);
}
