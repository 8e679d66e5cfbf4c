using System.Text;
using CsCheck;
using HrPlatform.Application.Documents;

namespace HrPlatform.Application.Tests.Documents;

public sealed class DocumentChunkerTests
{
    private static readonly ChunkingOptions Options = new();
    private static readonly DocumentChunker Chunker = new(new WordCounter(), Options);

    [Fact]
    public void A_section_that_fits_is_one_chunk_with_its_heading()
    {
        var document = Document((1, "Leave", "Everyone has 25 days. They are booked in the calendar."));

        var chunk = Chunk(document).ShouldHaveSingleItem();

        chunk.Text.ShouldBe(document.Text);
        chunk.ShouldBe(
            new DocumentChunk(0, 0, 0, document.Text.Length, new WordCounter().Count(document.Text), document.Text)
        );
    }

    [Fact]
    public void Large_sections_are_never_joined()
    {
        var document = Document((1, "One", Sentences(6)), (1, "Two", Sentences(6)), (1, "Three", Sentences(6)));

        var chunks = Chunk(document);

        foreach (var chunk in chunks)
            document.Sections.Count(section => section.Start < chunk.End && chunk.Start < section.End).ShouldBe(1);
        chunks.Select(chunk => chunk.SectionIndex).Distinct().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Small_sections_are_joined_under_the_same_parent_only()
    {
        var document = Document(
            (1, "A", Sentences(5)),
            (2, "A1", "Small."),
            (2, "A2", "Small, too."),
            (1, "B", Sentences(5)),
            (2, "B1", "Small.")
        );

        var chunks = Chunk(document);

        chunks.ShouldContain(chunk => chunk.Text == "A1\n\nSmall.\n\nA2\n\nSmall, too.");
        chunks.ShouldContain(chunk => chunk.Text == "B1\n\nSmall.");
    }

    [Fact]
    public void A_heading_without_text_leads_into_its_first_subsection()
    {
        var document = Document((1, "Handbook", ""), (2, "Leave", Sentences(4)));

        var chunks = Chunk(document);

        chunks[0].Text.ShouldStartWith("Handbook\n\nLeave\n\nSentence");
        chunks[0].SectionIndex.ShouldBe(1);
    }

    [Fact]
    public void A_long_section_is_cut_between_sentences_and_overlaps()
    {
        var document = Document((1, "Long", Sentences(40)));

        var chunks = Chunk(document);

        chunks.Count.ShouldBeGreaterThan(3);
        chunks.ShouldAllBe(chunk => chunk.Text.EndsWith('.') && chunk.TokenCount <= Options.MaxTokens);
        chunks.Skip(1).ShouldAllBe(chunk => chunk.Text.StartsWith("Sentence"));
        for (var i = 1; i < chunks.Count; i++)
        {
            chunks[i].Start.ShouldBeLessThan(chunks[i - 1].End);
            chunks[i].Start.ShouldBeGreaterThan(chunks[i - 1].Start);
        }

        // No crumbs: the text is shared out evenly.
        chunks.Min(chunk => chunk.TokenCount).ShouldBeGreaterThan(Options.TargetTokens / 2);
    }

    [Fact]
    public void Lines_of_lists_and_tables_stay_whole()
    {
        var list = string.Join(
            '\n',
            Enumerable.Range(1, 30).Select(i => $"- Item {i} is short. It has two sentences.")
        );
        var table = string.Join(
            '\n',
            Enumerable.Range(1, 30).Select(i => $"Row {i}. Name | Value {i} | Some. Thing. Else")
        );
        var document = Document((1, "List", list), (1, "Table", table));
        var lines = document.Text.Split('\n').ToHashSet();

        var chunks = Chunk(document);

        chunks.Count.ShouldBeGreaterThan(4);
        chunks.SelectMany(chunk => chunk.Text.Split('\n')).ShouldAllBe(line => lines.Contains(line));
    }

    [Fact]
    public void A_sentence_longer_than_a_chunk_is_cut_between_words()
    {
        var sentence = string.Join(' ', Enumerable.Range(0, 600).Select(i => $"word{i}"));
        var document = Document((1, "Endless", sentence));
        var words = sentence.Split(' ').ToHashSet();

        var chunks = Chunk(document);

        chunks.ShouldAllBe(chunk => chunk.TokenCount <= Options.MaxTokens);
        chunks
            .SelectMany(chunk => chunk.Text.Replace("Endless\n\n", "").Split(' '))
            .ShouldAllBe(word => words.Contains(word));
    }

    [Fact]
    public void A_word_longer_than_a_chunk_is_cut_without_tearing_characters_apart()
    {
        var document = Document((1, "Emoji", string.Concat(Enumerable.Repeat("👩‍💻x", 2_000))));

        var chunks = Chunk(document);

        foreach (var chunk in chunks)
        {
            char.IsLowSurrogate(chunk.Text[0]).ShouldBeFalse();
            char.IsHighSurrogate(chunk.Text[^1]).ShouldBeFalse();
            chunk.TokenCount.ShouldBeLessThanOrEqualTo(Options.MaxTokens);
        }
    }

    [Fact]
    public void Any_document_is_covered_in_order_by_chunks_that_fit()
    {
        var word = Gen.OneOf(
            Gen.String[Gen.Char.AlphaNumeric, 1, 12],
            Gen.String[Gen.Char.AlphaNumeric, 500, 900],
            Gen.Int[0, 8].Select(i => ((string[])["Mr.", "etc.", "end.", "|", "-", "1.", "é!", "?", "« oui »"])[i])
        );
        var separator = Gen.Int[0, 9]
            .Select(i =>
                i switch
                {
                    0 => "\n",
                    1 => "\n\n",
                    2 => "\n- ",
                    3 => ". ",
                    _ => " ",
                }
            );
        var body = Gen.Select(word, separator, (text, end) => text + end).Array[0, 150].Select(string.Concat);
        var section = Gen.Select(Gen.Int[1, 4], Gen.String[Gen.Char.AlphaNumeric, 1, 30], body);

        section
            .Array[1, 8]
            .Sample(
                sections =>
                {
                    var document = Document(sections);
                    var chunks = Chunk(document);
                    var covered = new bool[document.Text.Length];
                    for (var i = 0; i < chunks.Count; i++)
                    {
                        var chunk = chunks[i];
                        chunk.Ordinal.ShouldBe(i);
                        chunk.Text.ShouldBe(document.Text[chunk.Start..chunk.End]);
                        chunk.TokenCount.ShouldBe(new WordCounter().Count(chunk.Text));
                        chunk.TokenCount.ShouldBeLessThanOrEqualTo(Options.MaxTokens);
                        chunk.Text.Length.ShouldBeLessThanOrEqualTo(Options.MaxCharacters);
                        if (i > 0)
                        {
                            chunk.Start.ShouldBeGreaterThan(chunks[i - 1].Start);
                            chunk.End.ShouldBeGreaterThan(chunks[i - 1].End);
                        }

                        Array.Fill(covered, true, chunk.Start, chunk.End - chunk.Start);
                    }

                    for (var i = 0; i < covered.Length; i++)
                        (covered[i] || char.IsWhiteSpace(document.Text[i])).ShouldBeTrue();
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public void The_work_grows_with_the_text_and_not_faster()
    {
        var counter = new CharacterCounter();
        var chunker = new DocumentChunker(counter, Options);

        // Every kind of text that could make a chunker read the same passage again and again.
        string[] hard =
        [
            Sentences(4_000),
            new string('x', 200_000),
            string.Concat(Enumerable.Repeat("a | b\n", 40_000)),
        ];
        foreach (var text in hard)
        {
            counter.Read = 0;
            chunker.Chunk(Document((1, "Large", text)), TestContext.Current.CancellationToken);
            counter.Read.ShouldBeLessThan(8L * text.Length);
        }
    }

    [Fact]
    public void A_model_that_reads_less_than_a_chunk_is_refused() =>
        Should.Throw<ArgumentException>(() => new DocumentChunker(new WordCounter(), Options with { MaxTokens = 200 }));

    private static IReadOnlyList<DocumentChunk> Chunk(ParsedDocument document) =>
        Chunker.Chunk(document, TestContext.Current.CancellationToken);

    private static string Sentences(int count) =>
        string.Join(' ', Enumerable.Range(1, count).Select(i => $"Sentence number {i} says something about work."));

    private static ParsedDocument Document(params (int Level, string Heading, string Body)[] parts)
    {
        var text = new StringBuilder();
        var starts = new List<(int Start, string[] Path, int Level)>();
        var ancestors = new List<(int Level, string Heading)>();
        foreach (var (level, heading, body) in parts)
        {
            if (text.Length > 0)
                text.Append("\n\n");
            ancestors.RemoveAll(ancestor => ancestor.Level >= level);
            ancestors.Add((level, heading));
            starts.Add((text.Length, [.. ancestors.Select(ancestor => ancestor.Heading)], level));
            text.Append(heading);
            if (body.Length > 0)
                text.Append("\n\n").Append(body);
        }

        return new ParsedDocument(
            "Test",
            null,
            text.ToString(),
            [
                .. starts.Select(
                    (section, i) =>
                        new DocumentSection(
                            section.Path[^1],
                            section.Path,
                            section.Level,
                            null,
                            section.Start,
                            i + 1 < starts.Count ? starts[i + 1].Start : text.Length
                        )
                ),
            ]
        );
    }

    /// <summary>Adds up how much text it was given.</summary>
    private sealed class CharacterCounter : ITokenCounter
    {
        private readonly WordCounter inner = new();

        public long Read { get; set; }

        public int WindowSize => inner.WindowSize;

        public int Count(string text)
        {
            Read += text.Length;
            return inner.Count(text);
        }

        public IReadOnlyList<TokenSpan> Tokenize(string text)
        {
            Read += text.Length;
            return inner.Tokenize(text);
        }
    }
}
