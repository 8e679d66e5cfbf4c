using System.Collections.Frozen;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Watches the tags of HTML as they are read. The parser's time grows with the square of the depth, and formatting that is never
/// closed is repeated by it in every block that follows, so that a small file can become a huge tree.
/// </summary>
internal sealed class HtmlGuard(DocumentParsingOptions options, CancellationToken cancellationToken)
{
    /// <summary>Elements without content, and those whose end the next one of their kind implies.</summary>
    private static readonly FrozenSet<string> NotNested = FrozenSet.ToFrozenSet(
        [
            .. (string[])
                ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"],
            .. (string[])["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "caption"],
            .. (string[])["option", "optgroup", "a", "button", "nobr", "html", "head", "body", "rp", "rt", "param"],
        ],
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> Formatting = FrozenSet.ToFrozenSet(
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"],
        StringComparer.Ordinal
    );

    private readonly Dictionary<string, int> open = new(StringComparer.Ordinal);
    private int depth;
    private int openFormatting;
    private long elements;

    public void Watch(HtmlToken token)
    {
        if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
            return;

        cancellationToken.ThrowIfCancellationRequested();
        var change = token.Type == HtmlTokenType.StartTag ? 1 : -1;
        var count = open.GetValueOrDefault(token.Name);
        if (count + change >= 0 && (!NotNested.Contains(token.Name) || Formatting.Contains(token.Name)))
        {
            open[token.Name] = count + change;
            depth += NotNested.Contains(token.Name) ? 0 : change;
            openFormatting += Formatting.Contains(token.Name) ? change : 0;
        }

        elements += 1 + (Formatting.Contains(token.Name) ? 0 : openFormatting);

        // Tags that are opened and never closed are common, so this limit is wider than that of the tree.
        if (depth > 4 * options.MaxNesting || elements > options.MaxElements)
            throw DocumentBuilder.TooComplex();
    }
}
