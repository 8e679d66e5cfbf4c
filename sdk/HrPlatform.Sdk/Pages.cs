using System.Runtime.CompilerServices;

namespace HrPlatform.Sdk;

/// <summary>Follows cursors.</summary>
internal static class Pages
{
    /// <summary>All rows of all pages; the next page is read when its first row is asked for.</summary>
    /// <param name="read">Reads the page that begins at a cursor; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<T> FollowAsync<T>(
        Func<string?, CancellationToken, Task<IHrPage<T>>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? cursor = null;
        do
        {
            var page = await read(cursor, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.Data)
                yield return row;
            cursor = page.HasMore ? page.NextCursor : null;
        } while (cursor is not null);
    }
}
