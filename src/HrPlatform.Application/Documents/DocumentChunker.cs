using System.Runtime.InteropServices;

namespace HrPlatform.Application.Documents;

/// <summary>
/// Cuts a document into passages along its structure. A passage stays under one heading, except that small sections under the
/// same parent share one and that a heading without text of its own leads into its first subsection. Passages end between
/// sentences and between the lines of lists and tables; only what is longer than a whole passage is cut inside. All text that
/// is not white space is in at least one passage.
/// </summary>
public sealed class DocumentChunker
{
    private readonly ITokenCounter counter;
    private readonly ChunkingOptions options;

    public DocumentChunker(ITokenCounter counter, ChunkingOptions options)
    {
        options.Validate();
        if (counter.WindowSize < options.MaxTokens)
        {
            throw new ArgumentException(
                $"Chunks of {options.MaxTokens} tokens do not fit a model that reads {counter.WindowSize}.",
                nameof(options)
            );
        }

        this.counter = counter;
        this.options = options;
    }

    /// <summary>The passages in reading order. The time is proportional to the length of the text.</summary>
    public IReadOnlyList<DocumentChunk> Chunk(ParsedDocument document, CancellationToken cancellationToken = default)
    {
        var chunks = new List<DocumentChunk>();
        var group = new Group();
        for (var i = 0; i < document.Sections.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var section = ReadSection(document, i, cancellationToken);
            if (section.Units.Count == 0)
                continue;
            if (!group.IsEmpty && !CanJoin(group, section))
            {
                Pack(document, group.Units, chunks, cancellationToken);
                group = new Group();
            }

            group.Add(section);
        }

        Pack(document, group.Units, chunks, cancellationToken);
        return chunks;
    }

    private bool CanJoin(Group group, SectionUnits next)
    {
        var last = group.LastPath;
        var path = next.Section.HeadingPath;
        if (group.Tokens < options.SmallSectionTokens && last.Count < path.Count && StartsWith(path, last, last.Count))
            return true;

        var siblings = last.Count == path.Count && last.Count > 0 && StartsWith(path, last, last.Count - 1);
        return siblings
            && group.Tokens + next.Tokens <= options.TargetTokens
            && group.LastTokens < options.SmallSectionTokens
            && next.Tokens < options.SmallSectionTokens;
    }

    private static bool StartsWith(IReadOnlyList<string> path, IReadOnlyList<string> prefix, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (path[i] != prefix[i])
                return false;
        }

        return true;
    }

    // ---- Units: what a passage is put together from ----

    private SectionUnits ReadSection(ParsedDocument document, int index, CancellationToken cancellationToken)
    {
        var section = document.Sections[index];
        var units = new List<Unit>();
        var reader = new UnitReader(this, document.Text, index, units);
        var start = section.Start;
        if (
            section.Heading.Length > 0
            && document.Text.AsSpan(start, section.End - start).StartsWith(section.Heading, StringComparison.Ordinal)
        )
        {
            reader.Add(start, start + section.Heading.Length, UnitKind.Heading, startsBlock: true);
            start += section.Heading.Length;
        }

        reader.ReadLines(start, section.End, cancellationToken);
        var tokens = 0;
        foreach (var unit in units)
            tokens += unit.Tokens;
        return new SectionUnits(section, units, tokens);
    }

    private enum UnitKind
    {
        Heading,
        Text,
    }

    /// <summary>
    /// A sentence, a line of a list or table, or a heading. StartsBlock tells whether a paragraph, list item or table row begins
    /// here, which is the better place to cut.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Unit(int Start, int End, int Tokens, int Section, UnitKind Kind, bool StartsBlock);

    private sealed record SectionUnits(DocumentSection Section, List<Unit> Units, int Tokens);

    private sealed class Group
    {
        public List<Unit> Units { get; } = [];

        public int Tokens { get; private set; }

        public int LastTokens { get; private set; }

        public IReadOnlyList<string> LastPath { get; private set; } = [];

        public bool IsEmpty => Units.Count == 0;

        public void Add(SectionUnits section)
        {
            Units.AddRange(section.Units);
            Tokens += section.Tokens;
            LastTokens = section.Tokens;
            LastPath = section.Section.HeadingPath;
        }
    }

    private sealed class UnitReader(DocumentChunker chunker, string text, int section, List<Unit> units)
    {
        public void ReadLines(int start, int end, CancellationToken cancellationToken)
        {
            var paragraph = -1;
            var line = start;
            while (line < end)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = text.AsSpan(line, end - line).IndexOf('\n');
                var lineEnd = length < 0 ? end : line + length;
                var content = text.AsSpan(line, lineEnd - line);
                if (content.IsWhiteSpace())
                {
                    EndParagraph(ref paragraph, line);
                }
                else if (IsListOrTableLine(content))
                {
                    EndParagraph(ref paragraph, line);
                    Add(line, lineEnd, UnitKind.Text, startsBlock: true);
                }
                else if (paragraph < 0)
                {
                    paragraph = line;
                }

                line = lineEnd + 1;
            }

            EndParagraph(ref paragraph, end);
        }

        public void Add(int start, int end, UnitKind kind, bool startsBlock)
        {
            while (start < end && char.IsWhiteSpace(text[start]))
                start++;
            while (end > start && char.IsWhiteSpace(text[end - 1]))
                end--;
            if (start == end)
                return;

            while (end - start > chunker.options.MaxCharacters)
            {
                var cut = CutBefore(start, start + chunker.options.MaxCharacters);
                AddFitting(start, cut, kind, startsBlock);
                startsBlock = false;
                start = cut;
            }

            AddFitting(start, end, kind, startsBlock);
        }

        private void EndParagraph(ref int start, int end)
        {
            if (start < 0)
                return;

            var first = true;
            foreach (var sentence in SentenceSplitter.Split(text.AsSpan(start, end - start)))
            {
                Add(start + sentence.Start, start + sentence.End, UnitKind.Text, startsBlock: first);
                first = false;
            }

            start = -1;
        }

        /// <summary>Adds a stretch of at most MaxCharacters, in several units when it has too many tokens.</summary>
        private void AddFitting(int start, int end, UnitKind kind, bool startsBlock)
        {
            var content = text[start..end];
            var count = chunker.counter.Count(content);
            if (count <= chunker.options.MaxTokens)
            {
                units.Add(new Unit(start, end, count, section, kind, startsBlock));
                return;
            }

            var pieces = 1 + (count / chunker.options.TargetTokens);
            var size = Math.Max(1, count / pieces);
            var tokens = chunker.counter.Tokenize(content);
            var from = start;
            for (var i = size; i < tokens.Count; i += size)
            {
                var cut = CutBefore(from, start + tokens[i].Start);
                if (cut <= from || cut >= end)
                    continue;
                AddOrHalve(from, cut, kind, startsBlock);
                startsBlock = false;
                from = cut;
            }

            AddOrHalve(from, end, kind, startsBlock);
        }

        /// <summary>Token counts of pieces need not add up to that of the whole: what is still too large is halved.</summary>
        private void AddOrHalve(int start, int end, UnitKind kind, bool startsBlock)
        {
            while (start < end && char.IsWhiteSpace(text[start]))
                start++;
            if (start == end)
                return;

            var count = chunker.counter.Count(text[start..end]);
            if (count > chunker.options.MaxTokens && end - start > 2)
            {
                var cut = CutBefore(start, start + ((end - start) / 2));
                if (cut > start && cut < end)
                {
                    AddOrHalve(start, cut, kind, startsBlock);
                    AddOrHalve(cut, end, kind, startsBlock: false);
                    return;
                }
            }

            units.Add(new Unit(start, end, count, section, kind, startsBlock));
        }

        /// <summary>
        /// The last place between words at or before <paramref name="limit"/>, or, when it lies in the first half of the stretch,
        /// <paramref name="limit"/> itself, moved so that no surrogate pair is torn apart.
        /// </summary>
        private int CutBefore(int start, int limit)
        {
            var earliest = start + ((limit - start) / 2);
            for (var i = limit; i > earliest; i--)
            {
                if (i < text.Length && char.IsWhiteSpace(text[i]))
                    return i;
            }

            return limit < text.Length && char.IsLowSurrogate(text[limit]) && limit - 1 > start ? limit - 1 : limit;
        }

        private static bool IsListOrTableLine(ReadOnlySpan<char> line)
        {
            var content = line.TrimStart();
            if (content.Contains(" | ", StringComparison.Ordinal))
                return true;
            if (content is ['-' or '*' or '•' or '–', ' ', ..])
                return true;

            var digits = 0;
            while (digits < content.Length && digits < 4 && char.IsAsciiLetterOrDigit(content[digits]))
                digits++;
            return digits > 0
                && digits + 1 < content.Length
                && content[digits] is '.' or ')'
                && content[digits + 1] == ' '
                && (digits == 1 || char.IsAsciiDigit(content[0]));
        }
    }

    // ---- Passages ----

    private void Pack(
        ParsedDocument document,
        List<Unit> units,
        List<DocumentChunk> chunks,
        CancellationToken cancellationToken
    )
    {
        if (units.Count == 0)
            return;

        var remaining = 0;
        foreach (var unit in units)
            remaining += unit.Tokens;

        var first = 0;
        var next = 0;
        while (next < units.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var overlap = 0;
            for (var i = first; i < next; i++)
                overlap += units[i].Tokens;
            while (first < next && overlap + units[next].Tokens > options.MaxTokens)
                overlap -= units[first++].Tokens;

            var end = ChooseEnd(units, next, overlap, remaining);
            var chunk = Emit(document, units, ref first, next, ref end, chunks.Count);
            chunks.Add(chunk);
            for (var i = next; i < end; i++)
                remaining -= units[i].Tokens;

            first = end < units.Count ? OverlapStart(units, next, end) : end;
            next = end;
        }
    }

    /// <summary>The exclusive end of the passage that goes on with the unit at <paramref name="next"/>.</summary>
    private int ChooseEnd(List<Unit> units, int next, int overlap, int remaining)
    {
        if (overlap + remaining <= options.MaxTokens)
            return units.Count;

        // The rest is shared out evenly, so that no crumb is left at the end.
        var passages = ((overlap + remaining - 1) / options.TargetTokens) + 1;
        var budget = Math.Min(options.TargetTokens, ((overlap + remaining) / passages) + (options.TargetTokens / 10));
        var end = next;
        var sum = overlap;
        while (end < units.Count && (end == next || sum + units[end].Tokens <= budget))
            sum += units[end++].Tokens;

        // A heading alone says nothing: what follows comes along as far as the hard limit allows.
        while (end < units.Count && IsOnlyHeadings(units, next, end) && sum + units[end].Tokens <= options.MaxTokens)
            sum += units[end++].Tokens;
        if (end == units.Count || units[end].StartsBlock)
            return BeforeHeading(units, next, end);

        // Inside a paragraph: rather end with the one before, if the passage is not much smaller for it.
        var kept = sum;
        for (var i = end - 1; i > next; i--)
        {
            kept -= units[i].Tokens;
            if (kept < budget * 3 / 5)
                break;
            if (units[i].StartsBlock)
                return BeforeHeading(units, next, i);
        }

        return BeforeHeading(units, next, end);
    }

    private static bool IsOnlyHeadings(List<Unit> units, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (units[i].Kind != UnitKind.Heading)
                return false;
        }

        return true;
    }

    /// <summary>Moves the end before headings that would close the passage, unless it held nothing else.</summary>
    private static int BeforeHeading(List<Unit> units, int next, int end)
    {
        if (end == units.Count)
            return end;

        var before = end;
        while (before > next && units[before - 1].Kind == UnitKind.Heading)
            before--;
        return before > next ? before : end;
    }

    /// <summary>Where the next passage begins: with the last sentences of this one, if both are in the same section.</summary>
    private int OverlapStart(List<Unit> units, int next, int end)
    {
        var start = end;
        var sum = 0;

        // Sentences rarely add up to the wished number: half as much again is taken before none at all.
        var most = options.OverlapTokens * 3 / 2;
        while (
            start - 1 > next
            && sum < options.OverlapTokens
            && units[start - 1].Section == units[end].Section
            && units[start - 1].Kind != UnitKind.Heading
            && sum + units[start - 1].Tokens <= most
        )
        {
            sum += units[--start].Tokens;
        }

        return start;
    }

    private DocumentChunk Emit(
        ParsedDocument document,
        List<Unit> units,
        ref int first,
        int next,
        ref int end,
        int ordinal
    )
    {
        while (true)
        {
            var start = units[first].Start;
            var stop = units[end - 1].End;
            var text = document.Text[start..stop];
            var count = counter.Count(text);
            var fits = count <= options.MaxTokens && text.Length <= options.MaxCharacters;
            if (fits || end - first == 1)
                return new DocumentChunk(ordinal, MainSection(units, next, end), start, stop, count, text);

            // The sum of the units was an estimate; first the repeated sentences go, then the last ones.
            if (first < next)
                first++;
            else
                end--;
        }
    }

    private static int MainSection(List<Unit> units, int from, int end)
    {
        var best = units[from].Section;
        var bestTokens = -1;
        var i = from;
        while (i < end)
        {
            var section = units[i].Section;
            var tokens = 0;
            for (; i < end && units[i].Section == section; i++)
                tokens += units[i].Tokens;
            if (tokens > bestTokens)
                (best, bestTokens) = (section, tokens);
        }

        return best;
    }
}
