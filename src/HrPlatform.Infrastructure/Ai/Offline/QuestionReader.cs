namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>Reads a question: language, clauses, and what each asks for, by its form and the tenant's vocabulary.</summary>
internal sealed class QuestionReader(VocabularyIndex vocabulary, DateOnly today)
{
    private static readonly HashSet<Sense> OpensQuestion =
    [
        Sense.HowMany,
        Sense.HowMuch,
        Sense.Who,
        Sense.Which,
        Sense.Show,
        Sense.Average,
        Sense.Median,
        Sense.Distribution,
        Sense.Size,
    ];

    /// <param name="language">The language asked for by the caller; null lets the words decide.</param>
    /// <param name="earlier">The question before in the conversation, for "and in Sales?".</param>
    public Question Read(string text, string? language, string? earlier = null)
    {
        var tokens = Tokenizer.Tokenize(text);
        var spoken = LanguageGuess.Of(tokens, language ?? LanguageGuess.English);
        var readings = new List<Reading>();
        foreach (var clause in Split(tokens, text, spoken))
        {
            var reading = new ClauseReader(vocabulary, today, spoken, text, clause).Read();
            readings.Add(readings.Count > 0 ? Inherit(readings[^1], reading, clause) : reading);
        }
        if (earlier is not null && readings is [var only] && IsFollowUp(only, tokens))
        {
            var before = Read(earlier, language);
            if (before.Clauses.Count > 0 && before.Clauses[^1].Intent != Intent.Documents)
                readings = [Merge(before.Clauses[^1], only)];
        }
        var answerLanguage = language is LanguageGuess.French or LanguageGuess.English ? language : spoken;
        return new Question(text, answerLanguage, Settle(readings, text));
    }

    // Clauses that are no question of their own: prefaces beside a question about the records are dropped, and a question
    // that is all about documents stays whole, so that the search sees every word.
    private static List<Reading> Settle(List<Reading> readings, string text)
    {
        if (readings.Count == 0 || readings.TrueForAll(r => r.Intent == Intent.Documents))
            return [new Reading { Text = text, Intent = Intent.Documents }];
        var records = readings.FindAll(r => r.Intent != Intent.Documents);
        var asked = readings.FindAll(r => r.Intent == Intent.Documents && r.Text.TrimEnd().EndsWith('?'));
        // Distribute a grouping named once: "how many people and what average salary per department".
        if (records.Count > 1 && records[^1].GroupBy is { } grouping)
        {
            for (var i = 0; i < records.Count - 1; i++)
            {
                if (
                    records[i].GroupBy is null
                    && !records[i].HasFilter
                    && records[i].Intent is Intent.Count or Intent.Pay
                )
                    records[i] = records[i] with { GroupBy = grouping };
            }
        }
        return [.. records, .. asked];
    }

    private static bool IsFollowUp(Reading reading, List<Token> tokens)
    {
        if (tokens.Count > 8 || tokens.Count == 0)
            return false;
        var first = tokens[0].Norm;
        var opens =
            first
            is "and"
                or "et"
                or "what"
                or "how"
                or "same"
                or "pareil"
                or "in"
                or "dans"
                or "for"
                or "pour"
                or "also";
        return opens
            && reading.Intent is Intent.Count or Intent.Find or Intent.Documents or Intent.Distribution
            && reading.HasFilter;
    }

    private static Reading Merge(Reading before, Reading now) =>
        before with
        {
            Text = now.Text,
            Filter = before.Filter with
            {
                Departments = now.Filter.Departments ?? before.Filter.Departments,
                IncludeSubDepartments = now.Filter.IncludeSubDepartments ?? before.Filter.IncludeSubDepartments,
                Positions = now.Filter.Positions ?? before.Filter.Positions,
                Skills = now.Filter.Skills ?? before.Filter.Skills,
                WithoutSkills = now.Filter.WithoutSkills ?? before.Filter.WithoutSkills,
                SkillCategories = now.Filter.SkillCategories ?? before.Filter.SkillCategories,
                Gender = now.Filter.Gender ?? before.Filter.Gender,
            },
            GroupBy = now.GroupBy ?? (now.Filter.Departments is null ? before.GroupBy : null),
            NotUnderstood = now.NotUnderstood,
        };

    private static Reading Inherit(Reading before, Reading now, IReadOnlyList<Token> clause)
    {
        if (now.Intent == Intent.Documents || now.HasFilter || now.GroupBy is not null || now.Person is not null)
            return now;
        var pointsBack = clause.Any(t =>
            t.Norm
                is "their"
                    or "them"
                    or "they"
                    or "there"
                    or "those"
                    or "its"
                    or "leur"
                    or "leurs"
                    or "ils"
                    or "elles"
                    or "eux"
                    or "y"
                    or "ces"
        );
        return pointsBack || before.HasFilter
            ? now with
            {
                Filter = before.Filter,
                SubDepartmentsSaid = before.SubDepartmentsSaid,
            }
            : now;
    }

    private static List<List<Token>> Split(List<Token> tokens, string text, string language)
    {
        var clauses = new List<List<Token>>();
        var current = new List<Token>();
        var marks = Lexicon.Read(tokens, language);
        for (var i = 0; i < tokens.Count; i++)
        {
            var gap = i == 0 ? "" : text[tokens[i - 1].End..tokens[i].Start];
            var newSentence = gap.AsSpan().IndexOfAny("?!;\n") >= 0 || gap.Contains(". ", StringComparison.Ordinal);
            var newQuestion = tokens[i].Norm is "and" or "et" or "puis" or "also" && OpensAt(marks, tokens, i + 1);
            if (current.Count > 0 && (newSentence || newQuestion))
            {
                clauses.Add(current);
                current = [];
            }
            current.Add(tokens[i]);
        }
        if (current.Count > 0)
            clauses.Add(current);
        return clauses;
    }

    private static bool OpensAt(List<Mark> marks, List<Token> tokens, int i)
    {
        // "and what", "and the average", "et quel", "et la moyenne", but not "and Sales" or "and who know SQL too".
        var end = Math.Min(i + 2, tokens.Count);
        for (var j = i; j < end; j++)
        {
            if (marks.Exists(m => m.First == j && OpensQuestion.Contains(m.Sense)))
                return true;
            if (!Lexicon.IsFiller(tokens[j]))
                return false;
        }
        return false;
    }
}
