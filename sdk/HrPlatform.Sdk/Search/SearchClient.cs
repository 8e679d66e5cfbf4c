using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>One search over documents and employees: full text and meaning together.</summary>
public class SearchClient
{
    private readonly ISearchApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public SearchClient(ISearchApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected SearchClient() { }
#pragma warning restore CS8618

    /// <summary>Searches everything that the key may read.</summary>
    /// <param name="query">A question, a sentence or some words.</param>
    /// <param name="top">How many hits at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The hits, best first, each with its citation.</returns>
    public virtual Task<SearchResults> SearchAsync(
        string query,
        int top = 10,
        CancellationToken cancellationToken = default
    ) => SearchAsync(new SearchRequest { Query = query, Top = top }, cancellationToken);

    /// <summary>Searches with filters, in one kind or by one way only, or with explanations.</summary>
    /// <param name="request">What to search for, where and how.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The hits, best first, each with its citation.</returns>
    public virtual Task<SearchResults> SearchAsync(
        SearchRequest request,
        CancellationToken cancellationToken = default
    ) => _api.SearchAsync(request, cancellationToken: cancellationToken);
}
