using System.Text;
using System.Text.Unicode;

namespace HrPlatform.Infrastructure.Imports;

/// <summary>Finds out how a text is written from its first bytes.</summary>
internal static class CsvFormatDetection
{
    private static readonly char[] _delimiters = [',', ';', '\t', '|'];

    static CsvFormatDetection() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// A byte order mark decides; without one, UTF-16 is known by its zero bytes and UTF-8 by being valid. What is left
    /// is read as Windows-1252, which contains Latin-1.
    /// </summary>
    /// <param name="preambleLength">Bytes to skip.</param>
    public static Encoding EncodingOf(ReadOnlySpan<byte> start, out int preambleLength)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            if (start.StartsWith(encoding.Preamble))
            {
                preambleLength = encoding.Preamble.Length;
                return encoding;
            }
        }
        preambleLength = 0;
        if (Utf16ByZeros(start) is { } utf16)
            return utf16;
        return IsUtf8(start) ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Encoding.GetEncoding(1252);
    }

    /// <summary>The character that splits the first lines into the same number of cells, more than one.</summary>
    public static char DelimiterOf(ReadOnlySpan<char> start)
    {
        var best = ',';
        var bestScore = 0;
        foreach (var delimiter in _delimiters)
        {
            var score = Score(start, delimiter);
            if (score > bestScore)
                (best, bestScore) = (delimiter, score);
        }
        return best;
    }

    // Cells of the header, counted twice for each further line that agrees with it.
    private static int Score(ReadOnlySpan<char> text, char delimiter)
    {
        const int Lines = 20;
        int header = 0,
            agreeing = 0,
            cells = 1,
            line = 0;
        var quoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == delimiter)
                cells++;
            else if (!quoted && c == '\n')
            {
                if (line++ == 0)
                    header = cells;
                else if (cells == header)
                    agreeing++;
                cells = 1;
                if (line == Lines)
                    break;
            }
        }
        if (line == 0)
            header = cells;
        return header < 2 ? 0 : header * (1 + 2 * agreeing);
    }

    private static UnicodeEncoding? Utf16ByZeros(ReadOnlySpan<byte> start)
    {
        var pairs = Math.Min(start.Length, 4096) / 2;
        if (pairs < 2)
            return null;
        int even = 0,
            odd = 0;
        for (var i = 0; i < pairs; i++)
        {
            even += start[2 * i] == 0 ? 1 : 0;
            odd += start[2 * i + 1] == 0 ? 1 : 0;
        }
        // Header and numbers are ASCII in every language, so about half of the pairs at least have a zero byte.
        if (odd > pairs / 2 && even == 0)
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        return even > pairs / 2 && odd == 0 ? new UnicodeEncoding(bigEndian: true, byteOrderMark: false) : null;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> start)
    {
        // The last character may be cut in the middle.
        for (var cut = 0; cut < 4 && cut <= start.Length; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
                return true;
        }
        return false;
    }
}
