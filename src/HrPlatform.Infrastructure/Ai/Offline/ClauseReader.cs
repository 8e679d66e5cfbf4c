using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Employees;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>Reads one clause: which names of the tenant it holds, which conditions, and what it asks for.</summary>
internal sealed class ClauseReader
{
    private static readonly HashSet<string> NameParticles = new(
        [
            "de",
            "la",
            "le",
            "du",
            "des",
            "van",
            "von",
            "der",
            "den",
            "dos",
            "da",
            "di",
            "del",
            "ni",
            "d",
            "l",
            "o",
            "al",
            "el",
            "bin",
            "saint",
            "st",
        ],
        StringComparer.Ordinal
    );

    private readonly VocabularyIndex vocabulary;
    private readonly DateOnly today;
    private readonly string text;
    private readonly List<Token> tokens;
    private readonly List<Mark> marks;
    private readonly bool[] explained;
    private readonly List<(EntityMatch Match, EntityCandidate Chosen)> entities = [];
    private readonly List<string> unknownSkills = [];
    private string? unknownDepartment;
    private EmployeeFilterArguments filter = new();
    private string? person;
    private int? limit;
    private NumberRange groupSize = NumberRange.Any;
    private bool subDepartmentsSaid;

    public ClauseReader(
        VocabularyIndex vocabulary,
        DateOnly today,
        string language,
        string question,
        List<Token> tokens
    )
    {
        this.vocabulary = vocabulary;
        this.today = today;
        this.tokens = tokens;
        var end = tokens[^1].End;
        while (end < question.Length && question[end] is not ('\n' or ';') && !char.IsLetterOrDigit(question[end]))
            end++;
        text = question[tokens[0].Start..end].Trim();
        marks = Lexicon.Read(tokens, language);
        if (string.Equals(language, LanguageGuess.French, StringComparison.Ordinal))
            ReadUnaccentedSalaries();
        explained = new bool[tokens.Count];
    }

    public Reading Read()
    {
        ReadMisspellings();
        ReadEntities();
        Explain();
        DropPartsOfUnknownNames();
        ReadUnknownDepartment();
        ReadSkillBeforeNoun();
        ReadManagerAndPerson();
        ReadNumbersAndDates();
        ReadUnknownSkill();
        ReadConditions();
        return Classify();
    }

    private bool Has(Sense sense) => marks.Exists(m => m.Sense == sense);

    private bool HasAny(params ReadOnlySpan<Sense> senses)
    {
        foreach (var sense in senses)
        {
            if (Has(sense))
                return true;
        }
        return false;
    }

    private Mark? First(Sense sense) => marks.Find(m => m.Sense == sense);

    private bool Is(int token, Sense sense) => token >= 0 && marks.Exists(m => m.Sense == sense && m.Covers(token));

    // In a French sentence "salaries" without accent are employees: pay would be "salaires".
    private void ReadUnaccentedSalaries()
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Norm is not ("salaries" or "salarie"))
                continue;
            marks.RemoveAll(m => m.Sense == Sense.Pay && m.First == i && m.Last == i);
            if (!Is(i, Sense.People))
                marks.Add(new Mark(Sense.People, i, i));
        }
    }

    private void ReadMisspellings()
    {
        var known = vocabulary.Find(tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Lexicon.Knows(tokens[i]) || known.Exists(k => k.Covers(i)) || marks.Exists(m => m.Covers(i)))
                continue;
            // A capital inside the sentence begins a name, and what follows "knows" is a skill.
            if ((i > 0 && tokens[i].IsCapitalised) || Is(i - 1, Sense.Know))
                continue;
            foreach (var sense in Lexicon.ReadMisspelt(tokens[i]))
                marks.Add(new Mark(sense, i, i));
        }
    }

    private void ReadEntities()
    {
        foreach (var match in vocabulary.Find(tokens))
        {
            if (Choose(match) is { } chosen)
                entities.Add((match, chosen));
        }
        foreach (var (match, _) in entities)
            marks.RemoveAll(m => m.First >= match.First && m.Last <= match.Last);
        // A phrase of the lexicon that reaches into a name keeps only what it says outside it.
        foreach (var (match, _) in entities.Where(e => e.Match.Length > 1))
            marks.RemoveAll(m =>
                m.First < match.First
                && m.Last >= match.First
                && m.Last < match.Last
                && m.Sense is Sense.Training or Sense.Pay
            );
    }

    private EntityCandidate? Choose(EntityMatch match)
    {
        var single = match.Length == 1;
        var token = tokens[match.First];
        var skillCue = SkillCue(match);
        var departmentCue = DepartmentCue(match);
        var nounBeside =
            (NounBeside(match, Sense.DepartmentWord) && match.Candidates.Any(c => c.Kind == EntityKind.Department))
            || (NounBeside(match, Sense.PositionWord) && match.Candidates.Any(c => c.Kind == EntityKind.Position))
            || (
                NounBeside(match, Sense.SkillWord)
                && match.Candidates.Any(c => c.Kind is EntityKind.Skill or EntityKind.SkillCategory)
            );
        var clashes =
            single && (Lexicon.IsFiller(token) || marks.Exists(m => m.Covers(match.First) && m.Sense != Sense.In));
        if (clashes)
        {
            // "go to" is no skill in Go, and "personne ressource" no part of a department's name.
            if (
                !token.IsCapitalised
                && marks.Exists(m =>
                    m.Covers(match.First) && m.Last > m.First && m.Sense is not (Sense.Know or Sense.In)
                )
            )
                return null;
            var named =
                token.IsCapitalised && match.First > 0 && !tokens[0..match.First].TrueForAll(t => t.IsCapitalised);
            var shortWord = token.Stem.Length <= 3 && Lexicon.IsFiller(token);
            var positions = match.Candidates.FirstOrDefault(c => c.Kind == EntityKind.Position);
            var managers = positions is not null && Is(match.First, Sense.ManagerWord) && CountsPeople(match.First);
            var cued =
                (skillCue && Directly(match))
                || nounBeside
                || (
                    departmentCue
                    && After(match, Sense.In)
                    && match.Candidates.Any(c => c.Kind == EntityKind.Department && c.Quality != MatchQuality.Part)
                );
            if (!named && !managers && (shortWord ? !(skillCue && Directly(match)) : !cued))
                return null;
            if (managers && !named && !cued)
                return positions;
            if (!named && match.Candidates.All(c => c.Quality == MatchQuality.Part))
                return null;
        }
        var candidates = match
            .Candidates.Where(c =>
                c.Quality != MatchQuality.Part
                || (c.Kind == EntityKind.Position && !(skillCue && After(match, Sense.Know)))
                || (c.Kind == EntityKind.Department && departmentCue)
                || (c.Kind is EntityKind.Skill or EntityKind.SkillCategory && skillCue)
            )
            .ToList();
        if (candidates.Count == 0)
            return null;
        EntityCandidate? Of(EntityKind kind) =>
            // "engineers" where a position "Engineer" stands among others: the whole family.
            candidates
                .Where(c => c.Kind == kind)
                .MaxBy(c => c.Kind == EntityKind.Position ? c.Names.Count : -(int)c.Quality);
        var domainBeside = NounBeside(match, Sense.Domain);
        if (NounBeside(match, Sense.DepartmentWord) && Of(EntityKind.Department) is { } department)
            return department;
        if (domainBeside && Of(EntityKind.SkillCategory) is { } category)
            return category;
        if (NounBeside(match, Sense.PositionWord) && Of(EntityKind.Position) is { } position)
            return position;
        // Somebody is an expert of a field, not of a department that bears its name.
        if (HasAny(Sense.Expert) && Best(Of(EntityKind.Skill), Of(EntityKind.SkillCategory)) is { } field)
            return field;
        if (skillCue)
            return Best(Of(EntityKind.Skill), Of(EntityKind.SkillCategory))
                ?? Of(EntityKind.Position)
                ?? Of(EntityKind.Department);
        if (departmentCue && Of(EntityKind.Department) is { } place)
            return place;
        var exact = candidates.Where(c => c.Quality != MatchQuality.Part).ToList();
        if (exact.Count > 0)
            candidates = exact.Exists(c => c.Kind == EntityKind.Position)
                ? [.. exact.Where(c => c.Kind != EntityKind.Position), Of(EntityKind.Position)!]
                : exact;
        return candidates.OrderBy(c => c.Quality == MatchQuality.Fuzzy ? 1 : 0).ThenBy(c => c.Kind).First();
    }

    private static EntityCandidate? Best(EntityCandidate? skill, EntityCandidate? category)
    {
        if (skill is null || category is null)
            return skill ?? category;
        return category.Quality < skill.Quality ? category : skill;
    }

    // "how many managers", "list the managers in Sales"; not "who is the manager of".
    private bool CountsPeople(int token)
    {
        var i = token - 1;
        while (
            i >= 0 && (Lexicon.IsFiller(tokens[i]) || Is(i, Sense.In) || Is(i, Sense.Active)) && !Is(i, Sense.HowMany)
        )
            i--;
        var plural = tokens[token].Norm.EndsWith('s');
        if (i < 0)
            return plural;
        return Is(i, Sense.HowMany)
            || (plural && (Is(i, Sense.Show) || Is(i, Sense.Who) || Is(i, Sense.Which)))
            || (plural && Is(i, Sense.Pay));
    }

    private bool SkillCue(EntityMatch match)
    {
        // "skill gaps in Marketing", "training for Sales": what is asked for is about a group of people.
        if (
            HasAny(Sense.Missing, Sense.Training, Sense.Distribution, Sense.Common, Sense.Gap)
            && !HasAny(Sense.Know, Sense.Expert, Sense.Who)
            && After(match, Sense.In)
            && match.Candidates.Any(c => c.Kind == EntityKind.Department && c.Quality != MatchQuality.Part)
        )
            return false;
        // "10 years of experience in Finance" is said of the department.
        if (
            marks.Exists(m => m.Sense == Sense.Experience && m.Last < match.First && match.First - m.Last <= 2)
            && tokens.Exists(t => t.Number is not null)
            && match.Candidates.Any(c => c.Kind == EntityKind.Department && c.Quality != MatchQuality.Part)
        )
            return false;
        if (NounBeside(match, Sense.SkillWord) || NounBeside(match, Sense.Expert) || NounBeside(match, Sense.Know))
            return true;
        for (var i = match.First - 1; i >= 0 && i >= match.First - 8; i--)
        {
            if (
                Is(i, Sense.Know)
                || Is(i, Sense.SkillWord)
                || Is(i, Sense.Expert)
                || Is(i, Sense.Training)
                || Is(i, Sense.Domain)
                || Is(i, Sense.Missing)
            )
                return !Between(i, match.First, Sense.Works) && !InsideDepartmentPhrase(i, match);
            if ((Is(i, Sense.With) || Is(i, Sense.Have) || Is(i, Sense.Without)) && match.First - i <= 4)
                return true;
            // Another skill before "and" or "or" passes its cue on.
            if (Is(i, Sense.Works))
                return false;
        }
        return false;
    }

    // "experts in Python in Sales": a second "in" after a name is a place.
    private bool InsideDepartmentPhrase(int cue, EntityMatch match)
    {
        var named = false;
        for (var i = cue + 1; i < match.First; i++)
        {
            named |= entities.Exists(e => e.Match.Covers(i));
            if (named && Is(i, Sense.In))
                return true;
        }
        return Before(match.First, Sense.In, out var at)
                && Has(Sense.Training)
                && at > cue
                && match.Candidates.Any(c => c.Kind == EntityKind.Department)
            || (Is(cue, Sense.SkillWord) || Is(cue, Sense.Missing) || Is(cue, Sense.Training))
                && Before(match.First, Sense.In, out _)
                && match.Candidates.Any(c => c.Kind == EntityKind.Department)
                && !Has(Sense.Know)
                && !Has(Sense.Expert);
    }

    private bool Before(int token, Sense sense, out int at)
    {
        at = token - 1;
        while (at >= 0 && Lexicon.IsFiller(tokens[at]) && !Is(at, sense))
            at--;
        return at >= 0 && Is(at, sense);
    }

    private bool Between(int from, int to, Sense sense)
    {
        for (var i = from + 1; i < to; i++)
        {
            if (Is(i, sense))
                return true;
        }
        return false;
    }

    private bool DepartmentCue(EntityMatch match) =>
        NounBeside(match, Sense.DepartmentWord)
        || After(match, Sense.In)
        || After(match, Sense.Works)
        || After(match, Sense.Per);

    // The word before the name, articles aside, has the sense.
    private bool After(EntityMatch match, Sense sense) => Before(match.First, sense, out _);

    private bool Directly(EntityMatch match)
    {
        for (var i = match.First - 1; i >= 0; i--)
        {
            if (Is(i, Sense.Know) || Is(i, Sense.SkillWord) || Is(i, Sense.Expert) || Is(i, Sense.With))
                return true;
            if (
                !Lexicon.IsFiller(tokens[i])
                && !Is(i, Sense.In)
                && !Is(i, Sense.And)
                && !Is(i, Sense.Or)
                && !entities.Exists(e => e.Match.Covers(i))
            )
                return false;
        }
        return match.Last + 1 < tokens.Count
            && (Is(match.Last + 1, Sense.SkillWord) || Is(match.Last + 1, Sense.Expert));
    }

    private bool NounBeside(EntityMatch match, Sense noun)
    {
        if (match.Last + 1 < tokens.Count && Is(match.Last + 1, noun))
            return true;
        var i = match.First - 1;
        while (
            i >= 0
            && tokens[i].Norm
                is "de"
                    or "du"
                    or "des"
                    or "of"
                    or "the"
                    or "la"
                    or "le"
                    or "les"
                    or "l"
                    or "d"
                    or "in"
                    or "en"
        )
            i--;
        return i >= 0 && Is(i, noun);
    }

    private void Explain()
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            explained[i] =
                Lexicon.IsFiller(tokens[i])
                || marks.Exists(m => m.Covers(i))
                || entities.Exists(e => e.Match.Covers(i));
        }
    }

    private void ReadManagerAndPerson()
    {
        if (First(Sense.ManagedBy) is { } managed)
        {
            var name = NameFrom(managed.Last + 1, needsCapital: false);
            if (name is null && managed.First > 0)
                name = NameBefore(managed.First);
            if (name is not null)
            {
                // "Who does X report to?" asks for X's manager; "who reports to X?" for X's people.
                if (
                    managed.Last >= tokens.Count - 1
                    || NameFrom(managed.Last + 1, needsCapital: false, peek: true) is null
                        && NameEndsBefore(managed.First)
                )
                    person = name;
                else
                    filter = filter with { Manager = name, IndirectReports = Has(Sense.Indirect) ? true : null };
            }
            return;
        }
        for (var i = 0; i < tokens.Count; i++)
        {
            if (explained[i] || !tokens[i].IsCapitalised)
                continue;
            if (i == 0 && !(tokens.Count > 1 && tokens[1].IsCapitalised && !explained[1]) && !Possessive(0))
                continue;
            var first = i;
            person = NameFrom(first, needsCapital: true);
            // "the team of X", "X's team"
            var after = Array.FindIndex(
                [.. tokens],
                i,
                t => t.End - tokens[0].Start > tokens[i].Start - tokens[0].Start + (person?.Length ?? 0)
            );
            if (
                person is not null
                && (
                    Before(first, Sense.DepartmentWord, out _)
                    || (Before(first, Sense.In, out var of) && Is(of - 1, Sense.DepartmentWord))
                    || (after > 0 && tokens[after].Norm == "s" && Is(after + 1, Sense.DepartmentWord))
                )
            )
            {
                filter = filter with { Manager = person };
                person = null;
            }
            break;
        }
        // "who is georgi facello", "salary of georgi facello"
        if (
            person is null
            && tokens.Count <= 7
            && entities.Count == 0
            && (Has(Sense.Who) || Has(Sense.ManagerWord) || Has(Sense.Pay))
        )
        {
            var first = Array.FindIndex(explained, e => !e);
            var count = explained.Count(e => !e);
            if (
                count == 2
                && first >= 0
                && first + 1 < tokens.Count
                && !explained[first + 1]
                && first + 2 == tokens.Count
                && first > 0
                && tokens[first - 1].Norm is "is" or "s" or "est" or "of" or "de" or "about"
            )
                person = NameFrom(first, needsCapital: false);
        }
    }

    private bool NameEndsBefore(int token) => token > 0 && NameBefore(token, peek: true) is not null;

    private bool Possessive(int token) => token + 1 < tokens.Count && tokens[token + 1].Norm == "s";

    private string? NameFrom(int first, bool needsCapital, bool peek = false)
    {
        while (first < tokens.Count && Lexicon.IsFiller(tokens[first]) && !tokens[first].IsCapitalised)
            first++;
        var last = first - 1;
        for (var i = first; i < tokens.Count; i++)
        {
            var isName = !explained[i] && (tokens[i].IsCapitalised || !needsCapital);
            var isParticle =
                NameParticles.Contains(tokens[i].Norm)
                && (i == first || last == i - 1)
                && i + 1 < tokens.Count
                && (!explained[i + 1] || tokens[i + 1].IsCapitalised)
                && (i > first || tokens[i].IsCapitalised);
            // A name may hold a word that means something else: "Grace Summer", "May Field".
            var isNameAnyway =
                tokens[i].IsCapitalised
                && i > first
                && last == i - 1
                && !entities.Exists(e => e.Match.Covers(i) && e.Chosen.Quality == MatchQuality.Exact);
            if (!isName && !isParticle && !isNameAnyway)
                break;
            if (tokens[i].Number is not null)
                break;
            last = i;
        }
        if (last < first)
            return null;
        if (!peek)
        {
            for (var i = first; i <= last; i++)
                explained[i] = true;
            marks.RemoveAll(m => m.First >= first && m.Last <= last);
        }
        var start = tokens[first].Start;
        return text.Length == 0 ? null : Slice(start, tokens[last].End);
    }

    private string? NameBefore(int end, bool peek = false)
    {
        var last = end - 1;
        while (last >= 0 && explained[last])
            last--;
        if (last < 0)
            return null;
        var first = last;
        while (
            first > 0
            && (
                !explained[first - 1]
                || (NameParticles.Contains(tokens[first - 1].Norm) && tokens[first - 1].IsCapitalised)
            )
        )
            first--;
        if (!peek)
        {
            for (var i = first; i <= last; i++)
                explained[i] = true;
        }
        return Slice(tokens[first].Start, tokens[last].End);
    }

    private string Slice(int start, int end) => text.Substring(start - tokens[0].Start, end - start);

    private void ReadNumbersAndDates()
    {
        var aboutHire = HasAny(Sense.Hired, Sense.Newest);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Number is not { } value || entities.Exists(e => e.Match.Covers(i)))
                continue;
            explained[i] = ReadNumber(i, value, aboutHire);
        }
        ReadRelativeDates(aboutHire);
    }

    private bool ReadNumber(int i, decimal value, bool aboutHire)
    {
        var comparison = ComparisonAround(i, out var other);
        var unit = i + 1;
        while (
            unit < tokens.Count
            && (
                tokens[unit].Norm is "full" or "de" or "d" or "of" or "usd" or "eur" or "k" or "plus"
                || Is(unit, Sense.OrMore)
                || Is(unit, Sense.OrLess)
            )
        )
            unit++;
        var isYears = Is(unit, Sense.Year);
        var isMonths = Is(unit, Sense.Month);
        var isYearNumber =
            value is >= 1950 and <= 2100 && value == decimal.Truncate(value) && tokens[i].Text.Length == 4 && !isYears;
        if (isYearNumber && aboutHire)
            return ReadHireYear(i, (int)value);
        if (isYearNumber && !Has(Sense.Pay) && !Has(Sense.Earn))
            return false;
        if (isYears || isMonths)
        {
            explained[unit] = true;
            var months = isMonths ? (int)value : (int)(value * 12);
            if (Lasting(i) && aboutHire)
            {
                filter = filter with { HiredFrom = today.AddMonths(-months) };
                return true;
            }
            var aboutTenure =
                Has(Sense.Tenure)
                || Is(i - 1, Sense.Since)
                || Has(Sense.Since)
                || aboutHire
                || (Has(Sense.Works) && !Has(Sense.Experience) && !Has(Sense.Know));
            if (aboutTenure && !(Has(Sense.Experience) && !Has(Sense.Tenure)))
                AddTenure(months, comparison);
            else
                AddExperience(isMonths ? value / 12 : value, comparison, other);
            return true;
        }
        if (HasAny(Sense.Pay, Sense.Earn) && value >= 500 && comparison is not null)
        {
            AddSalary(value, comparison.Value, other);
            return true;
        }
        if (
            comparison is not null
            && Is(unit, Sense.People)
            && HasAny(Sense.DepartmentWord, Sense.PositionWord, Sense.SkillWord)
        )
        {
            groupSize = With(groupSize, comparison.Value, value);
            return true;
        }
        if (comparison is not null && Has(Sense.Experience) && value < 70)
        {
            AddExperience(value, comparison, other);
            return true;
        }
        if (
            comparison is null
            && value is >= 1 and <= 100
            && value == decimal.Truncate(value)
            && !Is(unit, Sense.OtherUnit)
        )
        {
            limit = (int)value;
            return true;
        }
        return false;
    }

    private enum Comparison
    {
        MoreThan,
        AtLeast,
        LessThan,
        AtMost,
        Between,
        Upper,
        Exactly,
    }

    private Comparison? ComparisonAround(int i, out decimal? other)
    {
        other = null;
        for (var j = i - 1; j >= 0 && j >= i - 4; j--)
        {
            if (Is(j, Sense.MoreThan))
                return Comparison.MoreThan;
            if (Is(j, Sense.AtLeast))
                return Comparison.AtLeast;
            if (Is(j, Sense.LessThan))
                return Comparison.LessThan;
            if (Is(j, Sense.AtMost))
                return Comparison.AtMost;
            if (
                Is(j, Sense.Between)
                && i + 2 < tokens.Count
                && Is(i + 1, Sense.And)
                && tokens[i + 2].Number is { } upper
            )
            {
                other = upper;
                return Comparison.Between;
            }
            if (tokens[j].Number is not null && Is(i - 1, Sense.And) && j == i - 2 && j > 0 && Is(j - 1, Sense.Between))
                return Comparison.Upper;
            if (!Lexicon.IsFiller(tokens[j]))
                break;
        }
        var end = tokens[i].End - tokens[0].Start;
        if (end < text.Length && text[end] == '+')
            return Comparison.AtLeast;
        for (var j = i + 1; j < tokens.Count && j <= i + 3; j++)
        {
            if (Is(j, Sense.OrMore))
                return Comparison.AtLeast;
            if (Is(j, Sense.OrLess))
                return Comparison.AtMost;
        }
        return tokens.Exists(t => t.Norm is "exactly" or "exactement") ? Comparison.Exactly : null;
    }

    private bool Lasting(int i) =>
        Is(i - 1, Sense.Last) || Is(i - 1, Sense.Within) || Is(i - 2, Sense.Last) || Is(i - 2, Sense.Within);

    private bool ReadHireYear(int i, int year)
    {
        var first = new DateOnly(year, 1, 1);
        var last = new DateOnly(year, 12, 31);
        for (var j = i - 1; j >= 0 && j >= i - 4; j--)
        {
            if (Is(j, Sense.Between))
            {
                filter = filter with { HiredFrom = first };
                return true;
            }
            if (Is(j, Sense.And) && j > 0 && tokens[j - 1].Number is not null && filter.HiredFrom is not null)
            {
                filter = filter with { HiredTo = last };
                return true;
            }
            if (Is(j, Sense.After) || Is(j, Sense.MoreThan))
            {
                filter = filter with { HiredFrom = last.AddDays(1) };
                return true;
            }
            if (Is(j, Sense.Before) || Is(j, Sense.LessThan))
            {
                filter = filter with { HiredTo = first.AddDays(-1) };
                return true;
            }
            if (Is(j, Sense.Since))
            {
                filter = filter with { HiredFrom = first };
                return true;
            }
            if (!Lexicon.IsFiller(tokens[j]) && !Is(j, Sense.In) && !Is(j, Sense.Year))
                break;
        }
        filter = filter with { HiredFrom = first, HiredTo = last };
        return true;
    }

    private void ReadRelativeDates(bool aboutHire)
    {
        if (!aboutHire || filter.HiredFrom is not null || filter.HiredTo is not null)
            return;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var (period, word) = Is(i + 1, Sense.Year) || Is(i + 1, Sense.Month) ? (i + 1, i) : (-1, -1);
            if (period < 0)
                continue;
            var isYear = Is(period, Sense.Year);
            // English: "last year"; French: "l'année dernière", "le mois dernier".
            var lastAfter = period + 1 < tokens.Count && Is(period + 1, Sense.Last);
            if (Is(word, Sense.This) && !lastAfter)
            {
                filter = filter with
                {
                    HiredFrom = isYear ? new DateOnly(today.Year, 1, 1) : new DateOnly(today.Year, today.Month, 1),
                };
                return;
            }
            if (Is(word, Sense.Last) || lastAfter)
            {
                var start = isYear
                    ? new DateOnly(today.Year - 1, 1, 1)
                    : new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
                filter = filter with
                {
                    HiredFrom = start,
                    HiredTo = (isYear ? start.AddYears(1) : start.AddMonths(1)).AddDays(-1),
                };
                return;
            }
        }
    }

    private void AddTenure(int months, Comparison? comparison)
    {
        var then = today.AddMonths(-months);
        filter = comparison switch
        {
            Comparison.LessThan => filter with { HiredFrom = then.AddDays(1) },
            Comparison.AtMost => filter with { HiredFrom = then },
            Comparison.MoreThan => filter with { HiredTo = then.AddDays(-1) },
            Comparison.Between => filter with { HiredTo = then },
            Comparison.Upper => filter with { HiredFrom = then },
            _ => filter with { HiredTo = then },
        };
    }

    private void AddExperience(decimal years, Comparison? comparison, decimal? other) =>
        filter = comparison switch
        {
            Comparison.MoreThan => filter with { ExperienceMoreThan = years },
            Comparison.LessThan => filter with { ExperienceLessThan = years },
            Comparison.AtMost or Comparison.Upper => filter with { MaxExperience = years },
            Comparison.Between => filter with { MinExperience = years, MaxExperience = other },
            Comparison.Exactly => filter with { MinExperience = years, MaxExperience = years },
            _ => filter with { MinExperience = years },
        };

    private void AddSalary(decimal amount, Comparison comparison, decimal? other) =>
        filter = comparison switch
        {
            Comparison.MoreThan => filter with { SalaryMoreThan = amount },
            Comparison.LessThan => filter with { SalaryLessThan = amount },
            Comparison.AtMost or Comparison.Upper => filter with { MaxSalary = amount },
            Comparison.Between => filter with { MinSalary = amount, MaxSalary = other },
            Comparison.Exactly => filter with { MinSalary = amount, MaxSalary = amount },
            _ => filter with { MinSalary = amount },
        };

    private static NumberRange With(NumberRange range, Comparison comparison, decimal value) =>
        comparison switch
        {
            Comparison.MoreThan => range with { Min = value, MinExclusive = true },
            Comparison.LessThan => range with { Max = value, MaxExclusive = true },
            Comparison.AtMost or Comparison.Upper => range with { Max = value },
            Comparison.Exactly => range with { Min = value, Max = value },
            _ => range with { Min = value },
        };

    // "Event Handling" is no "Event Management": a part of a name beside a word that no one knows is another name.
    private void DropPartsOfUnknownNames()
    {
        bool Unknown(int i) => i >= 0 && i < tokens.Count && !explained[i] && tokens[i].Number is null;
        foreach (
            var entity in entities
                .Where(e => e.Chosen.Quality == MatchQuality.Part && e.Chosen.Kind != EntityKind.Position)
                .ToList()
        )
        {
            if (!Unknown(entity.Match.First - 1) && !Unknown(entity.Match.Last + 1))
                continue;
            entities.Remove(entity);
            explained[entity.Match.First] = false;
        }
    }

    // "people with Fortran skills": the words before the noun, when a condition leads to them.
    private void ReadSkillBeforeNoun()
    {
        foreach (var mark in marks.Where(m => m.Sense is Sense.SkillWord))
        {
            var first = mark.First;
            while (first > 0 && !explained[first - 1] && tokens[first - 1].Number is null)
                first--;
            var last = mark.First - 1;
            if (
                last < first
                || first == 0
                || !(Is(first - 1, Sense.Have) || Is(first - 1, Sense.With) || Is(first - 1, Sense.Know))
            )
                continue;
            AddUnknownSkill(first, last);
            return;
        }
    }

    private void AddUnknownSkill(int first, int last)
    {
        unknownSkills.Add(Slice(tokens[first].Start, tokens[last].End));
        for (var i = first; i <= last; i++)
            explained[i] = true;
    }

    // "who knows Fortran", "employees with Fortran skills", "experts in Fortran"
    private void ReadUnknownSkill()
    {
        if (
            unknownSkills.Count > 0
            || entities.Exists(e => e.Chosen.Kind is EntityKind.Skill or EntityKind.SkillCategory)
            || person is not null && !Has(Sense.Know) && !Has(Sense.Expert)
        )
            return;
        foreach (var mark in marks.Where(m => m.Sense is Sense.Know or Sense.Expert or Sense.SkillWord).ToList())
        {
            var first = mark.Last + 1;
            while (first < tokens.Count && explained[first] && (Lexicon.IsFiller(tokens[first]) || Is(first, Sense.In)))
                first++;
            var last = first - 1;
            while (
                last + 1 < tokens.Count
                && (
                    !explained[last + 1]
                    || (person is not null && person.Contains(tokens[last + 1].Text, StringComparison.Ordinal))
                )
            )
                last++;
            if (last < first && mark.Sense == Sense.SkillWord)
            {
                last = mark.First - 1;
                first = last;
                while (first >= 0 && !explained[first])
                    first--;
                first++;
            }
            if (last < first || first < 0)
                continue;
            AddUnknownSkill(first, last);
            person = null;
            return;
        }
    }

    // "the Astronomy department", "le service Astronomie"
    private void ReadUnknownDepartment()
    {
        if (
            entities.Exists(e => e.Chosen.Kind == EntityKind.Department)
            || !HasAny(Sense.People, Sense.Works, Sense.Pay, Sense.HowMany)
        )
            return;
        foreach (var mark in marks.Where(m => m.Sense == Sense.DepartmentWord))
        {
            var (first, last) = (mark.Last + 1, mark.Last);
            while (first < tokens.Count && explained[first] && (Lexicon.IsFiller(tokens[first]) || Is(first, Sense.In)))
                first++;
            for (last = first - 1; last + 1 < tokens.Count && !explained[last + 1] && tokens[last + 1].Number is null; )
                last++;
            if (last < first)
            {
                last = mark.First - 1;
                for (first = last + 1; first > 0 && !explained[first - 1] && tokens[first - 1].Number is null; )
                    first--;
            }
            if (last < first || last < 0)
                continue;
            unknownDepartment = Slice(tokens[first].Start, tokens[last].End);
            for (var i = first; i <= last; i++)
                explained[i] = true;
            return;
        }
    }

    private void ReadConditions()
    {
        List<string> Names(EntityKind kind) =>
            [
                .. entities
                    .Where(e => e.Chosen.Kind == kind)
                    .SelectMany(e => e.Chosen.Names)
                    .Distinct(StringComparer.Ordinal),
            ];
        List<string>? OrNull(List<string> names) => names.Count == 0 ? null : names;

        var departments = Names(EntityKind.Department);
        if (unknownDepartment is not null)
            departments.Add(unknownDepartment);
        var lacking = entities
            .Where(e => e.Chosen.Kind == EntityKind.Skill && Lacks(e.Match))
            .SelectMany(e => e.Chosen.Names)
            .ToList();
        var skills = Names(EntityKind.Skill).FindAll(s => !lacking.Contains(s, StringComparer.Ordinal));
        skills.AddRange(unknownSkills);
        var between = entities.Where(e => e.Chosen.Kind == EntityKind.Skill).Select(e => e.Match).ToList();
        var anySkill =
            between.Count > 1 && between.Zip(between.Skip(1)).Any(p => Between(p.First.Last, p.Second.First, Sense.Or));
        subDepartmentsSaid = Has(Sense.SubDepartments) || Has(Sense.DirectlyIn);
        bool? below =
            departments.Count == 0 ? null
            : Has(Sense.DirectlyIn) ? false
            : Has(Sense.SubDepartments) ? true
            : null;
        filter = filter with
        {
            Departments = OrNull(departments),
            IncludeSubDepartments = below,
            Positions = OrNull(Names(EntityKind.Position)),
            Skills = OrNull(skills),
            AnySkill = anySkill && skills.Count > 1 ? true : null,
            WithoutSkills = OrNull(lacking),
            SkillCategories = OrNull(Names(EntityKind.SkillCategory)),
            Gender =
                Has(Sense.Women) && !Has(Sense.Men) ? WorkforceGender.Female
                : Has(Sense.Men) && !Has(Sense.Women) ? WorkforceGender.Male
                : null,
            Status = Has(Sense.Left) ? WorkforceStatus.Terminated : null,
        };
    }

    // "who does not know Java", "without Java or Python": no other verb stands between.
    private bool Lacks(EntityMatch match)
    {
        for (var i = match.First - 1; i >= 0 && match.First - i <= 8; i--)
        {
            if (Is(i, Sense.Without) && tokens[i].Norm is not "no")
                return !Has(Sense.Training);
            if (
                Is(i, Sense.With)
                || Is(i, Sense.Who)
                || (Is(i, Sense.And) && !entities.Exists(e => e.Match.Last == i - 1))
            )
                return false;
        }
        return false;
    }

    private WorkforceGrouping? Grouping()
    {
        (Sense Sense, WorkforceGrouping Grouping)[] dimensions =
        [
            (Sense.Domain, WorkforceGrouping.SkillCategory),
            (Sense.DepartmentWord, WorkforceGrouping.Department),
            (Sense.PositionWord, WorkforceGrouping.Position),
            (Sense.SkillWord, WorkforceGrouping.Skill),
            (Sense.StatusWord, WorkforceGrouping.Status),
            (Sense.GenderWord, WorkforceGrouping.Gender),
            (Sense.ManagerWord, WorkforceGrouping.Manager),
        ];
        if (Has(Sense.YearOfHire))
            return WorkforceGrouping.HireYear;
        foreach (var (sense, grouping) in dimensions)
        {
            foreach (var mark in marks.Where(m => m.Sense == sense))
            {
                if (IsDimension(mark))
                    return grouping;
            }
        }
        if (Has(Sense.Hired) && marks.Exists(m => m.Sense == Sense.Year && Is(m.First - 1, Sense.Per)))
            return WorkforceGrouping.HireYear;
        if (Has(Sense.Women) && Has(Sense.Men))
            return WorkforceGrouping.Gender;
        return null;
    }

    // The noun names a group to split by, not one department: "per department", "which department", "skills distribution".
    private bool IsDimension(Mark noun)
    {
        var named = entities.Exists(e =>
            (
                e.Match.First == noun.Last + 1
                || e.Match.Last == noun.First - 1
                || (e.Match.First == noun.Last + 2 && Is(noun.Last + 1, Sense.In))
            ) && noun.Sense is Sense.DepartmentWord or Sense.PositionWord or Sense.SkillWord
        );
        var i = noun.First - 1;
        while (
            i >= 0
            && (Lexicon.IsFiller(tokens[i]) || Is(i, Sense.In) || Is(i, Sense.People) || Is(i, Sense.SkillWord))
            && !Is(i, Sense.Per)
            && !Is(i, Sense.Which)
            && !Is(i, Sense.Between)
            && !Is(i, Sense.HowMany)
        )
            i--;
        if (i >= 0 && (Is(i, Sense.Per) || Is(i, Sense.Between)))
            return !named;
        if (named)
            return false;
        if (
            i >= 0
            && (
                Is(i, Sense.Which)
                || Is(i, Sense.Most)
                || Is(i, Sense.Least)
                || Is(i, Sense.Common)
                || Is(i, Sense.Top)
                || Is(i, Sense.Show)
            )
        )
            return true;
        if (i >= 0 && (Is(i, Sense.Distribution) || Is(i, Sense.Gap)))
            return true;
        // "skills distribution", "department sizes", "headcount: departments"
        return noun.Last + 1 < tokens.Count
            && (
                Is(noun.Last + 1, Sense.Distribution)
                || Is(noun.Last + 1, Sense.Size)
                || Is(noun.Last + 1, Sense.HowMany)
                || (Is(noun.Last + 1, Sense.Gap) && Has(Sense.Pay))
            );
    }

    private Reading Classify()
    {
        var grouping = Grouping();
        var intent = Intent.Documents;
        var reading = new Reading
        {
            Text = text,
            Intent = intent,
            GroupBy = grouping,
        };
        var aboutPay =
            Has(Sense.Pay)
            || (
                Has(Sense.Earn)
                && HasAny(
                    Sense.HowMuch,
                    Sense.Most,
                    Sense.Least,
                    Sense.MoreThan,
                    Sense.LessThan,
                    Sense.AtLeast,
                    Sense.AtMost,
                    Sense.Average,
                    Sense.Gap,
                    Sense.Between
                )
                && (
                    filter.UsesSalary
                    || HasAny(Sense.HowMuch, Sense.Most, Sense.Least, Sense.Average, Sense.Women, Sense.Men)
                )
            );
        var counts = Counts();
        var aboutSkills = filter.Skills is not null || filter.SkillCategories is not null;

        if (Has(Sense.Rule))
            reading = reading with { Intent = Intent.Documents, GroupBy = null };
        else if (
            Has(Sense.Size)
            && !HasAny(Sense.Pay, Sense.Who, Sense.Distribution)
            && grouping is null
            && Size() is { } sized
        )
            reading = sized;
        else if (AsksTraining())
            reading = Training(reading);
        else if (aboutPay && !counts)
            reading = Pay(reading);
        else if (Has(Sense.Expert) && !counts)
            reading = Experts(reading);
        else if (counts && HowManyOf() is { } counted)
            reading = reading with { Intent = Intent.CountGroups, GroupBy = counted, GroupSize = groupSize };
        else if (counts)
            reading = Count(reading);
        else if (
            HasAny(Sense.Average, Sense.Median) && HasAny(Sense.Experience, Sense.Experienced, Sense.Tenure)
            || grouping is not null
                && HasAny(Sense.Experience, Sense.Experienced, Sense.Tenure)
                && HasAny(Sense.Most, Sense.Least)
        )
            reading = reading with
            {
                Intent =
                    Has(Sense.Tenure) && !HasAny(Sense.Experience, Sense.Experienced)
                        ? Intent.AverageTenure
                        : Intent.AverageExperience,
                Extreme = Extreme(),
            };
        else if (
            Has(Sense.Distribution)
            || (Has(Sense.Common) && grouping is not null)
            || (grouping is not null && AsksGroups(grouping.Value))
        )
            reading = Distribution(reading);
        else if (
            (
                Has(Sense.Experienced)
                || ((Has(Sense.Experience) || Has(Sense.Tenure)) && HasAny(Sense.Most, Sense.Least, Sense.Top))
            ) && !Has(Sense.FirstPerson)
        )
            reading = MostExperienced(reading);
        else if (Has(Sense.Newest) && HasAny(Sense.Hired, Sense.People))
            reading = reading with { Intent = Intent.Find, Sort = WorkforceSort.HireDate, Limit = limit ?? 5 };
        else if (person is not null && AboutOnePerson())
            reading = reading with { Intent = Intent.Person, Person = person, WithSalary = Has(Sense.Pay) };
        else if (AsksForPeople(aboutSkills))
            reading = Find(reading);
        else if (Size() is { } existing)
            reading = existing;
        else if (person is not null && tokens.Count <= 4)
            reading = reading with { Intent = Intent.Person, Person = person };
        reading = reading with
        {
            Filter = filter,
            SubDepartmentsSaid = subDepartmentsSaid,
            NotUnderstood = NotUnderstood(reading),
        };
        if (reading.Intent == Intent.Person)
            reading = reading with { Filter = new EmployeeFilterArguments() };
        return reading;
    }

    private bool AsksTraining()
    {
        if (Has(Sense.Training) && HasAny(Sense.Recommend, Sense.Missing) && !Has(Sense.FirstPerson))
            return true;
        if (Has(Sense.Training) && HasAny(Sense.Which, Sense.Who) && HasAny(Sense.SkillWord, Sense.People) && !Counts())
            return true;
        return Has(Sense.SkillWord)
            && HasAny(Sense.Missing, Sense.Gap, Sense.Recommend)
            && !Has(Sense.Pay)
            && !Counts();
    }

    private Reading Training(Reading reading) =>
        reading with
        {
            Intent = Intent.Training,
            Person = person,
            Limit = limit,
            GroupBy = reading.GroupBy is WorkforceGrouping.Department or WorkforceGrouping.Position
                ? reading.GroupBy
                : null,
        };

    private Reading Pay(Reading reading)
    {
        var byGender =
            Has(Sense.GenderWord)
            || (Has(Sense.Women) && Has(Sense.Men))
            || ((Has(Sense.Women) || Has(Sense.Men)) && HasAny(Sense.Gap, Sense.LessThan));
        if (
            byGender
            && HasAny(
                Sense.Gap,
                Sense.MoreThan,
                Sense.LessThan,
                Sense.Most,
                Sense.Least,
                Sense.Average,
                Sense.Which,
                Sense.Per,
                Sense.Between,
                Sense.And,
                Sense.Earn,
                Sense.Median
            )
            && !filter.UsesSalary
        )
        {
            filter = filter with { Gender = null };
            return reading with
            {
                Intent = Intent.PayGap,
                GroupBy = reading.GroupBy == WorkforceGrouping.Gender ? null : reading.GroupBy,
                Extreme = true,
            };
        }
        if (Has(Sense.Gap) && reading.GroupBy is null && person is null)
            return reading with { Intent = Intent.PayGap };
        if (Has(Sense.Gap) && reading.GroupBy is not null && person is null)
            return Has(Sense.Between) || Text("compar", "across", "versus")
                ? reading with
                {
                    Intent = Intent.Pay,
                    PayMeasure = CompensationMeasure.Average,
                    Extreme = true,
                }
                : reading with
                {
                    Intent = Intent.PayGap,
                };
        var measure =
            Has(Sense.Median) ? CompensationMeasure.Median
            : Has(Sense.Average) ? CompensationMeasure.Average
            : Has(Sense.Total) || Text("payroll", "masse salariale", "wage bill") ? CompensationMeasure.Total
            : (CompensationMeasure?)null;
        if (person is not null)
            return reading with { Intent = Intent.Person, Person = person, WithSalary = true, GroupBy = null };
        if (filter.UsesSalary && reading.GroupBy is null)
            return reading with { Intent = Intent.Find, Sort = WorkforceSort.Salary, WithSalary = true, Limit = limit };
        if (Text("range", "fourchette") && measure is null && reading.GroupBy is null)
            return reading with { Intent = Intent.Pay, PayRange = true };
        var extreme = Extreme();
        if (measure is not null)
            return reading with { Intent = Intent.Pay, PayMeasure = measure.Value, Extreme = extreme };
        if (extreme is not null && reading.GroupBy is null)
        {
            return AsksWho()
                ? reading with
                {
                    Intent = Intent.Find,
                    Sort = WorkforceSort.Salary,
                    Descending = extreme.Value,
                    WithSalary = true,
                    Limit = limit ?? 5,
                }
                : reading with
                {
                    Intent = Intent.Pay,
                    PayMeasure = extreme.Value ? CompensationMeasure.Max : CompensationMeasure.Min,
                };
        }
        if (reading.GroupBy is not null)
            return reading with { Intent = Intent.Pay, PayMeasure = CompensationMeasure.Average, Extreme = extreme };
        // "how much do accountants earn", "salary of engineers": a figure over the people named.
        if ((filter != new EmployeeFilterArguments() || Has(Sense.People)) && !Has(Sense.FirstPerson))
            return reading with { Intent = Intent.Pay, PayMeasure = CompensationMeasure.Average };
        return reading with { Intent = Intent.Documents, GroupBy = null };
    }

    private bool Text(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Tokenizer.Normalize(text).Contains(word, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private bool AsksWho() =>
        HasAny(Sense.Who, Sense.People)
        || (Has(Sense.Top) && !Has(Sense.Which))
        || limit is not null
        || (Has(Sense.Earn) && Has(Sense.Which) && filter.Positions is not null);

    private bool? Extreme() =>
        Has(Sense.Least) || Text("minimum", "minimal") ? false
        : Has(Sense.Most) || Text("best", "maximum") ? true
        : null;

    private Reading Experts(Reading reading) =>
        filter.Departments is null
        && person is null
        && filter.Skills is null
        && filter.SkillCategories is null
        && reading.GroupBy is null
        && !Has(Sense.Domain)
        && !HasAny(Sense.Who, Sense.Show, Sense.Which, Sense.Is)
            ? reading with
            {
                Intent = Intent.Documents,
            }
            : reading with
            {
                Intent = Intent.Experts,
                Limit = limit,
                GroupBy = reading.GroupBy is WorkforceGrouping.Department or WorkforceGrouping.Skill
                    ? reading.GroupBy
                    : null,
            };

    // The thing counted is people: "how many employees", "how many know Python", not "how many days of leave".
    private bool Counts()
    {
        if (Has(Sense.Average) || Has(Sense.Median))
            return false;
        foreach (var mark in marks.Where(m => m.Sense == Sense.HowMany))
        {
            var i = mark.Last + 1;
            while (
                i < tokens.Count
                && (Lexicon.IsFiller(tokens[i]) || Is(i, Sense.In) || Is(i, Sense.Active))
                && !IsCounted(i)
            )
                i++;
            if (i >= tokens.Count)
                return true;
            if (IsCounted(i))
                return true;
            // "headcount of Sales", "headcount per department", "combien gagnent plus de"
            if (
                Is(i, Sense.Per)
                || Is(i, Sense.Distribution)
                || Is(i, Sense.MoreThan)
                || Is(i, Sense.Since)
                || Is(i, Sense.Within)
                || Is(i, Sense.Earn)
            )
                return true;
            // An adjective that the records may not know stands before the people counted.
            if (!explained[i] && i + 1 < tokens.Count && Is(i + 1, Sense.People))
                return true;
        }
        return false;
    }

    private bool IsCounted(int i) =>
        Is(i, Sense.People)
        || Is(i, Sense.Women)
        || Is(i, Sense.Men)
        || Is(i, Sense.Know)
        || Is(i, Sense.Works)
        || Is(i, Sense.Have)
        || Is(i, Sense.Hired)
        || Is(i, Sense.Left)
        || Is(i, Sense.Newest)
        || Is(i, Sense.DepartmentWord)
        || Is(i, Sense.PositionWord)
        || Is(i, Sense.SkillWord)
        || Is(i, Sense.Domain)
        || Is(i, Sense.Expert)
        || Is(i, Sense.Experienced)
        || Is(i, Sense.ManagedBy)
        || Is(i, Sense.With)
        || Is(i, Sense.Anaphor)
        || Is(i, Sense.ManagerWord)
        || entities.Exists(e => e.Match.Covers(i));

    private WorkforceGrouping? HowManyOf()
    {
        foreach (var mark in marks.Where(m => m.Sense == Sense.HowMany))
        {
            var i = mark.Last + 1;
            while (
                i < tokens.Count
                && (Lexicon.IsFiller(tokens[i]) || Is(i, Sense.In) || IsDifferent(i))
                && !Is(i, Sense.DepartmentWord)
                && !(Is(i, Sense.Per) && !IsDifferent(i))
            )
                i++;
            if (
                i >= tokens.Count
                || entities.Exists(e => e.Match.Covers(i))
                || entities.Exists(e => e.Match.First == i + 1 && Is(i, Sense.PositionWord))
            )
                continue;
            if (Is(i, Sense.Domain))
                return WorkforceGrouping.SkillCategory;
            if (Is(i, Sense.DepartmentWord))
                return WorkforceGrouping.Department;
            if (Is(i, Sense.PositionWord))
                return WorkforceGrouping.Position;
            if (Is(i, Sense.SkillWord))
                return i + 1 < tokens.Count && Is(i + 1, Sense.Domain)
                    ? WorkforceGrouping.SkillCategory
                    : WorkforceGrouping.Skill;
        }
        return null;
    }

    private bool IsDifferent(int i) => tokens[i].Stem is "different" or "various" or "distinct" or "diver";

    private Reading Count(Reading reading) =>
        reading with
        {
            Intent = Intent.Count,
            // "how many engineers" where several positions are engineers: the figure for each helps.
            GroupBy = reading.GroupBy ?? (filter.Positions is { Count: > 1 } ? WorkforceGrouping.Position : null),
            Extreme = reading.GroupBy is null ? null : Extreme(),
            GroupSize = groupSize,
        };

    private bool AsksGroups(WorkforceGrouping grouping) =>
        HasAny(Sense.Most, Sense.Least, Sense.Size, Sense.Common)
        || (
            HasAny(Sense.Which, Sense.Show, Sense.Per, Sense.YearOfHire)
            && grouping
                is WorkforceGrouping.Skill
                    or WorkforceGrouping.Department
                    or WorkforceGrouping.Position
                    or WorkforceGrouping.SkillCategory
                    or WorkforceGrouping.HireYear
                    or WorkforceGrouping.Gender
            && person is null
            && !Has(Sense.Who)
            && filter.Skills is null
        )
        || !groupSize.IsAny;

    private Reading Distribution(Reading reading)
    {
        var grouping = reading.GroupBy ?? ImpliedGrouping();
        if (grouping is null)
            return reading with { Intent = Intent.Documents };
        var perDepartment =
            Has(Sense.SkillWord) && Has(Sense.DepartmentWord) && filter.Departments is null && Has(Sense.Per);
        return reading with
        {
            Intent = Intent.Distribution,
            GroupBy = perDepartment ? WorkforceGrouping.Skill : grouping,
            SkillsPerDepartment = perDepartment,
            Extreme =
                HasAny(Sense.Most, Sense.Least) && !Has(Sense.Distribution) ? Extreme()
                : Text("rare", "scarce") ? false
                : null,
            Limit = limit,
            GroupSize = groupSize,
        };
    }

    private WorkforceGrouping? ImpliedGrouping() =>
        Has(Sense.SkillWord) || Has(Sense.Know) ? WorkforceGrouping.Skill
        : Has(Sense.Domain) ? WorkforceGrouping.SkillCategory
        : Has(Sense.DepartmentWord) ? WorkforceGrouping.Department
        : Has(Sense.PositionWord) ? WorkforceGrouping.Position
        : Has(Sense.StatusWord) ? WorkforceGrouping.Status
        : Has(Sense.GenderWord) || (Has(Sense.Women) && Has(Sense.Men)) ? WorkforceGrouping.Gender
        : Has(Sense.Hired) ? WorkforceGrouping.HireYear
        : Has(Sense.People) || Has(Sense.HowMany) ? WorkforceGrouping.Department
        : null;

    private Reading MostExperienced(Reading reading)
    {
        var tenure = Has(Sense.Tenure) && !HasAny(Sense.Experienced, Sense.Experience);
        return reading with
        {
            Intent = Intent.Find,
            GroupBy = null,
            Sort = tenure ? WorkforceSort.Tenure : WorkforceSort.Experience,
            Descending = !Has(Sense.Least),
            Limit = limit ?? 5,
        };
    }

    private bool AboutOnePerson() =>
        HasAny(
            Sense.Who,
            Sense.Which,
            Sense.ManagerWord,
            Sense.ManagedBy,
            Sense.SkillWord,
            Sense.Experience,
            Sense.DepartmentWord,
            Sense.PositionWord,
            Sense.Show,
            Sense.Hired,
            Sense.Know,
            Sense.HowMany,
            Sense.Tenure,
            Sense.Works
        )
        || tokens.Count <= 4;

    private bool AsksForPeople(bool aboutSkills)
    {
        var conditions = filter with { IncludeSubDepartments = null };
        if (conditions == new EmployeeFilterArguments())
            return false;
        if (Has(Sense.FirstPerson) && !Has(Sense.Show) && !Has(Sense.Who))
            return false;
        // "I want to quit after three years" asks for no list of people.
        if (Has(Sense.FirstPerson) && HasAny(Sense.Left, Sense.Hired) && !HasAny(Sense.People, Sense.Who))
            return false;
        return HasAny(Sense.Who, Sense.Show, Sense.People, Sense.Know)
            || (aboutSkills && HasAny(Sense.Which, Sense.Have, Sense.SkillWord, Sense.With))
            || OnlyNames()
            || filter.Manager is not null
            || (HasAny(Sense.Hired, Sense.Left) && Has(Sense.Which))
            || filter.UsesSalary;
    }

    private bool OnlyNames() =>
        tokens.Count <= 4
        && entities.Count > 0
        && Array.TrueForAll(explained, e => e)
        && !marks.Exists(m => m.Sense is Sense.Pay or Sense.Size);

    private Reading Find(Reading reading)
    {
        // A department by itself is best answered with its size.
        if (OnlyNames() && filter.Skills is null && filter.SkillCategories is null && !HasAny(Sense.Who, Sense.Show))
            return reading with { Intent = Intent.Count, GroupBy = null };
        var sort =
            filter.UsesSalary ? WorkforceSort.Salary
            : filter.HiredFrom is not null || filter.HiredTo is not null ? WorkforceSort.HireDate
            : (WorkforceSort?)null;
        return reading with { Intent = Intent.Find, GroupBy = null, Sort = sort, Limit = limit };
    }

    private Reading? Size()
    {
        if (
            Has(Sense.Size)
            && (
                filter.Departments is not null
                || Has(Sense.People)
                || tokens.Exists(t =>
                    t.Norm is "company" or "entreprise" or "societe" or "organisation" or "organization"
                )
            )
        )
            return new Reading { Text = text, Intent = Intent.Count };
        // "are there any women in Legal", "do we have data scientists"
        var asksWhether =
            filter != new EmployeeFilterArguments() && HasAny(Sense.Have, Sense.With)
            || tokens.Exists(t => t.Norm is "any" or "existe") && filter != new EmployeeFilterArguments();
        return asksWhether && !Has(Sense.FirstPerson) ? new Reading { Text = text, Intent = Intent.Count } : null;
    }

    private List<string> NotUnderstood(Reading reading)
    {
        if (reading.Intent == Intent.Documents)
            return [];
        // What stands before the question opens is preface.
        var opens = marks
            .Where(m =>
                m.Sense
                    is Sense.HowMany
                        or Sense.Who
                        or Sense.Which
                        or Sense.Average
                        or Sense.Median
                        or Sense.Pay
                        or Sense.Distribution
                        or Sense.People
                        or Sense.Expert
                        or Sense.Training
            )
            .Select(m => m.First)
            .DefaultIfEmpty(0)
            .Min();
        var left = new List<string>();
        for (var i = opens; i < tokens.Count; i++)
        {
            if (!explained[i])
                left.Add(tokens[i].Text);
        }
        if (person is not null && reading.Person is null)
            left.Add(person);
        if (Has(Sense.Without) && filter.WithoutSkills is null && reading.Intent is not Intent.Training)
            left.Add(tokens[First(Sense.Without)!.First].Text);
        return left;
    }
}
