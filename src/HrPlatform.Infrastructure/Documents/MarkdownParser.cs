using System.Globalization;
using System.Text;
using HrPlatform.Application.Documents;
using Markdig;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.Extensions.Options;

namespace HrPlatform.Infrastructure.Documents;

internal sealed class MarkdownParser : IFormatParser
{
    private readonly DocumentParsingOptions options;
    private readonly MarkdownPipeline pipeline;

    public MarkdownParser(IOptions<DocumentParsingOptions> options)
    {
        this.options = options.Value;
        var builder = new MarkdownPipelineBuilder()
            .UseYamlFrontMatter()
            .UsePipeTables()
            .UseGridTables()
            .UseFootnotes()
            .UseTaskLists()
            .UseDefinitionLists()
            .UseEmphasisExtras();
        builder.MaximumNestingDepth = Math.Min(this.options.MaxNesting, 128);
        pipeline = builder.Build();
    }

    public DocumentFileFormat Format => DocumentFileFormat.Markdown;

    public ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken)
    {
        var text = PlainTextParser.DecodeText(source, options);
        MarkdownDocument markdown;
        try
        {
            markdown = Markdown.Parse(text, pipeline);
        }
        catch (ArgumentException)
        {
            // What Markdig throws when elements are nested beyond its limit; there is no other argument it could refuse.
            throw DocumentBuilder.TooComplex();
        }

        var builder = new DocumentBuilder(options, cancellationToken);
        new Writer(builder, options, cancellationToken).WriteBlocks(markdown, new Place());
        var frontMatter = ReadFrontMatter(markdown);
        return builder.Build(
            frontMatter.GetValueOrDefault("title"),
            frontMatter.GetValueOrDefault("lang") ?? frontMatter.GetValueOrDefault("language"),
            source.FileName
        );
    }

    /// <summary>The top-level scalars of the YAML block at the beginning. Lists and nested keys are passed over.</summary>
    private static Dictionary<string, string> ReadFrontMatter(MarkdownDocument markdown)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (markdown is not [YamlFrontMatterBlock block, ..])
            return values;

        foreach (var line in block.Lines.ToString().AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon <= 0 || char.IsWhiteSpace(line[0]) || line[0] is '#' or '-')
                continue;

            var value = line[(colon + 1)..].Trim();
            if (value is ['"', .., '"'] or ['\'', .., '\''])
                value = value[1..^1];
            if (!value.IsEmpty)
                values[line[..colon].Trim().ToString()] = value.ToString();
        }

        return values;
    }

    /// <summary>Where a block stands: the group of its list, and what comes before its first and its other lines.</summary>
    private sealed record Place(int Group = 0, string FirstIndent = "", string Indent = "", bool Nested = false);

    private sealed class Writer(
        DocumentBuilder builder,
        DocumentParsingOptions options,
        CancellationToken cancellationToken
    )
    {
        public void WriteBlocks(ContainerBlock container, Place place)
        {
            foreach (var block in container)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteBlock(block, place);
                if (block is not (YamlFrontMatterBlock or LinkReferenceDefinitionGroup))
                    place = place with { FirstIndent = place.Indent };
            }
        }

        private void WriteBlock(Block block, Place place)
        {
            switch (block)
            {
                case YamlFrontMatterBlock or LinkReferenceDefinitionGroup:
                    break;
                case HeadingBlock heading when !place.Nested:
                    builder.Heading(heading.Level, OneLine(heading.Inline));
                    break;
                case HtmlBlock html:
                    WriteHtml(html.Lines.ToString());
                    break;
                case CodeBlock code:
                    builder.Preformatted(code.Lines.ToString(), place.Group, place.Indent);
                    break;
                case ListBlock list:
                    WriteList(list, place);
                    break;
                case Table table:
                    WriteTable(table, place);
                    break;
                case FootnoteGroup notes:
                    WriteFootnotes(notes);
                    break;
                case DefinitionList definitions:
                    WriteBlocks(definitions, place.Group == 0 ? place with { Group = builder.NewGroup() } : place);
                    break;
                case DefinitionTerm term:
                    WriteLeaf(term, place);
                    break;
                case DefinitionItem item:
                    WriteDefinition(item, place);
                    break;
                case QuoteBlock quote:
                    WriteBlocks(quote, place with { Nested = true });
                    break;
                case LeafBlock leaf:
                    WriteLeaf(leaf, place);
                    break;
                case ContainerBlock container:
                    WriteBlocks(container, place);
                    break;
            }
        }

        private void WriteLeaf(LeafBlock leaf, Place place)
        {
            if (leaf.Inline is not null)
                builder.Paragraph(InlineText(leaf.Inline), place.Group, place.FirstIndent, place.Indent);
        }

        private void WriteHtml(string html)
        {
            var page = HtmlDocumentParser.Read(html, options, cancellationToken);
            if (page.Body is not null)
                new HtmlTextWriter(builder).Write(page.Body);
        }

        private void WriteList(ListBlock list, Place place)
        {
            var group = place.Group == 0 ? builder.NewGroup() : place.Group;
            var number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var start) ? start : 1;
            foreach (var item in list.OfType<ListItemBlock>())
            {
                var marker = list.IsOrdered ? $"{number++}. " : "- ";
                WriteBlocks(item, new Place(group, place.Indent + marker, place.Indent + "  ", Nested: true));
            }
        }

        private void WriteTable(Table table, Place place)
        {
            var group = place.Group == 0 ? builder.NewGroup() : place.Group;
            foreach (var row in table.OfType<TableRow>())
            {
                builder.Row(
                    row.OfType<TableCell>()
                        .Select(cell =>
                            string.Join(' ', cell.Descendants<LeafBlock>().Select(leaf => OneLine(leaf.Inline)))
                        ),
                    group
                );
            }
        }

        private void WriteFootnotes(FootnoteGroup notes)
        {
            var group = builder.NewGroup();
            foreach (var note in notes.OfType<Footnote>().Where(note => note.Order > 0))
                WriteBlocks(note, new Place(group, $"[{note.Order}] ", "  ", Nested: true));
        }

        /// <summary>In a definition item the terms come first and stand at the margin, what explains them is indented.</summary>
        private void WriteDefinition(DefinitionItem item, Place place)
        {
            foreach (var block in item)
            {
                var indent = block is DefinitionTerm ? place.Indent : place.Indent + "  ";
                WriteBlock(block, new Place(place.Group, indent, indent, Nested: true));
            }
        }

        private static string OneLine(ContainerInline? inline) => InlineText(inline).Replace('\n', ' ');

        private static string InlineText(ContainerInline? inline)
        {
            var text = new StringBuilder();
            if (inline is not null)
                AppendChildren(inline, text);
            return text.ToString();
        }

        private static void AppendChildren(ContainerInline container, StringBuilder text)
        {
            foreach (var inline in container)
            {
                switch (inline)
                {
                    case LiteralInline literal:
                        text.Append(literal.Content.AsSpan());
                        break;
                    case CodeInline code:
                        text.Append(code.Content);
                        break;
                    case LineBreakInline lineBreak:
                        text.Append(lineBreak.IsHard ? '\n' : ' ');
                        break;
                    case AutolinkInline link:
                        text.Append(link.Url);
                        break;
                    case HtmlEntityInline entity:
                        text.Append(entity.Transcoded.AsSpan());
                        break;
                    case HtmlInline html when html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase):
                        text.Append('\n');
                        break;
                    case FootnoteLink { IsBackLink: false } note:
                        text.Append('[').Append(note.Footnote.Order).Append(']');
                        break;
                    case TaskList task:
                        text.Append(task.Checked ? "[x]" : "[ ]");
                        break;
                    case DelimiterInline delimiter:
                        text.Append(delimiter.ToLiteral());
                        AppendChildren(delimiter, text);
                        break;
                    case ContainerInline nested:
                        AppendChildren(nested, text);
                        break;
                }
            }
        }
    }
}
