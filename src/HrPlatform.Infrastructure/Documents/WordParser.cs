using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using HrPlatform.Application.Documents;
using Microsoft.Extensions.Options;
using MathText = DocumentFormat.OpenXml.Math.Text;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Word documents: what a reader sees with all changes accepted. Deleted and hidden text, comments, page headers and the table
/// of contents are left out; a footnote follows the paragraph that refers to it.
/// </summary>
internal sealed class WordParser(IOptions<DocumentParsingOptions> options) : IFormatParser
{
    public DocumentFileFormat Format => DocumentFileFormat.Docx;

    public ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken)
    {
        if (source.Content.Span.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new DocumentParseException(
                DocumentParseFailure.Encrypted,
                "The Word document is protected by a password or in the older .doc format. Save it as .docx without a password."
            );
        }

        if (WordPackage.Identify(source.Content) == WordPackageKind.WordWithMacros)
        {
            throw new DocumentParseException(
                DocumentParseFailure.Malformed,
                "The Word document contains macros. Save it as .docx without macros."
            );
        }

        WordPackage.Verify(source.Content, options.Value, cancellationToken);
        using var stream = new ReadOnlyMemoryStream(source.Content);
        using var package = WordprocessingDocument.Open(stream, isEditable: false);
        var main =
            package.MainDocumentPart
            ?? throw new DocumentParseException(
                DocumentParseFailure.Malformed,
                "The file could not be read as Word (DOCX): it has no main document."
            );
        var builder = new DocumentBuilder(options.Value, cancellationToken);
        var styles = new WordStyles(main.StyleDefinitionsPart?.Styles);
        if (main.Document?.Body is { } body)
            new Writer(builder, main, styles, options.Value).WriteBlocks(body);
        return builder.Build(TitleOf(package, builder), styles.Language, source.FileName);
    }

    /// <summary>A title in the text itself is better than the property, which templates tend to leave behind.</summary>
    private static string? TitleOf(WordprocessingDocument package, DocumentBuilder builder) =>
        builder.HasTitle ? null : package.PackageProperties.Title;

    private sealed class Writer(
        DocumentBuilder builder,
        MainDocumentPart main,
        WordStyles styles,
        DocumentParsingOptions options
    )
    {
        private readonly WordNumbering numbering = new(main.NumberingDefinitionsPart?.Numbering);
        private readonly Dictionary<long, string> footnotes = ReadNotes(
            main.FootnotesPart?.Footnotes?.Elements<Footnote>()
        );
        private readonly Dictionary<long, string> endnotes = ReadNotes(
            main.EndnotesPart?.Endnotes?.Elements<Endnote>()
        );
        private readonly List<string> pendingNotes = [];
        private readonly List<OpenXmlElement> pendingTextBoxes = [];
        private int noteNumber;
        private int listGroup;
        private int depth;

        public void WriteBlocks(OpenXmlElement container)
        {
            if (++depth > options.MaxNesting)
                throw DocumentBuilder.TooComplex();

            foreach (var child in container.ChildElements)
            {
                switch (child)
                {
                    case Paragraph paragraph:
                        WriteParagraph(paragraph);
                        break;
                    case Table table:
                        WriteTable(table);
                        break;
                    case SdtBlock control when !IsTableOfContents(control):
                        if (control.SdtContentBlock is { } content)
                            WriteBlocks(content);
                        break;
                    case CustomXmlBlock block:
                        WriteBlocks(block);
                        break;
                }
            }

            depth--;
        }

        private void WriteParagraph(Paragraph paragraph)
        {
            var style = styles.Of(paragraph);
            if (style.IsTableOfContents)
                return;

            var text = TextOf(paragraph);
            var label = numbering.Next(paragraph.ParagraphProperties?.NumberingProperties ?? style.Numbering);
            if (string.IsNullOrWhiteSpace(text))
            {
                FlushPending();
                return;
            }

            if (style.HeadingLevel is { } level)
            {
                listGroup = 0;
                builder.Heading(level, label is { IsBullet: false } ? $"{label.Text} {text}" : text);
            }
            else if (label is null)
            {
                listGroup = 0;
                builder.Paragraph(text);
            }
            else
            {
                if (listGroup == 0)
                    listGroup = builder.NewGroup();
                var indent = new string(' ', 2 * label.Level);
                builder.Paragraph(text, listGroup, $"{indent}{(label.IsBullet ? "-" : label.Text)} ", indent + "  ");
            }

            FlushPending();
        }

        private void WriteTable(Table table)
        {
            listGroup = 0;
            var rows = RowsOf(table).ToList();
            if (rows.TrueForAll(row => CellsOf(row).Take(2).Count() < 2) || HasHeadings(table))
            {
                // One column, or headings inside: the table arranges text rather than figures.
                foreach (var cell in rows.SelectMany(CellsOf))
                    WriteBlocks(cell);
                return;
            }

            var group = builder.NewGroup();
            foreach (var row in rows)
                builder.Row(CellsOf(row).Select(CellText), group);
            FlushPending();
        }

        private bool HasHeadings(Table table) =>
            table.Descendants<Paragraph>().Any(paragraph => styles.Of(paragraph).HeadingLevel is not null);

        private static IEnumerable<TableRow> RowsOf(OpenXmlElement table)
        {
            foreach (var child in table.ChildElements)
            {
                if (child is TableRow row && row.TableRowProperties?.GetFirstChild<Deleted>() is null)
                    yield return row;
                else if (child is SdtRow { SdtContentRow: { } content })
                    foreach (var inner in RowsOf(content))
                        yield return inner;
            }
        }

        private static IEnumerable<TableCell> CellsOf(OpenXmlElement row)
        {
            foreach (var child in row.ChildElements)
            {
                if (child is TableCell cell)
                    yield return cell;
                else if (child is SdtCell { SdtContentCell: { } content })
                    foreach (var inner in CellsOf(content))
                        yield return inner;
            }
        }

        /// <summary>A cell that goes on from the row above says nothing new.</summary>
        private string CellText(TableCell cell)
        {
            var merge = cell.TableCellProperties?.VerticalMerge;
            if (merge is not null && merge.Val?.Value != MergedCellValues.Restart)
                return "";
            return string.Join(' ', cell.Descendants<Paragraph>().Select(TextOf).Where(text => text.Length > 0));
        }

        private static bool IsTableOfContents(SdtBlock control) =>
            control
                .SdtProperties?.GetFirstChild<SdtContentDocPartObject>()
                ?.DocPartGallery?.Val?.Value?.StartsWith("Table of Contents", StringComparison.OrdinalIgnoreCase)
            == true;

        /// <summary>Writes what the last paragraph referred to: text boxes anchored in it, then its notes.</summary>
        private void FlushPending()
        {
            if (pendingTextBoxes.Count > 0)
            {
                var boxes = pendingTextBoxes.ToList();
                pendingTextBoxes.Clear();
                foreach (var box in boxes)
                    WriteBlocks(box);
            }

            if (pendingNotes.Count == 0)
                return;

            var group = builder.NewGroup();
            foreach (var note in pendingNotes)
                builder.Paragraph(note, group);
            pendingNotes.Clear();
        }

        // ---- Text of a paragraph ----

        private string TextOf(Paragraph paragraph)
        {
            var text = new StringBuilder();
            AppendChildren(paragraph, text);
            return text.ToString().Trim();
        }

        private void AppendChildren(OpenXmlElement container, StringBuilder text)
        {
            foreach (var child in container.ChildElements)
                Append(child, text);
        }

        private void Append(OpenXmlElement element, StringBuilder text)
        {
            switch (element)
            {
                case DeletedRun or MoveFromRun:
                case Run { RunProperties.Vanish: { } vanish } when vanish.Val is null || vanish.Val.Value:
                    break;
                case Text content:
                    text.Append(content.Text);
                    break;
                case MathText formula:
                    text.Append(formula.Text);
                    break;
                case TabChar or PositionalTab:
                    text.Append(' ');
                    break;
                case Break { Type: { } type } when type.Value != BreakValues.TextWrapping:
                    text.Append(' ');
                    break;
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
                case NoBreakHyphen:
                    text.Append('-');
                    break;
                case FootnoteReference { Id: { } id }:
                    AppendNote(footnotes, id.Value, text);
                    break;
                case EndnoteReference { Id: { } id }:
                    AppendNote(endnotes, id.Value, text);
                    break;
                case TextBoxContent box:
                    pendingTextBoxes.Add(box);
                    break;
                case AlternateContentFallback:
                    // Says the same as the choice beside it.
                    break;
                case FieldCode or DeletedText or RunProperties or ParagraphProperties:
                    break;
                default:
                    AppendChildren(element, text);
                    break;
            }
        }

        private void AppendNote(Dictionary<long, string> notes, long id, StringBuilder text)
        {
            if (!notes.TryGetValue(id, out var note) || note.Length == 0)
                return;
            text.Append('[').Append(++noteNumber).Append(']');
            pendingNotes.Add($"[{noteNumber}] {note}");
        }

        private static Dictionary<long, string> ReadNotes(IEnumerable<FootnoteEndnoteType>? notes)
        {
            var texts = new Dictionary<long, string>();
            foreach (var note in notes ?? [])
            {
                if (note.Type is not null && note.Type.Value != FootnoteEndnoteValues.Normal)
                    continue;
                if (note.Id is { } id)
                    texts[id.Value] = string.Join(' ', note.Descendants<Text>().Select(text => text.Text)).Trim();
            }

            return texts;
        }
    }
}
