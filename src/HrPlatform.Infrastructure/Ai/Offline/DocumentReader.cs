using System.Text.RegularExpressions;
using HrPlatform.Application.Agents.Tools;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>The sentence that fits a question best, and how sure it is that it answers it.</summary>
internal sealed record DocumentFinding(DocumentPassage Passage, string Quote, double Confidence)
{
    /// <summary>It answers the question.</summary>
    public bool IsAnswer => Confidence >= DocumentReader.Sure;

    /// <summary>It is about the matter, and may or may not answer the question.</summary>
    public bool IsNear => Confidence >= DocumentReader.Near;
}

/// <summary>
/// Finds, in the passages that a search returned, the sentence that answers a question. Nearness of meaning comes with
/// the passages; added to it are the words that question and sentence share, in any form and by the thesaurus, the
/// headings above, and the kind of answer expected (an amount, a duration, a date). Words of the question that no
/// passage speaks of count against an answer: that, and not the highest similarity, tells an unanswerable question.
/// The weights were fitted on the demo handbook and its questions and checked on another handbook. Reads text as data.
/// </summary>
internal static partial class DocumentReader
{
    public const double Sure = 2.0;
    public const double Near = 1.55;

    // The built-in embeddings know English only: for other languages similarity says nothing, and stands at its usual value.
    private const double UsualSimilarity = 0.45;

    // A synonym counts less than the word itself.
    private const double SynonymWeight = 0.7;

    public static DocumentFinding? Read(string question, string language, IReadOnlyList<DocumentPassage> passages)
    {
        var asked = Roots.In(question);
        if (asked.Count == 0)
            return null;
        var expected = ExpectedAnswer(question);
        var english = string.Equals(language, LanguageGuess.English, StringComparison.Ordinal);
        var texts = passages.Select(p => new Subjects($"{p.Title} {p.Section} {p.Text}")).ToList();
        var silent = (double)asked.Count(word => texts.TrueForAll(t => t.Covers(word) == 0)) / asked.Count;
        DocumentFinding? best = null;
        var bestFit = double.MinValue;
        for (var i = 0; i < passages.Count; i++)
        {
            var passage = passages[i];
            var inPassage = texts[i].Share(asked);
            var inHeadings = new Subjects($"{passage.Title} {passage.Section}").Share(asked);
            var passageSimilarity = english ? passage.Similarity : UsualSimilarity;
            // A section says first what it is about.
            var opening = 0.3;
            foreach (var sentence in passage.Sentences)
            {
                var text = passage.Text.Substring(sentence.Start, sentence.Length);
                if (!MayAnswer(text, passage))
                    continue;
                var similarity = english ? sentence.Similarity : UsualSimilarity;
                var inSentence = new Subjects(text).Share(asked);
                var kind = Kind(expected, text);
                var fit =
                    opening
                    + 2.8 * similarity
                    + 1.0 * passageSimilarity
                    + 0.3 * inSentence
                    + 0.4 * inPassage
                    + 1.5 * inHeadings
                    + 0.6 * kind;
                opening = 0;
                if (fit <= bestFit)
                    continue;
                bestFit = fit;
                var confidence =
                    1.8 * similarity
                    + 0.7 * passageSimilarity
                    + 1.5 * inPassage
                    + 0.3 * inSentence
                    + 0.2 * kind
                    - 0.7 * silent;
                best = new DocumentFinding(passage, text, confidence);
            }
        }
        return best;
    }

    // Headings and questions answer nothing.
    private static bool MayAnswer(string text, DocumentPassage passage) =>
        (text.Length >= 25 || text.Any(char.IsDigit))
        && !text.EndsWith('?')
        && passage.Section?.EndsWith(text, StringComparison.OrdinalIgnoreCase) != true;

    private static int Kind(Regex? expected, string text) =>
        expected is null ? 0
        : expected.IsMatch(text) ? 1
        : -1;

    private static Regex? ExpectedAnswer(string question)
    {
        var q = Tokenizer.Normalize(question);
        return HowMuchMoney().IsMatch(q) ? Amount()
            : HowManyOrWhen().IsMatch(q) ? Quantity()
            : null;
    }

    /// <summary>What a text speaks of.</summary>
    private sealed class Subjects
    {
        private readonly List<string> roots;
        private readonly HashSet<int> subjects;

        public Subjects(string text)
        {
            roots = Roots.In(text);
            subjects = [.. roots.SelectMany(Thesaurus.SubjectsOf)];
        }

        /// <summary>1 when the text has the word, less for a synonym, 0 for neither.</summary>
        public double Covers(string root) =>
            roots.Exists(own => Roots.Alike(own, root)) ? 1
            : Thesaurus.SubjectsOf(root).Any(subjects.Contains) ? SynonymWeight
            : 0;

        public double Share(List<string> asked) => asked.Sum(Covers) / asked.Count;
    }

    [GeneratedRegex(
        @"\b(how much|how big|budget|cost|price|refund|rate|bonus|montant|prix|coute|prime|rembourse)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HowMuchMoney();

    [GeneratedRegex(
        @"\b(how many|how long|how often|how far|how soon|how early|how fast|after how|what share|longest|when|which date|which day|which week|which month|combien|quelle heure|quand|quelle date|quel jour|delai|quelle part)\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HowManyOrWhen();

    [GeneratedRegex(
        @"[$€£]\s?\d|\d\s?([$€£%]|usd\b|eur\b|euros?\b|dollars?\b)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Amount();

    [GeneratedRegex(
        @"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|first|once|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Quantity();
}
