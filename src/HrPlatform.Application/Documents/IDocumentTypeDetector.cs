using System.Diagnostics.CodeAnalysis;

namespace HrPlatform.Application.Documents;

/// <summary>
/// Decides what an uploaded file is. The content has the last word; the file name and the declared media type only choose
/// between formats that look alike (Markdown and plain text), and a file whose name contradicts its content is refused.
/// </summary>
public interface IDocumentTypeDetector
{
    /// <param name="content">The whole file.</param>
    /// <param name="fileName">The name the client gave, or null when it gave none.</param>
    /// <param name="mediaType">
    /// The media type the client declared, parameters allowed. Null, empty and <c>application/octet-stream</c> claim nothing.
    /// </param>
    DocumentTypeDetection Detect(ReadOnlyMemory<byte> content, string? fileName, string? mediaType);
}

/// <summary>Either the format of a file, or why it is not accepted.</summary>
public sealed record DocumentTypeDetection
{
    private DocumentTypeDetection(DocumentFileFormat? format, DocumentTypeRefusal? refusal, string? reason)
    {
        Format = format;
        Refusal = refusal;
        Reason = reason;
    }

    /// <summary>True when <see cref="Format"/> is known; otherwise <see cref="Refusal"/> and <see cref="Reason"/> are set.</summary>
    [MemberNotNullWhen(true, nameof(Format))]
    [MemberNotNullWhen(false, nameof(Refusal), nameof(Reason))]
    public bool IsAccepted => Format is not null;

    public DocumentFileFormat? Format { get; }

    public DocumentTypeRefusal? Refusal { get; }

    /// <summary>A sentence for the person who uploaded the file: what is wrong and what to do.</summary>
    public string? Reason { get; }

    public static DocumentTypeDetection Accept(DocumentFileFormat format) => new(format, refusal: null, reason: null);

    public static DocumentTypeDetection Refuse(DocumentTypeRefusal refusal, string reason) =>
        new(format: null, refusal, reason);
}

public enum DocumentTypeRefusal
{
    /// <summary>There are no bytes, or nothing but white space.</summary>
    Empty,

    /// <summary>The content or the name belongs to a kind of file that is not read here.</summary>
    Unsupported,

    /// <summary>Name, declared media type and content contradict each other.</summary>
    Mismatch,
}
