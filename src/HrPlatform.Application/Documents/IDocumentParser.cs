namespace HrPlatform.Application.Documents;

/// <summary>Reads a file into plain text and sections.</summary>
public interface IDocumentParser
{
    /// <summary>
    /// Reads the whole document. The work happens on a thread of its own, within the limits of the configuration (time, text
    /// length, pages, unpacked size, nesting).
    /// </summary>
    /// <exception cref="DocumentParseException">
    /// The file cannot be read: the message says why in words for the person who uploaded it. Apart from the cancellation of
    /// <paramref name="cancellationToken"/>, no other exception leaves this method, whatever the bytes are.
    /// </exception>
    Task<ParsedDocument> ParseAsync(DocumentSource source, CancellationToken cancellationToken);
}

/// <summary>A file to read.</summary>
/// <param name="Content">The whole file.</param>
/// <param name="Format">What <see cref="IDocumentTypeDetector"/> found it to be.</param>
/// <param name="FileName">The title falls back to it when the document names none.</param>
public sealed record DocumentSource(ReadOnlyMemory<byte> Content, DocumentFileFormat Format, string? FileName);

/// <summary>A file could not be read. The message is meant for the person who uploaded it.</summary>
public sealed class DocumentParseException(
    DocumentParseFailure failure,
    string message,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public DocumentParseFailure Failure { get; } = failure;
}

public enum DocumentParseFailure
{
    /// <summary>The bytes do not form a readable file of the format.</summary>
    Malformed,

    /// <summary>A password is needed.</summary>
    Encrypted,

    /// <summary>The file is sound but holds no text, such as a scan without text recognition.</summary>
    NoText,

    /// <summary>Text, pages or unpacked size exceed the limits.</summary>
    TooLarge,

    /// <summary>The structure is nested too deeply or has too many elements.</summary>
    TooComplex,

    /// <summary>Reading took longer than allowed.</summary>
    TimedOut,
}
