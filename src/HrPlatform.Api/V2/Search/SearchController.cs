using Asp.Versioning;
using HrPlatform.Application.Search;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Search;

/// <summary>One search over documents and employees.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/search")]
[Tags("Search")]
[Produces("application/json")]
[Authorize]
public sealed class SearchController(IMediator mediator) : ControllerBase
{
    /// <summary>Search documents and employees</summary>
    /// <remarks>
    /// Each kind needs its scope: `documents:read`, `employees:read`. Without `kinds`, those that the key may not read are
    /// left out and named in `withheld`.
    /// </remarks>
    [HttpPost]
    [ProducesResponseType<SearchResults>(StatusCodes.Status200OK)]
    public async Task<SearchResults> Search(SearchRequest request, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(
            new SearchTenant(
                request.Query,
                request.Top ?? 10,
                request.Kinds,
                request.Mode ?? SearchMode.Hybrid,
                request.Filters is null
                    ? null
                    : new SearchFilters(request.Filters.Tags, request.Filters.DocumentIds, request.Filters.Departments),
                request.Explain ?? false
            ),
            cancellationToken
        );
        return new SearchResults(
            [.. outcome.Hits.Select((hit, i) => SearchResult.Of(hit, i + 1))],
            [.. outcome.Skipped]
        );
    }
}

/// <summary>What to search for.</summary>
public sealed record SearchRequest
{
    /// <summary>A question, a sentence or some words; at most 1,000 characters.</summary>
    /// <example>How many weeks of parental leave are paid?</example>
    public required string Query { get; init; }

    /// <summary>How many hits at most, 1 to 50; 10 when left out.</summary>
    public int? Top { get; init; }

    /// <summary>Where to search; everywhere when left out.</summary>
    public IReadOnlyList<SearchKind>? Kinds { get; init; }

    /// <summary>Meaning and words together (hybrid, the default), meaning only (vector) or words only (keyword).</summary>
    public SearchMode? Mode { get; init; }

    /// <summary>Narrow the search exactly.</summary>
    public SearchFilter? Filters { get; init; }

    /// <summary>Tell for each hit why it stands where it does.</summary>
    public bool? Explain { get; init; }
}

/// <summary>Nothing outside of these is found.</summary>
public sealed record SearchFilter
{
    /// <summary>Documents that carry all of these tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Only these documents.</summary>
    public IReadOnlyList<DocumentId>? DocumentIds { get; init; }

    /// <summary>Only employees of these departments, by name.</summary>
    public IReadOnlyList<string>? Departments { get; init; }
}

/// <summary>The hits, best first.</summary>
/// <param name="Results">At most as many as asked for.</param>
/// <param name="Withheld">Kinds that the key may not read and that were not asked for by name.</param>
public sealed record SearchResults(IReadOnlyList<SearchResult> Results, IReadOnlyList<SearchKind> Withheld);

/// <summary>A passage of a document, or an employee.</summary>
public sealed record SearchResult
{
    /// <summary>Which kind of hit this is.</summary>
    public required SearchKind Kind { get; init; }

    /// <summary>The document's or the employee's id.</summary>
    /// <example>doc_01jdcw8v2rfh3tqcz9k5m7x0ae</example>
    public required string Id { get; init; }

    /// <summary>The document's title or the employee's name.</summary>
    public required string Title { get; init; }

    /// <summary>Between 0 and 1; comparable inside one answer only.</summary>
    public required double Score { get; init; }

    /// <summary>The whole passage.</summary>
    public required string Text { get; init; }

    /// <summary>The part of the passage that fits best.</summary>
    public required string Snippet { get; init; }

    /// <summary>Where words of the query stand in the snippet.</summary>
    public required IReadOnlyList<TextSpan> Highlights { get; init; }

    /// <summary>Where the passage stands in its document; null for employees.</summary>
    public SearchCitation? Citation { get; init; }

    /// <summary>Only when it was asked for.</summary>
    public HitExplanation? Explanation { get; init; }

    internal static SearchResult Of(SearchHit hit, int n) =>
        new()
        {
            Kind = hit.Kind,
            Id = hit.Passage?.DocumentId.ToString() ?? hit.EmployeeId!.Value.ToString(),
            Title = hit.Title,
            Score = Math.Round(hit.Score, 4),
            Text = hit.Text,
            Snippet = hit.Snippet,
            Highlights = hit.Highlights,
            Citation = hit.Passage is null ? null : SearchCitation.Of(hit, hit.Passage, n),
            Explanation = hit.Explanation,
        };
}

/// <summary>Where a passage stands.</summary>
/// <param name="N">The hit's number, from 1.</param>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Section">The heading above the passage.</param>
/// <param name="Page">The page, for formats with pages.</param>
/// <param name="Start">Offset of the first character in the document's text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Quote">The words that fit best.</param>
public sealed record SearchCitation(
    int N,
    DocumentId DocumentId,
    string Title,
    string? Section,
    int? Page,
    int Start,
    int End,
    string Quote
)
{
    internal static SearchCitation Of(SearchHit hit, FoundPassage passage, int n) =>
        new(
            n,
            passage.DocumentId,
            hit.Title,
            passage.HeadingPath.Count == 0 ? null : passage.HeadingPath[^1],
            passage.Page,
            passage.Start,
            passage.End,
            hit.Snippet
        );
}
