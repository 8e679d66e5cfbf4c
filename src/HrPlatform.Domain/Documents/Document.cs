using HrPlatform.Domain.Common;
using HrPlatform.Domain.Files;

namespace HrPlatform.Domain.Documents;

/// <summary>An HR document: a handbook page, a policy, a guide. Its versions follow each other; the latest readable one is searched.</summary>
public sealed class Document : AggregateRoot
{
    private readonly List<DocumentVersion> _versions = [];

    private Document() { }

    public DocumentId Id { get; private set; }

    public string Title { get; private set; } = "";

    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>SHA-256 of the latest version's file: the same file is never stored twice.</summary>
    public byte[] Sha256 { get; private set; } = [];

    public int LatestVersion { get; private set; }

    /// <summary>The version that search answers from; null until the first one was processed.</summary>
    public int? SearchableVersion { get; private set; }

    public IReadOnlyList<DocumentVersion> Versions => _versions;

    public DocumentVersion Latest => _versions.Single(version => version.Number == LatestVersion);

    /// <param name="title">Until the file was read, what the caller calls it or the file's name.</param>
    public static Document Upload(string title, IReadOnlyList<string> tags, UploadedFile file, DateTimeOffset now)
    {
        var document = new Document
        {
            Id = DocumentId.New(),
            Title = title,
            Tags = tags,
        };
        document.Append(file, now);
        document.Raise("document.created");
        return document;
    }

    /// <summary>A version that still waits to be read never will be: the new one takes its place.</summary>
    public void AddVersion(UploadedFile file, DateTimeOffset now)
    {
        foreach (var waiting in _versions.Where(version => version.Status == DocumentStatus.Processing))
            waiting.Failed("superseded", "A newer version was uploaded before this one was read.", now);
        Append(file, now);
        Raise("document.version_added");
    }

    /// <summary>The version was read, cut and embedded: it is what search answers from now on.</summary>
    public void Ready(int number, string? title, string language, int chunkCount, DateTimeOffset now)
    {
        Numbered(number).Ready(language, chunkCount, now);
        SearchableVersion = number;
        if (title is not null)
            Title = title;
        Raise("document.ready");
    }

    /// <summary>The version could not be read; an earlier one stays searchable.</summary>
    public void Failed(int number, string code, string message, DateTimeOffset now)
    {
        Numbered(number).Failed(code, message, now);
        Raise("document.failed");
    }

    public void Describe(string title, IReadOnlyList<string> tags)
    {
        if (Title == title && Tags.SequenceEqual(tags, StringComparer.Ordinal))
            return;
        Title = title;
        Tags = tags;
        Raise("document.updated");
    }

    public void Delete() => Raise("document.deleted");

    private void Append(UploadedFile file, DateTimeOffset now)
    {
        LatestVersion++;
        Sha256 = file.Sha256;
        _versions.Add(new DocumentVersion(Id, LatestVersion, file, now));
    }

    private DocumentVersion Numbered(int number) => _versions.Single(version => version.Number == number);

    private void Raise(string type) => Raise(new DomainEvent(type, Id.ToString(), []));
}

/// <summary>A file as it was taken in.</summary>
/// <param name="Format">markdown, text, html, pdf or docx: what the content was found to be.</param>
/// <param name="File">Where the file store keeps the bytes.</param>
public sealed record UploadedFile(string FileName, string Format, long SizeBytes, byte[] Sha256, FileId File);

public enum DocumentStatus
{
    Processing,
    Ready,
    Failed,
}

/// <summary>One uploaded file of a document.</summary>
public sealed class DocumentVersion
{
    private DocumentVersion() { }

    internal DocumentVersion(DocumentId document, int number, UploadedFile file, DateTimeOffset now)
    {
        DocumentId = document;
        Number = number;
        FileName = file.FileName;
        Format = file.Format;
        SizeBytes = file.SizeBytes;
        Sha256 = file.Sha256;
        File = file.File;
        CreatedAt = now;
    }

    public DocumentId DocumentId { get; private set; }

    public int Number { get; private set; }

    public string FileName { get; private set; } = "";

    public string Format { get; private set; } = "";

    public long SizeBytes { get; private set; }

    public byte[] Sha256 { get; private set; } = [];

    public FileId File { get; private set; }

    public DocumentStatus Status { get; private set; } = DocumentStatus.Processing;

    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>The text search configuration: english, french or simple.</summary>
    public string? Language { get; private set; }

    public int? ChunkCount { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ProcessedAt { get; private set; }

    internal void Ready(string language, int chunkCount, DateTimeOffset now)
    {
        Status = DocumentStatus.Ready;
        Language = language;
        ChunkCount = chunkCount;
        ProcessedAt = now;
        ErrorCode = null;
        ErrorMessage = null;
    }

    internal void Failed(string code, string message, DateTimeOffset now)
    {
        Status = DocumentStatus.Failed;
        ErrorCode = code;
        ErrorMessage = message;
        ProcessedAt = now;
    }
}
