using HrPlatform.Application.Agents;

namespace HrPlatform.Infrastructure.Ai.Offline;

internal enum EntityKind
{
    Department,
    Position,
    Skill,
    SkillCategory,
}

/// <summary>How sure a match is: as spelt, as another form or translation, as a part of the name, or with a slip of the pen.</summary>
internal enum MatchQuality
{
    Exact,
    Alias,
    Part,
    Fuzzy,
}

/// <summary>Names of the tenant that tokens <paramref name="First"/> to <paramref name="Last"/> may stand for.</summary>
internal sealed record EntityMatch(int First, int Last, IReadOnlyList<EntityCandidate> Candidates)
{
    public bool Covers(int token) => token >= First && token <= Last;

    public int Length => Last - First + 1;
}

/// <param name="Names">More than one when a word stands for a family, as "engineers" does for several positions.</param>
internal sealed record EntityCandidate(EntityKind Kind, IReadOnlyList<string> Names, MatchQuality Quality);

/// <summary>Finds the tenant's departments, positions, skills and categories in the words of a question.</summary>
internal sealed class VocabularyIndex
{
    private const int LongestName = 6;

    /// <summary>In English and French: the same thing, of computers and networks. Companies name the thing itself.</summary>
    private const string DigitalPrefix = "cyber";

    private readonly Dictionary<string, List<(EntityKind Kind, string Name, MatchQuality Quality)>> phrases = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, List<(EntityKind Kind, string Name)>> concepts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(EntityKind Kind, string Name)>> parts = new(StringComparer.Ordinal);
    private readonly List<(string Joined, int Words, EntityKind Kind, string Name)> spellings = [];
    private readonly Dictionary<string, string?> parents = new(StringComparer.Ordinal);

    public VocabularyIndex(AgentContext context)
    {
        Context = context;
        foreach (var department in context.Departments)
        {
            Add(EntityKind.Department, department.Name);
            parents[department.Name] = department.Parent;
        }
        foreach (var position in context.Positions)
            Add(EntityKind.Position, position);
        foreach (var skill in context.Skills)
            Add(EntityKind.Skill, skill.Name);
        foreach (
            var category in context.Skills.Select(s => s.Category).OfType<string>().Distinct(StringComparer.Ordinal)
        )
            Add(EntityKind.SkillCategory, category);
    }

    public AgentContext Context { get; }

    public bool HasSubDepartments(string department) =>
        parents.Values.Any(p => string.Equals(p, department, StringComparison.Ordinal));

    /// <summary>Names in the tokens: longest first, then leftmost; none overlap.</summary>
    public List<EntityMatch> Find(IReadOnlyList<Token> tokens)
    {
        var found = new List<EntityMatch>();
        for (var length = Math.Min(LongestName, tokens.Count); length > 0; length--)
        {
            for (var i = 0; i + length <= tokens.Count; i++)
            {
                if (found.Any(m => m.First < i + length && m.Last >= i))
                    continue;
                var candidates = Match(tokens, i, length);
                if (candidates.Count > 0)
                    found.Add(new EntityMatch(i, i + length - 1, candidates));
            }
        }
        found.Sort((a, b) => a.First.CompareTo(b.First));
        return found;
    }

    private List<EntityCandidate> Match(IReadOnlyList<Token> tokens, int first, int length)
    {
        var stems = new string[length];
        for (var i = 0; i < length; i++)
            stems[i] = tokens[first + i].Stem;
        var candidates = new List<EntityCandidate>();
        AddNamed(stems, candidates);
        var isPhrase = !Concepts.IsConnector(stems[0]) && !Concepts.IsConnector(stems[^1]);
        if (stems[0].Length > DigitalPrefix.Length && stems[0].StartsWith(DigitalPrefix, StringComparison.Ordinal))
        {
            stems[0] = stems[0][DigitalPrefix.Length..];
            AddNamed(stems, candidates);
        }
        if (candidates.Count == 0 && isPhrase)
            AddMisspelt(tokens, first, length, candidates);
        if (length == 1)
            AddParts(tokens[first], candidates);
        return candidates;
    }

    private void AddNamed(string[] stems, List<EntityCandidate> candidates)
    {
        if (phrases.TryGetValue(string.Join(' ', stems), out var named))
        {
            foreach (var (kind, name, quality) in named.OrderBy(n => n.Quality))
                AddCandidate(candidates, kind, name, quality);
        }
        var isPhrase = !Concepts.IsConnector(stems[0]) && !Concepts.IsConnector(stems[^1]);
        if (isPhrase && concepts.TryGetValue(Concepts.Key(stems), out var alike))
        {
            foreach (var (kind, name) in alike)
                AddCandidate(candidates, kind, name, MatchQuality.Alias);
        }
    }

    private void AddMisspelt(IReadOnlyList<Token> tokens, int first, int length, List<EntityCandidate> candidates)
    {
        // A slip is looked for only where no word is known as it stands.
        var allKnown = true;
        for (var i = first; i < first + length; i++)
        {
            if (tokens[i].Number is not null)
                return;
            allKnown &= Lexicon.Knows(tokens[i]) || parts.ContainsKey(tokens[i].Stem);
        }
        if (allKnown)
            return;
        var joined = string.Join(' ', tokens.Skip(first).Take(length).Select(t => t.Stem));
        if (joined.Length < 4)
            return;
        var allowed = joined.Length >= 8 ? 2 : 1;
        var best = allowed + 1;
        foreach (var spelling in spellings)
        {
            if (
                spelling.Words != length
                || spelling.Joined.Length < 4
                || spelling.Joined[0] != joined[0]
                || Math.Abs(spelling.Joined.Length - joined.Length) > allowed
            )
                continue;
            var distance = NameMatching.Distance(spelling.Joined, joined);
            if (distance == 0 || distance > allowed || distance > best)
                continue;
            if (distance < best)
                candidates.Clear();
            best = distance;
            AddCandidate(candidates, spelling.Kind, spelling.Name, MatchQuality.Fuzzy);
        }
    }

    // "engineers" is part of several positions, "quality" of one department.
    private void AddParts(Token token, List<EntityCandidate> candidates)
    {
        if (token.Stem.Length < 4 || !parts.TryGetValue(Concepts.Of(token.Stem), out var whole))
            return;
        foreach (var group in whole.GroupBy(p => p.Kind))
        {
            var names = group.Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
            if (group.Key != EntityKind.Position && names.Count > 1)
                continue;
            if (candidates.Any(c => c.Kind == group.Key && c.Names.Count >= names.Count))
                continue;
            candidates.Add(new EntityCandidate(group.Key, names, MatchQuality.Part));
        }
    }

    private static void AddCandidate(
        List<EntityCandidate> candidates,
        EntityKind kind,
        string name,
        MatchQuality quality
    )
    {
        // One name per kind: "quality" as an alias must not bring in a second department.
        var same = candidates.FindIndex(c => c.Kind == kind);
        if (same < 0)
            candidates.Add(new EntityCandidate(kind, [name], quality));
        else if (candidates[same].Quality == quality && !candidates[same].Names.Contains(name, StringComparer.Ordinal))
            candidates[same] = candidates[same] with { Names = [.. candidates[same].Names, name] };
    }

    private void Add(EntityKind kind, string name)
    {
        var stems = Tokenizer.Stems(name);
        if (stems.Length == 0)
            return;
        AddPhrase(stems, kind, name, MatchQuality.Exact);
        foreach (var form in Concepts.OtherForms(stems))
            AddPhrase(form, kind, name, MatchQuality.Alias);
        if (stems.Length > 1)
        {
            var initials = string.Concat(stems.Where(s => !Concepts.IsConnector(s)).Select(s => s[0]));
            if (initials.Length > 1 && !Lexicon.Knows(new Token(initials, initials, initials, 0, null)))
                AddPhrase([initials], kind, name, MatchQuality.Alias);
            foreach (var stem in stems.Where(s => s.Length > 2 && !Concepts.IsConnector(s)))
                AddTo(parts, Concepts.Of(stem), (kind, name));
        }
        AddTo(concepts, Concepts.Key(stems), (kind, name));
        spellings.Add((string.Join(' ', stems), stems.Length, kind, name));
    }

    private void AddPhrase(string[] stems, EntityKind kind, string name, MatchQuality quality) =>
        AddTo(phrases, string.Join(' ', stems), (kind, name, quality));

    private static void AddTo<T>(Dictionary<string, List<T>> map, string key, T value)
    {
        if (!map.TryGetValue(key, out var values))
            map.Add(key, values = []);
        if (!values.Contains(value))
            values.Add(value);
    }
}
