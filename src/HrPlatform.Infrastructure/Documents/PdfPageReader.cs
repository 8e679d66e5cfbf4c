using System.Runtime.InteropServices;
using System.Text;
using UglyToad.PdfPig.Content;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// One line of a page as it is read: within its column, from left to right. The text is in normal form, with " | " between the
/// cells of a table row. The size is that of most of its letters in points, the baseline its height above the bottom of the
/// page, and RegionRight is where the longest line of its column ends.
/// </summary>
internal sealed record PdfLine(
    string Text,
    double Size,
    bool Bold,
    double Left,
    double Right,
    double Baseline,
    bool IsRow,
    double RegionRight = 0
);

/// <summary>The lines of a page in reading order.</summary>
internal sealed record PdfPageLines(int Number, double Bottom, double Top, IReadOnlyList<PdfLine> Lines);

/// <summary>
/// Puts the letters of a page into lines. A PDF says where each letter stands, not what belongs together: letters on one height
/// make a row, wide gaps cut it into segments, and where the same gap runs down several rows of running text there are columns,
/// which are read one after the other.
/// </summary>
internal static class PdfPageReader
{
    private const int MinColumnRows = 4;

    public static PdfPageLines Read(Page page)
    {
        var (horizontal, others) = SortByOrientation(page.Letters);
        var rows = RowsOf(horizontal);
        var lines = new List<PdfLine>();
        ReadRegion(rows, lines, depth: 0);

        // Text in other directions, such as a note along the margin, is kept in the order in which it was drawn.
        if (others.Count > 0)
        {
            var text = TextNormalizer.Line(string.Concat(others.Select(letter => letter.Value)));
            if (text.Length > 0)
                lines.Add(new PdfLine(text, others[0].PointSize, Bold: false, 0, 0, 0, IsRow: false));
        }

        var box = page.CropBox.Bounds;
        return new PdfPageLines(page.Number, box.Bottom, box.Top, lines);
    }

    // ---- Letters to rows of segments ----

    /// <summary>Letters without a wide gap between them.</summary>
    private sealed record Segment(string Text, double Left, double Right, double Size, int BoldLetters, int Letters);

    private sealed record Row(double Baseline, List<Segment> Segments)
    {
        public double Size => Segments.Max(segment => segment.Size);

        public double Left => Segments[0].Left;

        public double Right => Segments[^1].Right;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Glyph(
        string Value,
        double Left,
        double Right,
        double Baseline,
        double Size,
        bool Bold
    )
    {
        public bool IsSpace => string.IsNullOrWhiteSpace(Value);
    }

    private static (List<Glyph> Horizontal, List<Letter> Others) SortByOrientation(IReadOnlyList<Letter> letters)
    {
        var horizontal = new List<Glyph>(letters.Count);
        var others = new List<Letter>();
        var drawn = new HashSet<(string, long, long)>();
        foreach (var letter in letters)
        {
            if (string.IsNullOrEmpty(letter.Value))
                continue;
            if (letter.TextOrientation != TextOrientation.Horizontal)
            {
                others.Add(letter);
                continue;
            }

            var left = Math.Min(letter.StartBaseLine.X, letter.EndBaseLine.X);
            var right = Math.Max(letter.StartBaseLine.X, letter.EndBaseLine.X);
            var baseline = letter.StartBaseLine.Y;
            if (!double.IsFinite(left) || !double.IsFinite(right) || !double.IsFinite(baseline))
                continue;

            // Some programs draw letters twice, hardly apart, to make them bold or cast a shadow.
            if (!drawn.Add((letter.Value, (long)Math.Round(left), (long)Math.Round(baseline))))
                continue;

            var size = double.IsFinite(letter.PointSize) && letter.PointSize > 0.1 ? letter.PointSize : 1;
            horizontal.Add(new Glyph(letter.Value, left, right, baseline, size, IsBold(letter)));
        }

        return (horizontal, others);
    }

    private static bool IsBold(Letter letter) =>
        letter.FontDetails.IsBold
        || letter.FontName is { } name
            && (
                name.Contains("bold", StringComparison.OrdinalIgnoreCase)
                || name.Contains("black", StringComparison.OrdinalIgnoreCase)
                || name.Contains("heavy", StringComparison.OrdinalIgnoreCase)
            );

    private static List<Row> RowsOf(List<Glyph> glyphs)
    {
        var rows = new List<Row>();
        var current = new List<Glyph>();
        var (sum, largest) = (0.0, 0.0);

        // OrderBy is stable: letters on one spot stay in the order in which they were drawn.
        foreach (var glyph in glyphs.OrderByDescending(glyph => glyph.Baseline))
        {
            // Raised and lowered letters belong to the line they stand beside.
            if (
                current.Count > 0
                && Math.Abs((sum / current.Count) - glyph.Baseline) > 0.45 * Math.Max(largest, glyph.Size)
            )
            {
                AddRow(rows, current);
                current = [];
                (sum, largest) = (0, 0);
            }

            current.Add(glyph);
            sum += glyph.Baseline;
            largest = Math.Max(largest, glyph.Size);
        }

        AddRow(rows, current);
        return rows;
    }

    private static void AddRow(List<Row> rows, List<Glyph> glyphs)
    {
        var visible = glyphs.FindAll(glyph => !glyph.IsSpace);
        if (visible.Count == 0)
            return;

        var size = MostCommon(visible, glyph => Math.Round(glyph.Size * 2) / 2);
        var baseline = MostCommon(visible, glyph => Math.Round(glyph.Baseline, 1));
        var ordered = glyphs.OrderBy(glyph => glyph.Left).ToList();
        var wordGap = WordGap(visible, size);
        var segments = new List<Segment>();
        var text = new StringBuilder();
        var (left, right, bold, letters) = (0.0, 0.0, 0, 0);
        var space = false;
        foreach (var glyph in ordered)
        {
            if (glyph.IsSpace)
            {
                space = text.Length > 0;
                continue;
            }

            if (text.Length > 0 && glyph.Left - right > 1.1 * size)
            {
                AddSegment();
                text.Clear();
                (bold, letters) = (0, 0);
            }

            if (text.Length == 0)
                (left, right) = (glyph.Left, glyph.Left);
            else if (space || glyph.Left - right > wordGap)
                text.Append(' ');
            space = false;
            text.Append(glyph.Value);
            right = Math.Max(right, glyph.Right);
            letters++;
            bold += glyph.Bold ? 1 : 0;
        }

        AddSegment();
        if (segments.Count > 0)
            rows.Add(new Row(baseline, segments));

        void AddSegment()
        {
            var line = TextNormalizer.Line(text.ToString().Normalize(LigatureForm(text)));
            if (line.Length > 0)
                segments.Add(new Segment(line, left, right, size, bold, letters));
        }
    }

    /// <summary>Fonts map glyphs to ligatures (U+FB01), which nobody searches for.</summary>
    private static NormalizationForm LigatureForm(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= '\uFB00' and <= '\uFB06')
                return NormalizationForm.FormKC;
        }

        return NormalizationForm.FormC;
    }

    /// <summary>The gap above which a new word begins, also where letters are spaced out.</summary>
    private static double WordGap(List<Glyph> visible, double size)
    {
        var ordered = visible.OrderBy(glyph => glyph.Left).ToList();
        var gaps = new List<double>(ordered.Count);
        for (var i = 1; i < ordered.Count; i++)
            gaps.Add(Math.Max(0, ordered[i].Left - ordered[i - 1].Right));
        gaps.Sort();
        var median = gaps.Count >= 4 ? gaps[gaps.Count / 2] : 0;
        return Math.Min(median, 0.4 * size) + (0.15 * size);
    }

    private static double MostCommon<T>(List<T> items, Func<T, double> key) =>
        items.GroupBy(key).MaxBy(group => group.Count())!.Key;

    // ---- Rows to lines: columns, tables ----

    private static void ReadRegion(List<Row> rows, List<PdfLine> lines, int depth)
    {
        var first = lines.Count;
        var right = rows.Count == 0 ? 0 : rows.Max(row => row.Right);
        var i = 0;
        while (i < rows.Count)
        {
            if (depth < 4 && FindColumns(rows, i) is { } columns)
            {
                var (before, after) = columns.Split(rows);
                ReadRegion(before, lines, depth + 1);
                ReadRegion(after, lines, depth + 1);
                i = columns.End;
                continue;
            }

            lines.Add(LineOf(rows, i));
            i++;
        }

        for (var line = first; line < lines.Count; line++)
        {
            if (lines[line].RegionRight == 0)
                lines[line] = lines[line] with { RegionRight = right };
        }
    }

    private sealed record Columns(int Start, int End, double GutterLeft, double GutterRight)
    {
        public (List<Row> Before, List<Row> After) Split(List<Row> rows)
        {
            var middle = (GutterLeft + GutterRight) / 2;
            var before = new List<Row>();
            var after = new List<Row>();
            foreach (var row in rows.GetRange(Start, End - Start))
            {
                Add(before, row, row.Segments.FindAll(segment => segment.Left < middle));
                Add(after, row, row.Segments.FindAll(segment => segment.Left >= middle));
            }

            return (before, after);
        }

        private static void Add(List<Row> side, Row row, List<Segment> segments)
        {
            if (segments.Count > 0)
                side.Add(row with { Segments = segments });
        }
    }

    /// <summary>Columns of running text that begin at this row, or null.</summary>
    private static Columns? FindColumns(List<Row> rows, int start)
    {
        // One column may begin a little above the other.
        for (var shared = start; shared < Math.Min(start + MinColumnRows, rows.Count); shared++)
        {
            if (FindColumnsAt(rows, shared) is not { } columns)
                continue;

            var (left, right) = (columns.GutterLeft, columns.GutterRight);
            var fits = true;
            for (var i = start; i < shared && fits; i++)
                fits = rows[i].Segments.Count == 1 && IsNear(rows, i + 1) && Narrow(rows[i], ref left, ref right);
            return fits ? columns with { Start = start, GutterLeft = left, GutterRight = right } : null;
        }

        return null;
    }

    private static Columns? FindColumnsAt(List<Row> rows, int start)
    {
        var segments = rows[start].Segments;
        for (var gap = 1; gap < segments.Count; gap++)
        {
            var (left, right) = (segments[gap - 1].Right, segments[gap].Left);
            var end = start;
            while (end < rows.Count && (end == start || IsNear(rows, end)) && Narrow(rows[end], ref left, ref right))
                end++;
            var columns = new Columns(start, end, left, right);
            if (end - start >= MinColumnRows && HoldsProse(columns, rows))
                return columns;
        }

        return null;
    }

    /// <summary>Whether a row follows the one above it without a gap that sets it apart, as before a footer.</summary>
    private static bool IsNear(List<Row> rows, int index) =>
        rows[index - 1].Baseline - rows[index].Baseline < 3 * Math.Max(rows[index - 1].Size, rows[index].Size);

    /// <summary>Narrows the gutter to what the row leaves free of it; false when too little is left.</summary>
    private static bool Narrow(Row row, ref double left, ref double right)
    {
        var (newLeft, newRight) = (left, right);
        foreach (var segment in row.Segments)
        {
            var middle = (newLeft + newRight) / 2;
            if (segment.Right <= middle)
                newLeft = Math.Max(newLeft, segment.Right);
            else if (segment.Left >= middle)
                newRight = Math.Min(newRight, segment.Left);
            else
                return false;
        }

        if (newRight - newLeft < 0.6 * row.Size)
            return false;
        (left, right) = (newLeft, newRight);
        return true;
    }

    /// <summary>Lines of prose fill their column; the cells of a table are mostly short.</summary>
    private static bool HoldsProse(Columns columns, List<Row> rows)
    {
        var (before, after) = columns.Split(rows);
        return IsProse(before) && IsProse(after);
    }

    private static bool IsProse(List<Row> side)
    {
        if (side.Count < MinColumnRows - 1)
            return false;

        var width = side.Max(row => row.Right) - side.Min(row => row.Left);
        var characters = side.Average(row => row.Segments.Sum(segment => segment.Text.Length));
        var full = side.Count(row => row.Right - row.Left > 0.7 * width);
        return characters >= 18 && full >= 0.6 * side.Count;
    }

    private static PdfLine LineOf(List<Row> rows, int index)
    {
        var row = rows[index];
        var segments = row.Segments;
        var text = new StringBuilder(segments[0].Text);
        var isRow = false;
        for (var i = 1; i < segments.Count; i++)
        {
            // The mark of a list item stands apart from its text.
            var cell = !(i == 1 && PdfStructureWriter.IsMarker(segments[0].Text)) && IsTabular(rows, index);
            isRow |= cell;
            text.Append(cell ? " | " : " ").Append(segments[i].Text);
        }

        var letters = segments.Sum(segment => segment.Letters);
        var bold = segments.Sum(segment => segment.BoldLetters) * 2 > letters;
        return new PdfLine(text.ToString(), row.Size, bold, row.Left, row.Right, row.Baseline, isRow);
    }

    /// <summary>Whether a row with gaps shares the beginning of a cell with the row above or below.</summary>
    private static bool IsTabular(List<Row> rows, int index) =>
        (index > 0 && SharesCell(rows[index], rows[index - 1]))
        || (index + 1 < rows.Count && SharesCell(rows[index], rows[index + 1]));

    private static bool SharesCell(Row row, Row other)
    {
        for (var i = 1; i < row.Segments.Count; i++)
        {
            for (var j = 1; j < other.Segments.Count; j++)
            {
                var (a, b) = (row.Segments[i], other.Segments[j]);
                if (Math.Abs(a.Left - b.Left) < row.Size || Math.Abs(a.Right - b.Right) < row.Size)
                    return true;
            }
        }

        return false;
    }
}
