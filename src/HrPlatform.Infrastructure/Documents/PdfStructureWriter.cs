using System.Text;
using System.Text.RegularExpressions;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Puts the lines of all pages into paragraphs, list items, table rows and headings. Headings are what is set larger than most
/// of the text, or bold in a line of its own. Lines that return at the top or bottom of the pages, and the
/// entries of a table of contents, are left out.
/// </summary>
internal sealed partial class PdfStructureWriter(DocumentBuilder builder, CancellationToken cancellationToken)
{
    private const int MaxHeadingCharacters = 200;
    private const int MaxHeadingLines = 3;
    private const int MaxHeadingLevel = 6;

    /// <summary>How much of a page's height may hold running headers or footers: a little less than an inch.</summary>
    private const double MarginShare = 0.085;

    private readonly HashSet<string> words = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The heading that is set largest, if it stands on the first page and alone in its size.</returns>
    public string? Write(List<PdfPageLines> pages)
    {
        var paragraphs = ReadParagraphs(WithoutRunningLines(pages));
        if (paragraphs.Count == 0)
            return null;

        var body = BodyStyle(paragraphs);
        var sizes = HeadingSizes(paragraphs, body);
        var boldLevel = Math.Min(sizes.Count + 1, MaxHeadingLevel);
        var group = 0;
        string? title = null;
        foreach (var paragraph in paragraphs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = paragraph.Text.ToString();
            int start;
            if (IsHeading(paragraph, body))
            {
                group = 0;
                var level = IsLarger(paragraph, body)
                    ? 1 + Math.Min(sizes.IndexOf(paragraph.Size), MaxHeadingLevel - 1)
                    : boldLevel;
                if (
                    level == 1
                    && title is null
                    && paragraph.Pages[0].Number == 1
                    && IsOnlyOne(paragraphs, body, paragraph.Size)
                )
                    title = text;
                start = builder.Heading(level, text);
            }
            else if (paragraph.Kind == Kind.Prose)
            {
                group = 0;
                start = builder.Append(text);
            }
            else
            {
                if (group == 0 || !paragraph.Continues)
                    group = builder.NewGroup();
                start = builder.Append(text, group);
            }

            foreach (var (number, offset) in paragraph.Pages)
                builder.Page(number, start + offset);
        }

        builder.Page(pages[^1].Number, builder.Length);
        return title;
    }

    /// <summary>"•", "-", "1.", "(a)" and the like, which stand before a list item.</summary>
    public static bool IsMarker(string text) => text.Length <= 6 && MarkerPattern().IsMatch(text);

    [GeneratedRegex(
        @"^([-•●○▪■□◦‣⁃–—*·\uF0B7\uF0A7\uF0D8\uF076o]|\(?(\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex MarkerPattern();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(
        @"(\. ?){5,}[ |]*([0-9]{1,4}|[ivxlc]{1,6})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex ContentsPattern();

    // ---- Running headers and footers ----

    private static List<PdfPageLines> WithoutRunningLines(List<PdfPageLines> pages)
    {
        var counts = new Dictionary<(string, long), int>();
        foreach (var page in pages)
        {
            foreach (var key in MarginLines(page).Select(line => KeyOf(page, line)).ToHashSet())
                counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        // The same line at the same height on both of two pages, or on three or more of many.
        var needed = Math.Clamp(pages.Count, 2, 3);
        var result = new List<PdfPageLines>(pages.Count);
        foreach (var page in pages)
        {
            var running = MarginLines(page).Where(line => counts[KeyOf(page, line)] >= needed).ToHashSet();
            result.Add(
                page with
                {
                    Lines = [.. page.Lines.Where(line => !running.Contains(line) && !IsContentsEntry(line))],
                }
            );
        }

        return result;
    }

    /// <summary>A line of a table of contents: it repeats a heading that stands elsewhere.</summary>
    private static bool IsContentsEntry(PdfLine line) => ContentsPattern().IsMatch(line.Text);

    private static IEnumerable<PdfLine> MarginLines(PdfPageLines page)
    {
        var height = page.Top - page.Bottom;
        return page.Lines.Where(line =>
            line.Baseline > page.Top - (MarginShare * height) || line.Baseline < page.Bottom + (MarginShare * height)
        );
    }

    /// <summary>Page numbers differ from page to page and are still the same line.</summary>
    private static (string Text, long Height) KeyOf(PdfPageLines page, PdfLine line) =>
        (NumberPattern().Replace(line.Text, "#"), (long)Math.Round((line.Baseline - page.Bottom) / 3));

    // ---- Lines to paragraphs ----

    private enum Kind
    {
        Prose,
        ListItem,
        TableRow,
    }

    private sealed class Block(PdfLine first, int page, Kind kind, string text, bool continues)
    {
        public StringBuilder Text { get; } = new(text);

        public double Size { get; } = first.Size;

        public bool Bold { get; } = first.Bold;

        public Kind Kind { get; } = kind;

        /// <summary>Whether it follows a block of the same kind without a gap.</summary>
        public bool Continues { get; } = continues;

        public int Lines { get; private set; } = 1;

        public PdfLine Last { get; private set; } = first;

        public List<(int Number, int Offset)> Pages { get; } = [(page, 0)];

        public void Add(PdfLine line, int page)
        {
            Last = line;
            Lines++;
            if (Pages[^1].Number != page)
                Pages.Add((page, Text.Length));
        }
    }

    private List<Block> ReadParagraphs(List<PdfPageLines> pages)
    {
        foreach (var line in pages.SelectMany(page => page.Lines))
        {
            foreach (var word in line.Text.Split(' '))
                words.Add(word.Trim(',', '.', ';', ':', '(', ')', '"', '“', '”'));
        }

        var spacing = TypicalSpacing(pages);
        var blocks = new List<Block>();
        foreach (var page in pages)
        {
            foreach (var line in page.Lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var last = blocks.Count > 0 ? blocks[^1] : null;
                var samePage = last is not null && last.Pages[^1].Number == page.Number;
                if (last is not null && GoesOn(last, line, samePage, spacing))
                {
                    last.Add(line, page.Number);
                    Join(last.Text, line.Text);
                    continue;
                }

                var (kind, text) = KindOf(line);
                var near =
                    samePage
                    && last!.Last.Baseline - line.Baseline is > 0 and var distance
                    && distance < 2.2 * line.Size * spacing;
                blocks.Add(new Block(line, page.Number, kind, text, continues: last?.Kind == kind && near));
            }
        }

        return blocks;
    }

    /// <summary>The usual distance between lines of one paragraph, in parts of the size of the text.</summary>
    private static double TypicalSpacing(List<PdfPageLines> pages)
    {
        var distances = new List<double>();
        foreach (var page in pages)
        {
            for (var i = 1; i < page.Lines.Count; i++)
            {
                var (above, line) = (page.Lines[i - 1], page.Lines[i]);
                var distance = (above.Baseline - line.Baseline) / line.Size;
                if (Math.Abs(above.Size - line.Size) < 0.6 && distance is > 0.8 and < 2.5)
                    distances.Add(distance);
            }
        }

        if (distances.Count == 0)
            return 1.2;
        distances.Sort();

        // Rather tight: distances between paragraphs are in the list, too.
        return distances[distances.Count * 2 / 5];
    }

    private static bool GoesOn(Block block, PdfLine line, bool samePage, double spacing)
    {
        if (block.Kind == Kind.TableRow || line.IsRow || KindOf(line).Kind == Kind.ListItem)
            return false;
        if (Math.Abs(block.Size - line.Size) > 0.6 || block.Bold != line.Bold)
            return false;

        var last = block.Last;
        var ended = EndsSentence(last.Text);
        var distance = last.Baseline - line.Baseline;
        if (!samePage || distance <= 0)
        {
            // The next page or column: only what is clearly cut off in the middle goes on.
            return !ended && char.IsLower(line.Text[0]);
        }

        if (distance > 1.3 * spacing * line.Size)
            return false;

        // A last line that ends early, or a first line that is set in, says that a paragraph ends.
        var width = last.RegionRight - last.Left;
        if (ended && last.Right < last.RegionRight - (0.2 * width))
            return false;
        return block.Kind == Kind.ListItem || !ended || line.Left - last.Left < 0.9 * line.Size || block.Lines == 1;
    }

    private static bool EndsSentence(string text) => text[^1] is '.' or '!' or '?' or ':' or ';' or '”' or '"' or ')';

    private static (Kind Kind, string Text) KindOf(PdfLine line)
    {
        if (line.IsRow)
            return (Kind.TableRow, line.Text);

        var space = line.Text.IndexOf(' ');
        if (space <= 0 || space == line.Text.Length - 1 || !IsMarker(line.Text[..space]))
            return (Kind.Prose, line.Text);

        var marker = line.Text[..space];
        return char.IsAsciiLetterOrDigit(marker[^1]) && marker != "o" || marker.Length > 1
            ? (Kind.ListItem, line.Text)
            : (Kind.ListItem, "- " + line.Text[(space + 1)..]);
    }

    /// <summary>Adds a line to a paragraph and puts together the word that was divided at the end of the line before.</summary>
    private void Join(StringBuilder text, string line)
    {
        var divided =
            text.Length > 1 && text[^1] is '-' or '\u2010' && char.IsLetter(text[^2]) && char.IsLower(line[0]);
        if (!divided)
        {
            text.Append(' ').Append(line);
            return;
        }

        if (!KeepsHyphen(text, line))
            text.Length--;
        text.Append(line);
    }

    /// <summary>"full-" and "time" are both words and "fulltime" is not; "employ-" and "ment" are not.</summary>
    private bool KeepsHyphen(StringBuilder text, string line)
    {
        var start = text.Length - 1;
        while (start > 0 && char.IsLetter(text[start - 1]))
            start--;
        var end = 0;
        while (end < line.Length && char.IsLetter(line[end]))
            end++;
        var first = text.ToString(start, text.Length - 1 - start);
        var second = line[..end];
        if (words.Contains(first + second))
            return false;
        return words.Contains($"{first}-{second}") || (words.Contains(first) && words.Contains(second));
    }

    // ---- Headings ----

    private sealed record Style(double Size, bool Bold);

    /// <summary>The style in which most of the text is set.</summary>
    private static Style BodyStyle(List<Block> blocks)
    {
        var size = blocks.GroupBy(block => block.Size).MaxBy(group => group.Sum(block => block.Text.Length))!.Key;
        var same = blocks.FindAll(block => block.Size.Equals(size));
        var bold = same.Where(block => block.Bold).Sum(block => block.Text.Length);
        return new Style(size, bold * 2 > same.Sum(block => block.Text.Length));
    }

    private static List<double> HeadingSizes(List<Block> blocks, Style body) =>
        [
            .. blocks
                .Where(block => IsHeading(block, body) && IsLarger(block, body))
                .Select(block => block.Size)
                .Distinct()
                .OrderDescending(),
        ];

    private static bool IsLarger(Block block, Style body) => block.Size > 1.12 * body.Size;

    private static bool IsHeading(Block block, Style body)
    {
        if (block.Kind == Kind.TableRow || block.Lines > MaxHeadingLines || block.Text.Length > MaxHeadingCharacters)
            return false;

        var text = block.Text.ToString();
        if (!text.Any(char.IsLetter))
            return false;
        if (IsLarger(block, body))
            return true;
        return block.Bold
            && !body.Bold
            && block.Size > 0.95 * body.Size
            && !text.StartsWith("- ", StringComparison.Ordinal)
            && text[^1] is not ('.' or ',' or ';');
    }

    private static bool IsOnlyOne(List<Block> blocks, Style body, double size) =>
        blocks.Count(block => block.Size.Equals(size) && IsHeading(block, body)) == 1;
}
