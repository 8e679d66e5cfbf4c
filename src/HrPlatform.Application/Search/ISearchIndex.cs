namespace HrPlatform.Application.Search;

/// <summary>The tenant's searchable texts. Both methods answer best first, at most <see cref="IndexQuery.Top"/> hits.</summary>
public interface ISearchIndex
{
    Task<IReadOnlyList<SearchHit>> FindPassagesAsync(IndexQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<SearchHit>> FindEmployeesAsync(IndexQuery query, CancellationToken cancellationToken);
}

/// <param name="Vector">The query's embedding.</param>
public sealed record IndexQuery(
    string Text,
    ReadOnlyMemory<float> Vector,
    int Top,
    SearchMode Mode,
    SearchFilters Filters
);
