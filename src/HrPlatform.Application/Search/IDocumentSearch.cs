namespace HrPlatform.Application.Search;

/// <summary>Finds the passages of the tenant's documents that may answer a question, best first.</summary>
public interface IDocumentSearch
{
    /// <summary>At most <paramref name="top"/> passages of documents that the caller may read.</summary>
    Task<IReadOnlyList<DocumentPassage>> FindAsync(string query, int top, CancellationToken cancellationToken);
}

/// <param name="DocumentId">The document's public id, <c>doc_…</c>.</param>
/// <param name="Section">Headings above the passage, outermost first, joined by " › ".</param>
/// <param name="Start">Offset of <paramref name="Text"/> in the document's text.</param>
/// <param name="Similarity">Cosine of query and passage, −1 to 1; null when the passage was found by words only.</param>
public sealed record DocumentPassage(
    string DocumentId,
    string Title,
    string? Section,
    int? Page,
    int Start,
    string Text,
    double Score,
    double? Similarity
);
