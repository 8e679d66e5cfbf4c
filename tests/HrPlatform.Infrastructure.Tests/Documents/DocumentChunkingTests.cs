using HrPlatform.Application.Documents;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;
using HrPlatform.Infrastructure.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Tests.Documents;

/// <summary>Parsers, chunker and the tokenizer of the built-in model together.</summary>
public sealed class DocumentChunkingTests
{
    private static readonly DocumentChunker Chunker = new ServiceCollection()
        .AddDocumentParsing()
        .AddLocalEmbeddings()
        .BuildServiceProvider()
        .GetRequiredService<DocumentChunker>();

    [Fact]
    public async Task Chunks_of_every_fixture_fit_the_model_and_cite_exactly()
    {
        foreach (var name in DocumentTools.FixtureNames())
        {
            var document = await ParseAsync(name);
            var chunks = Chunker.Chunk(document, TestContext.Current.CancellationToken);

            chunks.ShouldNotBeEmpty();
            chunks.ShouldAllBe(chunk => chunk.TokenCount > 0 && chunk.TokenCount <= 126);
            foreach (var chunk in chunks)
                chunk.Text.ShouldBe(document.Text[chunk.Start..chunk.End]);
        }
    }

    [Fact]
    public async Task Small_sections_share_a_chunk_under_their_parent()
    {
        var document = await ParseAsync("equipment-list.md");

        var chunks = Chunker.Chunk(document, TestContext.Current.CancellationToken);

        chunks[0].Text.ShouldBe("Equipment\n\nLaptops\n\nEveryone gets a laptop.\n\nScreens\n\nAsk for one.");
        chunks[1].Text.ShouldStartWith("Chairs\n\nChairs are adjusted");
        document.Sections[chunks[1].SectionIndex].Heading.ShouldBe("Chairs");
    }

    [Fact]
    public async Task Languages_of_the_fixtures_are_told_apart()
    {
        LanguageDetector.Detect((await ParseAsync("leave-policy.md")).Text).ShouldBe("english");
        LanguageDetector.Detect((await ParseAsync("teletravail.md")).Text).ShouldBe("french");
    }

    private static Task<ParsedDocument> ParseAsync(string name) =>
        DocumentTools.ParseAsync(DocumentFileFormat.Markdown, DocumentTools.Fixture(name), name);
}
