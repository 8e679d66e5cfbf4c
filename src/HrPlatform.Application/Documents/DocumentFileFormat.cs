namespace HrPlatform.Application.Documents;

/// <summary>
/// The kinds of files whose text the platform reads. Not called DocumentFormat, which is the root namespace of the Open XML SDK
/// and would hide it wherever that is referenced.
/// </summary>
public enum DocumentFileFormat
{
    Markdown,
    Text,
    Html,
    Pdf,
    Docx,
}

public static class DocumentFileFormatExtensions
{
    /// <summary>The media type under which a file of this format is stored and served.</summary>
    public static string MediaType(this DocumentFileFormat format) =>
        format switch
        {
            DocumentFileFormat.Markdown => "text/markdown",
            DocumentFileFormat.Text => "text/plain",
            DocumentFileFormat.Html => "text/html",
            DocumentFileFormat.Pdf => "application/pdf",
            DocumentFileFormat.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
        };

    /// <summary>How the format is called in messages to people.</summary>
    public static string DisplayName(this DocumentFileFormat format) =>
        format switch
        {
            DocumentFileFormat.Markdown => "Markdown",
            DocumentFileFormat.Text => "plain text",
            DocumentFileFormat.Html => "HTML",
            DocumentFileFormat.Pdf => "PDF",
            DocumentFileFormat.Docx => "Word (DOCX)",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
        };
}
