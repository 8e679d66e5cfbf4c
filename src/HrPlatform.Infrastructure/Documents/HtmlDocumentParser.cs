using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HrPlatform.Application.Documents;
using Microsoft.Extensions.Options;

namespace HrPlatform.Infrastructure.Documents;

internal sealed class HtmlDocumentParser(IOptions<DocumentParsingOptions> options) : IFormatParser
{
    public DocumentFileFormat Format => DocumentFileFormat.Html;

    public ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken)
    {
        var html = PlainTextParser.DecodeText(source, options.Value);
        var page = Read(html, options.Value, cancellationToken);
        var builder = new DocumentBuilder(options.Value, cancellationToken);
        new HtmlTextWriter(builder).Write(page.Body ?? page.DocumentElement);
        var title = page.QuerySelector("h1") is { } first ? HtmlTextWriter.TextOf(first) : null;
        return builder.Build(
            string.IsNullOrWhiteSpace(title) ? page.Title : title,
            page.DocumentElement.GetAttribute("lang"),
            source.FileName
        );
    }

    /// <summary>Parses HTML without running, loading or keeping anything of it but the tree.</summary>
    public static IHtmlDocument Read(string html, DocumentParsingOptions options, CancellationToken cancellationToken)
    {
        var guard = new HtmlGuard(options, cancellationToken);
        var parser = new HtmlParser(
            new HtmlParserOptions
            {
                IsScripting = false,
                SkipComments = true,
                SkipScriptText = true,
                SkipRawText = true,
                MaximumDepth = options.MaxNesting,
                OnToken = (token, _) => guard.Watch(token),
            }
        );
        return parser.ParseDocument(html);
    }
}
