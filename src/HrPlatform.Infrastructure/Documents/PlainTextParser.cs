using HrPlatform.Application.Documents;
using Microsoft.Extensions.Options;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Plain text: paragraphs between blank lines, one section.</summary>
internal sealed class PlainTextParser(IOptions<DocumentParsingOptions> options) : IFormatParser
{
    public DocumentFileFormat Format => DocumentFileFormat.Text;

    public ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken)
    {
        var text = DecodeText(source, options.Value);
        var builder = new DocumentBuilder(options.Value, cancellationToken);
        var group = builder.NewGroup();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var normalized = TextNormalizer.Line(line);
            if (normalized.Length > 0)
                builder.Append(normalized, group);
            else
                group = builder.NewGroup();
        }

        return builder.Build(title: null, language: null, source.FileName);
    }

    /// <summary>The text of a file in any encoding that is recognised.</summary>
    public static string DecodeText(DocumentSource source, DocumentParsingOptions options)
    {
        // Markup may be many times the text it carries; beyond that the file cannot hold a text within the limits.
        if (source.Content.Length > 16L * options.MaxTextCharacters)
        {
            throw new DocumentParseException(
                DocumentParseFailure.TooLarge,
                $"The file is larger than a document of {options.MaxTextCharacters:N0} characters. Split it into smaller documents."
            );
        }

        return TextDecoder.Decode(source.Content.Span)
            ?? throw new DocumentParseException(
                DocumentParseFailure.Malformed,
                $"The file could not be read as {source.Format.DisplayName()}: it holds binary data."
            );
    }
}
