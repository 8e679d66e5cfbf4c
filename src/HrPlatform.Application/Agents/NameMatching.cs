using System.Globalization;
using System.Text;

namespace HrPlatform.Application.Agents;

/// <summary>Compares names the way people type them: without case, accents and punctuation, and with small slips.</summary>
public static class NameMatching
{
    /// <summary>Lower case, no accents, runs of anything but letters, digits, <c>#</c> and <c>+</c> as one space.</summary>
    public static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        var pendingSpace = false;
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (!char.IsLetterOrDigit(c) && c is not ('#' or '+'))
            {
                pendingSpace = result.Length > 0;
                continue;
            }
            if (pendingSpace)
                result.Append(' ');
            pendingSpace = false;
            result.Append(char.ToLowerInvariant(c));
        }
        return result.Replace("ß", "ss").Replace("œ", "oe").Replace("æ", "ae").Replace("ø", "o").ToString();
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[b.Length];
    }

    /// <summary>The known name that is meant, slips of case, accents and punctuation aside; null when there is none.</summary>
    public static string? Find(string asked, IEnumerable<string> known)
    {
        var folded = Fold(asked);
        // "C" and "C#" fold apart, "C++" and "c ++" do not: an exact spelling wins.
        string? found = null;
        foreach (var name in known)
        {
            if (string.Equals(name, asked, StringComparison.OrdinalIgnoreCase))
                return name;
            if (found is null && string.Equals(Fold(name), folded, StringComparison.Ordinal))
                found = name;
        }
        return found;
    }

    /// <summary>Known names that look most like the one asked for, best first; empty when none looks alike.</summary>
    public static IReadOnlyList<string> Nearest(string asked, IEnumerable<string> known, int top = 3)
    {
        var folded = Fold(asked);
        return
        [
            .. known
                .Select(name => (name, likeness: Likeness(folded, Fold(name))))
                .Where(n => n.likeness >= 0.45)
                .OrderByDescending(n => n.likeness)
                .ThenBy(n => n.name, StringComparer.Ordinal)
                .Take(top)
                .Select(n => n.name),
        ];
    }

    private static double Likeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var byLetters = 1 - (double)Distance(a, b) / Math.Max(a.Length, b.Length);
        var words = b.Split(' ');
        var shared = a.Split(' ').Count(w => w.Length > 2 && words.Contains(w, StringComparer.Ordinal));
        return Math.Max(byLetters, shared == 0 ? 0 : 0.45 + 0.1 * shared);
    }
}
