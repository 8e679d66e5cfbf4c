using System.Text.RegularExpressions;
using HrPlatform.Application.Agents.Tools;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>The sentences of a passage that answer a question best.</summary>
/// <param name="Strength">0 to 1: how much of what is asked the passage speaks about.</param>
internal sealed record DocumentFinding(DocumentPassage Passage, string Quote, double Strength);

/// <summary>
/// Finds, in the passages that a search returned, the sentence that answers a question: by the words they share, in
/// whatever form, and by the kind of answer expected (an amount, a duration, a date). Reads text as data only.
/// </summary>
internal static partial class DocumentReader
{
    /// <summary>Below this share of the question's matter, a passage is beside the point.</summary>
    public const double Enough = 0.6;

    /// <summary>A question that is really about the records is left to a document only when it speaks about all of it.</summary>
    public const double EnoughDespiteRecords = 0.95;

    private static readonly HashSet<string> NotAskedFor = new(
        [
            "many",
            "much",
            "long",
            "often",
            "soon",
            "far",
            "big",
            "every",
            "year",
            "day",
            "week",
            "month",
            "hour",
            "take",
            "get",
            "need",
            "must",
            "may",
            "should",
            "have",
            "company",
            "employee",
            "combien",
            "temps",
            "jour",
            "semaine",
            "mois",
            "heure",
            "annee",
            "doit",
            "faut",
            "entreprise",
            "employe",
            "time",
            "want",
            "go",
            "give",
            "tell",
            "ask",
        ],
        StringComparer.Ordinal
    );

    public static DocumentFinding? Read(string question, IReadOnlyList<DocumentPassage> passages)
    {
        var asked = Matter(question);
        if (asked.Count == 0)
            return null;
        var expected = ExpectedAnswer(question);
        DocumentFinding? best = null;
        var bestScore = double.MinValue;
        for (var rank = 0; rank < passages.Count; rank++)
        {
            var passage = passages[rank];
            var heading = Matter($"{passage.Title} {passage.Section}");
            var body = Matter(passage.Text);
            var strength = (double)asked.Count(w => body.Contains(w) || heading.Contains(w)) / asked.Count;
            foreach (var (quote, score) in Sentences(passage.Text, asked, heading, expected))
            {
                var total = score + strength - 0.05 * rank;
                if (total <= bestScore)
                    continue;
                bestScore = total;
                best = new DocumentFinding(passage, quote, strength);
            }
        }
        return best;
    }

    private static IEnumerable<(string Quote, double Score)> Sentences(
        string text,
        HashSet<string> asked,
        HashSet<string> heading,
        Regex? expected
    )
    {
        foreach (var sentence in Application.Agents.Sentences.Split(text))
        {
            var quote = sentence.In(text);
            if (quote.Length < 8)
                continue;
            var words = Matter(quote);
            var shared =
                asked.Count(w => words.Contains(w)) + 0.4 * asked.Count(w => !words.Contains(w) && heading.Contains(w));
            var score = shared / asked.Count;
            if (expected is not null && expected.IsMatch(quote))
                score += 0.35;
            yield return (quote, score);
        }
    }

    // What a text is about: concepts of its words without small words and units.
    private static HashSet<string> Matter(string text)
    {
        var matter = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in Tokenizer.Tokenize(text))
        {
            if (
                token.Norm.Length < 3
                || Lexicon.IsFiller(token)
                || NotAskedFor.Contains(token.Stem)
                || token.Number is not null
            )
                continue;
            matter.Add(Concepts.Of(token.Stem));
        }
        return matter;
    }

    private static Regex? ExpectedAnswer(string question)
    {
        var q = Tokenizer.Normalize(question);
        if (HowMuchMoney().IsMatch(q))
            return Amount();
        if (HowManyOrLong().IsMatch(q))
            return Quantity();
        return When().IsMatch(q) ? Time() : null;
    }

    [GeneratedRegex(
        @"\b(how much|how big|budget|cost|price|combien coute|quel montant|montant|prix|amount|rate|subsidy|prime|bonus)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HowMuchMoney();

    [GeneratedRegex(
        @"\b(how many|how long|how often|how far|after how|what share|combien|quelle duree|delai|how soon|longest|limit)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HowManyOrLong();

    [GeneratedRegex(
        @"\b(when|what date|which day|which week|which month|quand|quelle date|quel jour|from when|from which date|until when)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex When();

    [GeneratedRegex(
        @"[$€£]\s?\d|\d\s?([$€£%]|usd\b|eur\b|euros?\b|dollars?\b)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Amount();

    [GeneratedRegex(
        @"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Quantity();

    [GeneratedRegex(
        @"\d|\b(january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|week|month|quarter|year|janvier|fevrier|février|mars|avril|mai|juin|juillet|aout|août|septembre|octobre|novembre|decembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|jour|semaine|mois)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Time();
}
