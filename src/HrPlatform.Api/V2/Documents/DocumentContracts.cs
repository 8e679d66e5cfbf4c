using System.ComponentModel.DataAnnotations;
using HrPlatform.Application.Common;
using HrPlatform.Application.Documents;
using HrPlatform.Domain.Documents;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Api.V2.Documents;

/// <summary>An HR document and the state of its latest version.</summary>
public sealed record DocumentResource
{
    /// <summary>The document's id.</summary>
    public required DocumentId Id { get; init; }

    /// <summary>What the caller called it, else the title inside the file, else the file's name.</summary>
    /// <example>Remote work policy</example>
    public required string Title { get; init; }

    /// <summary>Free words to filter by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The name of the latest version's file.</summary>
    /// <example>remote-work.md</example>
    public required string FileName { get; init; }

    /// <summary>markdown, text, html, pdf or docx: what the content was found to be.</summary>
    /// <example>markdown</example>
    public required string Format { get; init; }

    /// <summary>Size of the latest version's file in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the latest version's file, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether the latest version is being read, can be searched, or could not be read.</summary>
    public required DocumentStatus Status { get; init; }

    /// <summary>Why the latest version could not be read; null unless the status is failed.</summary>
    public DocumentError? Error { get; init; }

    /// <summary>The language found in the text: english, french, or simple for any other.</summary>
    public string? Language { get; init; }

    /// <summary>How many passages the latest version was cut into.</summary>
    public int? ChunkCount { get; init; }

    /// <summary>The number of the latest version, from 1.</summary>
    public required int LatestVersion { get; init; }

    /// <summary>The version that search answers from; null until one was read.</summary>
    public int? SearchableVersion { get; init; }

    /// <summary>When the document was first uploaded.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about the document changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the latest version was read; null while it is being read.</summary>
    public DateTimeOffset? ProcessedAt { get; init; }

    internal static DocumentResource Of(DocumentView view) =>
        new()
        {
            Id = view.Id,
            Title = view.Title,
            Tags = view.Tags,
            FileName = view.FileName,
            Format = view.Format,
            SizeBytes = view.SizeBytes,
            Sha256 = Convert.ToHexStringLower(view.Sha256),
            Status = view.Status,
            Error = view.ErrorCode is null ? null : new DocumentError(view.ErrorCode, view.ErrorMessage ?? ""),
            Language = view.Language,
            ChunkCount = view.ChunkCount,
            LatestVersion = view.LatestVersion,
            SearchableVersion = view.SearchableVersion,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
            ProcessedAt = view.ProcessedAt,
        };
}

/// <summary>Why a file could not be read.</summary>
/// <param name="Code">Stable: malformed, encrypted, no-text, too-large, too-complex or timed-out.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record DocumentError(string Code, string Message);

/// <summary>The answer to an upload.</summary>
/// <param name="Document">The document.</param>
/// <param name="JobId">The job that reads the file; null when the same file was there already.</param>
public sealed record UploadAnswer(DocumentResource Document, JobId? JobId);

/// <summary>A file to upload, as <c>multipart/form-data</c>.</summary>
public sealed class UploadForm
{
    /// <summary>Markdown, text, HTML, PDF or DOCX, at most 20 MB.</summary>
    [Required]
    public required IFormFile File { get; init; }

    /// <summary>How the document is called; otherwise its own title, or the file's name.</summary>
    public string? Title { get; init; }

    /// <summary>Free words to filter by, at most 20.</summary>
    public List<string>? Tags { get; init; }
}

/// <summary>A new version's file, as <c>multipart/form-data</c>.</summary>
public sealed class VersionForm
{
    /// <summary>Markdown, text, HTML, PDF or DOCX, at most 20 MB.</summary>
    [Required]
    public required IFormFile File { get; init; }
}

/// <summary>A merge patch (RFC 7396) of a document.</summary>
public sealed record DocumentPatch
{
    /// <summary>The new title.</summary>
    /// <example>Remote work policy 2027</example>
    public Optional<string> Title { get; init; }

    /// <summary>All tags that the document is to have.</summary>
    public Optional<IReadOnlyList<string>> Tags { get; init; }
}

/// <summary>A passage of a document, as it is searched and cited.</summary>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="HeadingPath">The headings above it, outermost first.</param>
/// <param name="Page">The page on which it begins, for formats with pages.</param>
/// <param name="Start">Offset of its first character in the document's text, in UTF-16 units.</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="TokenCount">Its size in tokens of the embedding model.</param>
/// <param name="Text">The passage.</param>
public sealed record ChunkResource(
    int Ordinal,
    IReadOnlyList<string> HeadingPath,
    int? Page,
    int Start,
    int End,
    int TokenCount,
    string Text
);
