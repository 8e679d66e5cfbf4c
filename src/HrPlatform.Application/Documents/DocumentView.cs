using HrPlatform.Domain.Documents;

namespace HrPlatform.Application.Documents;

/// <summary>A document as callers see it: the latest version's file and state.</summary>
/// <param name="Version">The row version; the ETag is made of it.</param>
public sealed record DocumentView(
    DocumentId Id,
    string Title,
    IReadOnlyList<string> Tags,
    string FileName,
    string Format,
    long SizeBytes,
    byte[] Sha256,
    DocumentStatus Status,
    string? ErrorCode,
    string? ErrorMessage,
    string? Language,
    int? ChunkCount,
    int LatestVersion,
    int? SearchableVersion,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ProcessedAt
);

/// <summary>A passage as it is searched.</summary>
public sealed record ChunkView(
    int Ordinal,
    IReadOnlyList<string> HeadingPath,
    int? Page,
    int Start,
    int End,
    int TokenCount,
    string Text
);

/// <summary>Reads documents of the caller's tenant.</summary>
public interface IDocumentReader
{
    Task<DocumentView?> FindAsync(DocumentId document, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until no other unit of work changes the document, and keeps others waiting until this one ends: a change and
    /// the job that reads the file come one after the other, so that neither fails because of the other.
    /// </summary>
    Task LockAsync(DocumentId document, CancellationToken cancellationToken);

    /// <summary>The document whose latest version is exactly this file.</summary>
    Task<DocumentView?> FindByContentAsync(byte[] sha256, CancellationToken cancellationToken);

    /// <summary>Newest first; one more than <paramref name="limit"/> when there are more.</summary>
    Task<IReadOnlyList<DocumentView>> ListAsync(
        DocumentFilter filter,
        DocumentId? after,
        int skip,
        int limit,
        CancellationToken cancellationToken
    );

    Task<long> CountAsync(DocumentFilter filter, CancellationToken cancellationToken);

    Task<IReadOnlyList<ChunkView>> ListChunksAsync(
        DocumentId document,
        int fromOrdinal,
        int limit,
        CancellationToken cancellationToken
    );
}

/// <param name="Title">Part of the title, case and accents ignored.</param>
public sealed record DocumentFilter(string? Title = null, string? Tag = null, DocumentStatus? Status = null);
