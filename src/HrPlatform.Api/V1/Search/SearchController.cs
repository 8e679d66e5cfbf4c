using Asp.Versioning;
using HrPlatform.Application.Search;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1.Search;

/// <summary>One search over documents and employees.</summary>
[ApiController]
[ApiVersion("1")]
[Route("v{version:apiVersion}/search")]
[Tags("Search")]
[Produces("application/json")]
[Authorize]
public sealed class SearchController(IMediator mediator) : ControllerBase
{
    /// <summary>Search documents and employees</summary>
    /// <remarks>Each kind needs its scope: `documents:read`, `employees:read`. Without `kinds`, what the key may read is searched.</remarks>
    [HttpPost]
    [ProducesResponseType<SearchAnswer>(StatusCodes.Status200OK)]
    public async Task<SearchAnswer> Search(SearchQuestion request, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(
            new SearchTenant(request.Query, request.Top ?? 10, request.Kinds),
            cancellationToken
        );
        return new SearchAnswer([.. outcome.Hits.Select(FoundItem.Of)]);
    }
}

/// <summary>What to search for.</summary>
public sealed record SearchQuestion
{
    /// <summary>A question, a sentence or some words; at most 1,000 characters.</summary>
    /// <example>parental leave</example>
    public required string Query { get; init; }

    /// <summary>How many results at most, 1 to 50; 10 when left out.</summary>
    public int? Top { get; init; }

    /// <summary>Where to search; everywhere when left out.</summary>
    public IReadOnlyList<SearchKind>? Kinds { get; init; }
}

/// <summary>The results, best first.</summary>
/// <param name="Results">At most as many as asked for.</param>
public sealed record SearchAnswer(IReadOnlyList<FoundItem> Results);

/// <summary>A passage of a document, or an employee.</summary>
/// <param name="Kind">Which kind of result this is.</param>
/// <param name="Id">The document's or the employee's id.</param>
/// <param name="Score">Between 0 and 1; comparable inside one answer only.</param>
/// <param name="Text">The passage, or what is known of the employee.</param>
/// <param name="Citation">Where the passage stands; null for employees.</param>
public sealed record FoundItem(SearchKind Kind, string Id, double Score, string Text, FoundItemCitation? Citation)
{
    internal static FoundItem Of(SearchHit hit) =>
        new(
            hit.Kind,
            hit.Passage?.DocumentId.ToString() ?? hit.EmployeeId!.Value.ToString(),
            Math.Round(hit.Score, 4),
            hit.Kind == SearchKind.Employees ? $"{hit.Title}: {hit.Text}" : hit.Text,
            hit.Passage is null
                ? null
                : new FoundItemCitation(
                    hit.Passage.DocumentId,
                    hit.Title,
                    hit.Passage.HeadingPath.Count == 0 ? null : hit.Passage.HeadingPath[^1],
                    hit.Passage.Page,
                    hit.Passage.Start,
                    hit.Passage.End,
                    hit.Snippet
                )
        );
}

/// <summary>Where a passage stands.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Section">The heading above the passage.</param>
/// <param name="Page">The page, for formats with pages.</param>
/// <param name="Start">Offset of the first character in the document's text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Quote">The words that fit best.</param>
public sealed record FoundItemCitation(
    DocumentId DocumentId,
    string Title,
    string? Section,
    int? Page,
    int Start,
    int End,
    string Quote
);
