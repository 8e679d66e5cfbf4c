using System.Collections.Frozen;

namespace HrPlatform.Application.Documents;

/// <summary>Tells English from French by the share of their most frequent words.</summary>
public static class LanguageDetector
{
    /// <summary>The name of PostgreSQL's text search configuration for English.</summary>
    public const string English = "english";

    /// <summary>The name of PostgreSQL's text search configuration for French.</summary>
    public const string French = "french";

    /// <summary>The configuration without stemming, for text in neither language.</summary>
    public const string Simple = "simple";

    /// <summary>Long texts are judged by samples of this many words from the beginning, the middle and the end.</summary>
    private const int SampleWords = 1_000;

    // Words that mean nothing in the other language; "on", "me", "a", "son", "pour" or "an" would speak for both.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EnglishWords = Profile(
        """
        the of and to in is are was were be been for with that this these those from by at as it its or not which who whom
        what when where how why many much will would shall should must can could may might have has had do does did you your
        we our they their them he she his her if than then there here all any each every some such other into about after
        before between during under over out up no only more most also
        """
    );

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FrenchWords = Profile(
        """
        le la les un une des du de et est sont était étaient être été au aux ce cet cette ces que qui quoi dont où quel quelle
        quels quelles quand comment pourquoi combien dans par sur avec sans sous entre vers chez ne pas plus il elle ils elles
        nous vous leur leurs notre votre nos vos sa ses mon ma mes se si ou mais donc car comme ainsi aussi avoir ont avez
        avons peut peuvent doit doivent fait tout tous toute toutes lors afin selon après avant pendant depuis salarié salariés
        """
    );

    /// <summary>
    /// The text search configuration for <paramref name="text"/>. Works on a question of a few words as well as on a book.
    /// </summary>
    /// <param name="text">The text or the question.</param>
    /// <param name="declared">
    /// The language the document declares (<see cref="ParsedDocument.Language"/>): it decides only where the text does not.
    /// </param>
    public static string Detect(string text, string? declared = null)
    {
        var score = new Score();
        if (text.Length <= 3 * SampleWords * 8)
        {
            score.Read(text, int.MaxValue);
        }
        else
        {
            score.Read(text, SampleWords);
            score.Read(text.AsSpan(text.Length / 2), SampleWords);
            score.Read(text.AsSpan(text.Length - (SampleWords * 8)), SampleWords);
        }

        // Prose holds 30 to 50 % of such words. A table or a list of names has fewer, a text in another language hardly any.
        var needed = Math.Max(1, score.Words / 12);
        if (score.English >= needed && score.English > 1.5 * score.French)
            return English;
        if (score.French >= needed && score.French > 1.5 * score.English)
            return French;

        var undecided = score.English < needed && score.French < needed && score.Words > 20;
        return declared switch
        {
            "en" when !undecided => English,
            "fr" when !undecided => French,
            _ => Simple,
        };
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Profile(string words) =>
        words
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private sealed class Score
    {
        public int Words { get; private set; }

        public int English { get; private set; }

        public int French { get; private set; }

        public void Read(ReadOnlySpan<char> text, int maxWords)
        {
            var limit = Words + Math.Min(maxWords, int.MaxValue - Words);
            var i = 0;
            while (i < text.Length && Words < limit)
            {
                if (!char.IsLetter(text[i]))
                {
                    i++;
                    continue;
                }

                var start = i;
                while (i < text.Length && char.IsLetter(text[i]))
                    i++;
                var elision = i < text.Length && text[i] is '\'' or '’';
                Count(text[start..i], elision);
            }
        }

        private void Count(ReadOnlySpan<char> word, bool elision)
        {
            Words++;

            // l'employé, d'une, qu'il; English has no one-letter word before an apostrophe but I'm, and s after one (it's).
            if (
                elision
                && (word is ['l' or 'L' or 'd' or 'D' or 'j' or 'J' or 'n' or 'N' or 'c' or 'C'] or "qu" or "Qu")
            )
                French++;
            else if (EnglishWords.Contains(word))
                English++;
            else if (FrenchWords.Contains(word))
                French++;
        }
    }
}
