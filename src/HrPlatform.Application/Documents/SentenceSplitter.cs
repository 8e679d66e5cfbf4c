using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace HrPlatform.Application.Documents;

/// <summary>Finds sentences in English and French prose.</summary>
public static class SentenceSplitter
{
    /// <summary>Abbreviations before a name: what follows always belongs to the same sentence.</summary>
    private static readonly FrozenSet<string> BeforeName = FrozenSet.ToFrozenSet(
        [
            .. (string[])["mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "lt", "capt", "sgt"],
            .. (string[])["m", "mm", "mme", "mmes", "mlle", "mlles", "me", "mgr", "pr"],
            .. (string[])["e.g", "i.e", "eg", "ie", "cf", "vs", "viz", "approx", "dept", "u.s", "u.k", "u.n"],
            .. (string[])["ex", "p.ex", "env", "c.-à-d", "c.à.d", "tél", "tel", "av", "bd", "boul"],
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Abbreviations before a number; elsewhere the same letters may end a sentence ("No.").</summary>
    private static readonly FrozenSet<string> BeforeNumber = FrozenSet.ToFrozenSet(
        [
            .. (string[])
                ["no", "nos", "n", "art", "arts", "sec", "sect", "fig", "vol", "p", "pp", "ch", "chap", "par", "al"],
            .. (string[])
                ["para", "ref", "réf", "ext", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct"],
            .. (string[])["nov", "dec", "janv", "févr", "avr", "juil", "déc"],
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNameLookup =
        BeforeName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNumberLookup =
        BeforeNumber.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The sentences of <paramref name="text"/> in order, without the white space around them. A line break is white space; a
    /// blank line ends a sentence.
    /// </summary>
    public static IReadOnlyList<SentenceSpan> Split(ReadOnlySpan<char> text)
    {
        var sentences = new List<SentenceSpan>();
        var start = 0;
        var i = 0;
        while (i < text.Length)
        {
            var (isEnd, next) = Look(text, start, i);
            if (isEnd)
            {
                Add(sentences, text, start, next);
                start = next = SkipWhiteSpace(text, next);
            }

            i = next;
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    /// <summary>
    /// Whether a sentence ends at the mark at <paramref name="i"/>, and where to go on reading. A run of marks is passed over
    /// in one step, so that the whole is linear.
    /// </summary>
    private static (bool IsEnd, int Next) Look(ReadOnlySpan<char> text, int start, int i)
    {
        var c = text[i];
        if (c is '。' or '！' or '？')
            return (true, i + 1);
        if (c == '\n' && IsBlankLine(text, i))
            return (true, i + 1);
        if (c is not ('.' or '!' or '?' or '…'))
            return (false, i + 1);

        var end = i + 1;
        while (end < text.Length && IsCloser(text[end]))
            end++;
        if (end < text.Length && !char.IsWhiteSpace(text[end]))
            return (false, end);

        var next = SkipWhiteSpace(text, end);

        // A closing guillemet stands after a space in French; it still belongs to the sentence.
        if (next < text.Length && text[next] == '»')
        {
            end = next + 1;
            next = SkipWhiteSpace(text, end);
        }

        if (next < text.Length && !CanStartSentence(text[next]))
            return (false, end);
        if (c == '.' && next < text.Length && IsAbbreviation(text[start..i], text[next]))
            return (false, end);
        return (true, end);
    }

    private static int SkipWhiteSpace(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
            from++;
        return from;
    }

    private static bool IsBlankLine(ReadOnlySpan<char> text, int lineBreak)
    {
        for (var i = lineBreak + 1; i < text.Length; i++)
        {
            if (text[i] == '\n')
                return true;
            if (!char.IsWhiteSpace(text[i]))
                return false;
        }

        return false;
    }

    private static bool IsCloser(char c) =>
        c is '.' or '!' or '?' or '…' or '"' or '\'' or '”' or '’' or ')' or ']' or '»';

    private static bool CanStartSentence(char c) =>
        !char.IsLower(c) && c is not (',' or ';' or ':' or ')' or ']' or '|');

    private static bool IsAbbreviation(ReadOnlySpan<char> before, char next)
    {
        var wordStart = before.Length;
        while (wordStart > 0 && !char.IsWhiteSpace(before[wordStart - 1]) && before[wordStart - 1] is not ('(' or '['))
        {
            wordStart--;

            // No abbreviation is this long: stop here, so that text without spaces stays linear.
            if (before.Length - wordStart > 12)
                return false;
        }

        var word = before[wordStart..];
        if (word.IsEmpty)
            return false;
        if (wordStart == 0 && IsEnumerator(word))
            return true;

        var elided = word.IndexOfAny('\'', '’');
        if (elided is 1 or 2)
            word = word[(elided + 1)..];
        if (word.Length == 1 && char.IsUpper(word[0]))
            return true;
        return BeforeNameLookup.Contains(word) || (char.IsAsciiDigit(next) && BeforeNumberLookup.Contains(word));
    }

    /// <summary>"1." or "2.3." at the start of a sentence numbers it.</summary>
    private static bool IsEnumerator(ReadOnlySpan<char> word) =>
        word.Length <= 8 && !word.ContainsAnyExcept(DigitsAndPoint) || word is [>= 'a' and <= 'z'];

    private static void Add(List<SentenceSpan> sentences, ReadOnlySpan<char> text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (end > start)
            sentences.Add(new SentenceSpan(start, end));
    }
}

/// <summary>Where a sentence stands in its text, in UTF-16 units; <paramref name="End"/> is exclusive.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SentenceSpan(int Start, int End);
