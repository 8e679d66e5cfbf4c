using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.Extensions.AI;

namespace HrPlatform.Application.Search;

/// <summary>One search over passages of documents and over employees.</summary>
/// <param name="Kinds">What to look through; empty means all that the caller may read.</param>
[NoScopeNeeded("Each kind needs a scope of its own; the handler asks for those that the request names.")]
[OpenToAnyReach("It reads only, and the database narrows people to the reach.")]
public sealed record SearchTenant(
    string Query,
    int Top = 10,
    IReadOnlyList<SearchKind>? Kinds = null,
    SearchMode Mode = SearchMode.Hybrid,
    SearchFilters? Filters = null,
    bool Explain = false
) : IQuery<SearchOutcome>;

public enum SearchKind
{
    Documents,
    Employees,
}

public enum SearchMode
{
    /// <summary>Meaning and words together.</summary>
    Hybrid,

    /// <summary>Meaning only: nearest vectors.</summary>
    Vector,

    /// <summary>Words only: full text.</summary>
    Keyword,
}

/// <summary>Narrow the search exactly: nothing outside is found.</summary>
/// <param name="Tags">Documents that carry all of these tags.</param>
/// <param name="DocumentIds">Only these documents.</param>
/// <param name="Departments">Only employees of these departments, by name.</param>
public sealed record SearchFilters(
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<DocumentId>? DocumentIds = null,
    IReadOnlyList<string>? Departments = null
);

/// <param name="Skipped">Kinds that were not asked for by name and that the caller may not read.</param>
public sealed record SearchOutcome(IReadOnlyList<SearchHit> Hits, IReadOnlyList<SearchKind> Skipped);

/// <summary>A passage of a document or an employee.</summary>
/// <param name="Score">Between 0 and 1; comparable inside one answer only.</param>
/// <param name="Snippet">The part of the text that fits best.</param>
/// <param name="Highlights">Where query words stand in the snippet.</param>
/// <param name="Passage">Set for documents.</param>
/// <param name="EmployeeId">Set for employees.</param>
/// <param name="Explanation">Only when it was asked for.</param>
public sealed record SearchHit(
    SearchKind Kind,
    double Score,
    string Title,
    string Text,
    string Snippet,
    IReadOnlyList<TextSpan> Highlights,
    FoundPassage? Passage,
    EmployeeId? EmployeeId,
    HitExplanation? Explanation
);

/// <summary>Characters from <paramref name="Start"/> up to and without <paramref name="End"/>.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last character.</param>
public sealed record TextSpan(int Start, int End);

/// <summary>Where a passage stands: what a citation is made of.</summary>
public sealed record FoundPassage(
    Guid ChunkId,
    DocumentId DocumentId,
    IReadOnlyList<string> HeadingPath,
    int? Page,
    int Start,
    int End
);

/// <summary>Why a hit stands where it does.</summary>
/// <param name="Similarity">Cosine of query and text by the embedding model.</param>
/// <param name="VectorRank">Place among the nearest vectors, from 1; null when it was not among them.</param>
/// <param name="KeywordScore">BM25 over the tenant's texts.</param>
/// <param name="KeywordRank">Place among the full-text matches, from 1; null when no word matched.</param>
public sealed record HitExplanation(double Similarity, int? VectorRank, double KeywordScore, int? KeywordRank);

internal sealed class SearchTenantValidator : AbstractValidator<SearchTenant>
{
    public SearchTenantValidator()
    {
        RuleFor(query => query.Query).NotEmpty().MaximumLength(1000);
        RuleFor(query => query.Top).InclusiveBetween(1, 50);
        RuleFor(query => query.Filters!.Tags!.Count)
            .LessThanOrEqualTo(20)
            .When(query => query.Filters?.Tags is not null);
        RuleFor(query => query.Filters!.DocumentIds!.Count)
            .LessThanOrEqualTo(200)
            .When(query => query.Filters?.DocumentIds is not null);
    }
}

internal sealed class SearchTenantHandler(
    CallerContext context,
    ISearchIndex index,
    IEmbeddingGenerator<string, Embedding<float>> embeddings
) : IRequestHandler<SearchTenant, SearchOutcome>
{
    public async Task<SearchOutcome> Handle(SearchTenant request, CancellationToken cancellationToken)
    {
        var named = request.Kinds is { Count: > 0 } ? request.Kinds : null;
        var kinds = new List<SearchKind>();
        var skipped = new List<SearchKind>();
        foreach (var kind in (named ?? Enum.GetValues<SearchKind>()).Distinct())
        {
            var scope = kind == SearchKind.Documents ? Scopes.DocumentsRead : Scopes.EmployeesRead;
            if (named is not null)
                context.Caller.Require(scope);
            (context.Caller.Has(scope) ? kinds : skipped).Add(kind);
        }

        var vector = await embeddings.GenerateVectorAsync(request.Query, cancellationToken: cancellationToken);
        var search = new IndexQuery(request.Query, vector, request.Top, request.Mode, request.Filters ?? new());
        var hits = new List<SearchHit>();
        if (kinds.Contains(SearchKind.Documents))
            hits.AddRange(await index.FindPassagesAsync(search, cancellationToken));
        if (kinds.Contains(SearchKind.Employees))
            hits.AddRange(await index.FindEmployeesAsync(search, cancellationToken));

        var best = hits.OrderByDescending(hit => hit.Score).Take(request.Top);
        return new SearchOutcome(
            [.. request.Explain ? best : best.Select(hit => hit with { Explanation = null })],
            skipped
        );
    }
}
