using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Writes the visible text of HTML: headings, paragraphs, list items, table rows.</summary>
internal sealed class HtmlTextWriter(DocumentBuilder builder)
{
    private static readonly FrozenSet<string> Dropped = FrozenSet.ToFrozenSet(
        [
            .. (string[])
                [
                    "script",
                    "style",
                    "noscript",
                    "template",
                    "nav",
                    "head",
                    "svg",
                    "iframe",
                    "object",
                    "embed",
                    "canvas",
                    "audio",
                ],
            .. (string[])
                ["video", "map", "dialog", "input", "select", "button", "textarea", "datalist", "meter", "progress"],
        ],
        StringComparer.Ordinal
    );

    private static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(
        [
            .. (string[])
                [
                    "html",
                    "body",
                    "main",
                    "article",
                    "section",
                    "header",
                    "footer",
                    "aside",
                    "div",
                    "p",
                    "blockquote",
                    "address",
                ],
            .. (string[])
                [
                    "figure",
                    "figcaption",
                    "details",
                    "summary",
                    "form",
                    "fieldset",
                    "legend",
                    "center",
                    "hgroup",
                    "search",
                    "hr",
                ],
            .. (string[])
                [
                    "dt",
                    "dd",
                    "dl",
                    "li",
                    "ul",
                    "ol",
                    "menu",
                    "table",
                    "caption",
                    "tr",
                    "td",
                    "th",
                    "thead",
                    "tbody",
                    "tfoot",
                    "pre",
                ],
            .. (string[])["h1", "h2", "h3", "h4", "h5", "h6"],
        ],
        StringComparer.Ordinal
    );

    private readonly StringBuilder line = new();
    private int group;
    private string firstIndent = "";
    private string indent = "";

    public void Write(IElement root)
    {
        WriteChildren(root);
        Flush();
    }

    /// <summary>The visible text of an element as one line.</summary>
    public static string TextOf(INode node)
    {
        var text = new StringBuilder();
        AppendText(node, text);
        return TextNormalizer.Line(text.ToString());
    }

    private static void AppendText(INode node, StringBuilder text)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText content)
            {
                text.Append(content.Data);
            }
            else if (child is IElement element && !IsHidden(element))
            {
                if (element is IHtmlImageElement image)
                    text.Append(image.AlternativeText);

                var apart = element.LocalName == "br" || Blocks.Contains(element.LocalName);
                if (apart)
                    text.Append(' ');
                AppendText(element, text);
                if (apart)
                    text.Append(' ');
            }
        }
    }

    private void WriteChildren(INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText text)
                AppendInline(text.Data);
            else if (child is IElement element && !IsHidden(element))
                WriteElement(element);
        }
    }

    private void WriteElement(IElement element)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                Flush();
                builder.Heading(element.LocalName[1] - '0', TextOf(element));
                break;
            case "br":
                line.Append('\n');
                break;
            case "img":
                AppendInline(element.GetAttribute("alt") ?? "");
                break;
            case "pre":
                Flush();
                builder.Preformatted(element.TextContent, group, indent);
                break;
            case "ul" or "ol" or "menu":
                WriteList(element);
                break;
            case "dl":
                WriteInGroup(element);
                break;
            case "dd":
                WriteIndented(element, indent + "  ", indent + "  ");
                break;
            case "table" when !IsLayout(element):
                WriteTable(element);
                break;
            default:
                WriteBlockOrInline(element);
                break;
        }
    }

    private void WriteBlockOrInline(IElement element)
    {
        var block = Blocks.Contains(element.LocalName);
        if (block)
            Flush();
        WriteChildren(element);
        if (block)
            Flush();
    }

    private void WriteList(IElement list)
    {
        Flush();
        var outerGroup = group;
        if (group == 0)
            group = builder.NewGroup();

        var number = list is IHtmlOrderedListElement ordered ? ordered.Start : (int?)null;
        foreach (var child in list.Children)
        {
            if (IsHidden(child))
                continue;
            if (child.LocalName != "li")
            {
                WriteIndented(child, indent + "  ", indent + "  ");
                continue;
            }

            if (number is not null && int.TryParse(child.GetAttribute("value"), out var value))
                number = value;
            WriteIndented(child, indent + (number is null ? "- " : $"{number++}. "), indent + "  ");
        }

        group = outerGroup;
    }

    private void WriteIndented(IElement element, string first, string rest)
    {
        Flush();
        var (outerFirst, outerRest) = (firstIndent, indent);
        (firstIndent, indent) = (first, rest);
        if (element.LocalName is "ul" or "ol" or "menu")
            WriteList(element);
        else
            WriteChildren(element);
        Flush();
        (firstIndent, indent) = (outerFirst, outerRest);
    }

    private void WriteInGroup(IElement element)
    {
        Flush();
        var outer = group;
        if (group == 0)
            group = builder.NewGroup();
        WriteChildren(element);
        Flush();
        group = outer;
    }

    private void WriteTable(IElement table)
    {
        Flush();
        var rows = group == 0 ? builder.NewGroup() : group;
        foreach (var part in table.Children)
        {
            if (IsHidden(part))
                continue;
            if (part.LocalName == "caption")
                builder.Paragraph(TextOf(part), rows);
            else if (part.LocalName == "tr")
                WriteRow(part, rows);
            else
                foreach (var row in part.Children)
                {
                    if (!IsHidden(row))
                        WriteRow(row, rows);
                }
        }
    }

    private void WriteRow(IElement row, int rows) =>
        builder.Row(row.Children.Where(cell => !IsHidden(cell)).Select(TextOf), rows);

    /// <summary>A table that arranges a page rather than figures: its cells are read as blocks.</summary>
    private static bool IsLayout(IElement table) =>
        table.GetAttribute("role") == "presentation"
        || table.QuerySelector("table, h1, h2, h3, h4, h5, h6") is not null
        || table.QuerySelector("tr > :nth-child(2)") is null;

    private static bool IsHidden(IElement element)
    {
        if (Dropped.Contains(element.LocalName) || element.HasAttribute("hidden"))
            return true;
        if (element.LocalName == "footer" && element.ParentElement?.LocalName == "body")
            return true;
        if (
            element.GetAttribute("aria-hidden") == "true"
            || element.GetAttribute("role") is "navigation" or "contentinfo"
        )
            return true;
        if (element.GetAttribute("style") is not { Length: > 0 } style)
            return false;

        var compact = style.Replace(" ", "", StringComparison.Ordinal);
        return compact.Contains("display:none", StringComparison.OrdinalIgnoreCase)
            || compact.Contains("visibility:hidden", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Adds inline text, in which line breaks are spaces.</summary>
    private void AppendInline(string text)
    {
        foreach (var c in text)
            line.Append(c is '\n' or '\r' ? ' ' : c);
    }

    private void Flush()
    {
        if (line.Length == 0)
            return;

        var text = line.ToString();
        line.Clear();
        if (string.IsNullOrWhiteSpace(text))
            return;
        builder.Paragraph(text, group, firstIndent, indent);
        firstIndent = indent;
    }
}
