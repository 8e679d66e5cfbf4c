using System.Globalization;
using System.Text;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>One word or number of a text.</summary>
/// <param name="Text">As written.</param>
/// <param name="Norm">Lower case, without accents.</param>
/// <param name="Stem">Without the endings of plurals and feminine participles, in English and French alike.</param>
/// <param name="Number">The value when the token is a number.</param>
internal sealed record Token(string Text, string Norm, string Stem, int Start, decimal? Number)
{
    public int End => Start + Text.Length;

    public bool IsCapitalised => char.IsUpper(Text[0]);
}

/// <summary>Cuts text into tokens the same way for questions, names of the tenant and our own word lists.</summary>
internal static class Tokenizer
{
    private static readonly Dictionary<string, int> NumberWords = new(StringComparer.Ordinal)
    {
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["twelve"] = 12,
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["deux"] = 2,
        ["trois"] = 3,
        ["quatre"] = 4,
        ["cinq"] = 5,
        ["sept"] = 7,
        ["huit"] = 8,
        ["neuf"] = 9,
        ["dix"] = 10,
        ["douze"] = 12,
        ["quinze"] = 15,
        ["vingt"] = 20,
        ["trente"] = 30,
        ["quarante"] = 40,
        ["cinquante"] = 50,
    };

    public static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>();
        var i = 0;
        while (i < text.Length)
        {
            if (char.IsAsciiDigit(text[i]) && !PartOfWord(text, i))
                i = AddNumber(text, i, tokens);
            else if (char.IsLetterOrDigit(text[i]) || StartsDotted(text, i))
                i = AddWord(text, i, tokens);
            else
                i++;
        }
        return tokens;
    }

    /// <summary>The stems of a text in order.</summary>
    public static string[] Stems(string text) => [.. Tokenize(text).Select(t => t.Stem)];

    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                result.Append(char.ToLowerInvariant(c));
        }
        return result.Replace("œ", "oe").Replace("æ", "ae").Replace("ß", "ss").Replace("ø", "o").ToString();
    }

    public static string Stem(string norm)
    {
        var s = norm;
        if (s.Length <= 3)
            return s;
        if (s.EndsWith("ies", StringComparison.Ordinal) && s.Length > 4)
            s = s[..^3] + "y";
        else if (s.EndsWith("aux", StringComparison.Ordinal) && s.Length > 5)
            s = s[..^3] + "al";
        else if (
            s.Length > 4
            && (
                s.EndsWith("sses", StringComparison.Ordinal)
                || s.EndsWith("ches", StringComparison.Ordinal)
                || s.EndsWith("shes", StringComparison.Ordinal)
                || s.EndsWith("xes", StringComparison.Ordinal)
            )
        )
            s = s[..^2];
        else if (s[^1] == 's' && s[^2] is not ('s' or 'u' or 'i'))
            s = s[..^1];
        if (s.Length > 4 && s.EndsWith("ee", StringComparison.Ordinal))
            s = s[..^1];
        return s;
    }

    // "3d" or "2fa" is a word; "10k" and "10%" are numbers.
    private static bool PartOfWord(string text, int i)
    {
        var end = i;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (end >= text.Length || !char.IsLetter(text[end]))
            return false;
        return !(text[end] is 'k' or 'K' && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])));
    }

    private static int AddNumber(string text, int start, List<Token> tokens)
    {
        var i = start;
        var digits = new StringBuilder();
        while (i < text.Length)
        {
            if (char.IsAsciiDigit(text[i]))
                digits.Append(text[i++]);
            else if (
                i + 1 < text.Length
                && text[i] is ',' or '.' or ' ' or '\u00a0' or '\u202f'
                && GroupsThousands(text, start, i)
            )
                i++;
            else if (i + 1 < text.Length && text[i] is '.' or ',' && char.IsAsciiDigit(text[i + 1]))
            {
                digits.Append('.');
                i++;
            }
            else
                break;
        }
        var isNumber = decimal.TryParse(
            digits.ToString(),
            NumberStyles.Number,
            CultureInfo.InvariantCulture,
            out var value
        );
        if (i < text.Length && text[i] is 'k' or 'K' && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])))
        {
            value *= 1000;
            i++;
        }
        var written = text[start..i];
        tokens.Add(new Token(written, written, written, start, isNumber ? value : null));
        return i;
    }

    // "2,000", "2 000" and "2.000.000": one to three digits before, exactly three behind. A year before a space is no group.
    private static bool GroupsThousands(string text, int start, int i)
    {
        if (i + 3 >= text.Length)
            return false;
        var lead = 0;
        for (var j = i - 1; j >= start && char.IsAsciiDigit(text[j]); j--)
            lead++;
        var groupFollows =
            char.IsAsciiDigit(text[i + 1])
            && char.IsAsciiDigit(text[i + 2])
            && char.IsAsciiDigit(text[i + 3])
            && (i + 4 >= text.Length || !char.IsAsciiDigit(text[i + 4]));
        return lead is >= 1 and <= 3 && groupFollows;
    }

    private static bool StartsDotted(string text, int i) =>
        text[i] == '.'
        && i + 1 < text.Length
        && char.IsLetter(text[i + 1])
        && (i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '(' or '/' or '"');

    private static int AddWord(string text, int start, List<Token> tokens)
    {
        var i = start + 1;
        while (i < text.Length)
        {
            if (
                char.IsLetterOrDigit(text[i])
                || CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark
            )
                i++;
            // node.js, ci/cd, r&d; but "him/her" as two words does not matter.
            else if (
                text[i] is '.' or '/' or '&'
                && i + 1 < text.Length
                && char.IsLetterOrDigit(text[i + 1])
                && i - start <= 5
            )
                i++;
            else if (text[i] is '#' or '+' && i - start <= 3)
                i++;
            else
                break;
        }
        var written = text[start..i];
        var norm = Normalize(written);
        decimal? number = NumberWords.TryGetValue(norm, out var value) ? value : null;
        // "salariés" are people, "salaries" are pay: only the accent tells them apart.
        var stem =
            written.Contains('é', StringComparison.OrdinalIgnoreCase) && norm is "salaries" ? "salarie" : Stem(norm);
        tokens.Add(new Token(written, norm, stem, start, number));
        return i;
    }
}
