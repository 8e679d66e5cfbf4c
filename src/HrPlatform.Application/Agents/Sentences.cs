using System.Runtime.InteropServices;

namespace HrPlatform.Application.Agents;

/// <summary>A sentence or list item of a text, by its place in it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Sentence(int Start, int Length)
{
    public int End => Start + Length;

    public string In(string text) => text.Substring(Start, Length);
}

/// <summary>Splits a passage into what can be quoted by itself: sentences, list items, table rows and headings.</summary>
public static class Sentences
{
    private static readonly string[] Abbreviations =
    [
        "e.g",
        "i.e",
        "etc",
        "mr",
        "mrs",
        "ms",
        "dr",
        "vs",
        "no",
        "st",
        "inc",
        "ex",
        "art",
    ];

    public static IReadOnlyList<Sentence> Split(string text)
    {
        var result = new List<Sentence>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (EndsBlock(text, i))
            {
                Add(text, start, i, result);
                start = i + 1;
            }
            else if (EndsSentence(text, i))
            {
                var end = i + 1;
                while (end < text.Length && text[end] is '"' or '”' or '’' or ')' or '»')
                    end++;
                Add(text, start, end, result);
                start = end;
                i = end - 1;
            }
        }
        Add(text, start, text.Length, result);
        return result;
    }

    // A line break ends a block when the next line is empty or starts an item, a heading or a table row.
    private static bool EndsBlock(string text, int i)
    {
        if (text[i] != '\n')
            return false;
        var next = text.AsSpan(i + 1).TrimStart(" \t\r");
        var lineStart = text.AsSpan(0, i).LastIndexOf('\n') + 1;
        var line = text.AsSpan(lineStart, i - lineStart).TrimStart(" \t");
        return next.Length == 0
            || next[0] is '\n' or '#' or '|'
            || IsItem(next)
            || line.StartsWith("#") // a heading is one line
            || line.StartsWith("|");
    }

    private static bool IsItem(ReadOnlySpan<char> line)
    {
        if (line.Length > 1 && line[0] is '-' or '*' or '•' or '+' && line[1] == ' ')
            return true;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits is > 0 and < 4
            && digits + 1 < line.Length
            && line[digits] is '.' or ')'
            && line[digits + 1] == ' ';
    }

    private static bool EndsSentence(string text, int i)
    {
        if (text[i] is not ('.' or '!' or '?' or '…'))
            return false;
        if (i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) && text[i + 1] is not ('"' or '”' or ')' or '»'))
            return false;
        if (text[i] != '.')
            return true;
        var wordStart = i;
        while (wordStart > 0 && (char.IsLetterOrDigit(text[wordStart - 1]) || text[wordStart - 1] == '.'))
            wordStart--;
        var word = text[wordStart..i];
        if (
            Abbreviations.Contains(word, StringComparer.OrdinalIgnoreCase)
            || (word.Length == 1 && char.IsLetter(word[0]))
        )
            return false;
        // "1. First": the number of an item.
        return !(word.Length is > 0 and < 3 && word.All(char.IsAsciiDigit) && IsLineStart(text, wordStart));
    }

    private static bool IsLineStart(string text, int i)
    {
        while (i > 0 && text[i - 1] is ' ' or '\t')
            i--;
        return i == 0 || text[i - 1] == '\n';
    }

    private static void Add(string text, int start, int end, List<Sentence> result)
    {
        while (
            start < end
            && (char.IsWhiteSpace(text[start]) || text[start] is '#' or '|' or '•' || IsBullet(text, start, end))
        )
            start++;
        while (end > start && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] == '|'))
            end--;
        if (end > start)
            result.Add(new Sentence(start, end - start));
    }

    private static bool IsBullet(string text, int i, int end) =>
        text[i] is '-' or '*' or '+' && i + 1 < end && text[i + 1] == ' ' && IsLineStart(text, i);
}
