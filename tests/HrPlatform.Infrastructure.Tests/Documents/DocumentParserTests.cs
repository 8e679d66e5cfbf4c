using System.Text;
using CsCheck;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

/// <summary>What holds for every format.</summary>
public sealed class DocumentParserTests
{
    private static readonly byte[] Pdf = new PdfFiles()
        .Line("Policy", size: 20, isBold: true)
        .Line("Some text that goes on.")
        .Build();

    private static readonly byte[] Docx = WordFiles.Build(
        WordFiles.Paragraph("Policy", "Titre1"),
        WordFiles.ListItem("Some text", 2),
        WordFiles.Table(["a", "b"])
    );

    [Fact]
    public async Task Arbitrary_bytes_are_read_or_refused_by_every_parser()
    {
        var bytes = Gen.Select(
            AnyOf("", "%PDF-1.7\n", "PK\x03\x04", "<html>", "---\n", "\u00FF\u00FE"),
            Gen.Byte.Array[0, 600],
            (start, rest) => Encoding.Latin1.GetBytes(start).Concat(rest).ToArray()
        );

        await bytes.SampleAsync(
            async content =>
            {
                foreach (var format in Enum.GetValues<DocumentFileFormat>())
                    await ReadOrRefuseAsync(format, content);
                DocumentTools.Detector.Detect(content, "a.pdf", "application/pdf").ShouldNotBeNull();
                DocumentTools.Detector.Detect(content, null, null).ShouldNotBeNull();
            },
            iter: 300,
            threads: 1
        );
    }

    [Fact]
    public async Task Damaged_files_are_read_or_refused()
    {
        var damage = Gen.Select(Gen.Int[0, 1_000_000], Gen.Byte, Gen.Int[0, 3]).Array[1, 12];

        await damage.SampleAsync(
            async changes =>
            {
                await ReadOrRefuseAsync(DocumentFileFormat.Pdf, Damage(Pdf, changes));
                await ReadOrRefuseAsync(DocumentFileFormat.Docx, Damage(Docx, changes));
            },
            iter: 300,
            threads: 1
        );
    }

    [Fact]
    public async Task Arbitrary_markup_gives_sections_that_cover_the_text()
    {
        var fragment = Gen.OneOf(
            AnyOf("# A\n", "## B *c*\n", "- x\n", "  1. y\n", "| a | b |\n|--|--|\n| 1 | 2 |\n", "\n\n", "> q\n"),
            AnyOf(
                "<h1>",
                "</h1>",
                "<h3>T</h3>",
                "<p>",
                "<table><tr><td>a<td>b",
                "</table>",
                "<ul><li>",
                "<div hidden>"
            ),
            AnyOf("```\ncode\n```\n", "&amp;", "<!--", "-->", "[^1]\n\n[^1]: n\n", "\uD800", "e\u0301", "\u00A0"),
            Gen.String[0, 20]
        );

        await fragment
            .Array[1, 30]
            .SampleAsync(
                async parts =>
                {
                    var content = Encoding.UTF8.GetBytes(string.Concat(parts));
                    foreach (
                        var format in (DocumentFileFormat[])
                            [DocumentFileFormat.Markdown, DocumentFileFormat.Html, DocumentFileFormat.Text]
                    )
                        await ReadOrRefuseAsync(format, content);
                },
                iter: 1_000,
                threads: 1
            );
    }

    [Fact]
    public async Task Reading_ends_when_the_time_is_over()
    {
        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Markdown,
            string.Concat(Enumerable.Repeat("- item\n\n  text\n", 200_000)),
            options => options.Timeout = TimeSpan.FromMilliseconds(1)
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TimedOut);
    }

    [Fact]
    public async Task Reading_ends_when_the_caller_cancels()
    {
        var parser = (IDocumentParser)DocumentTools.Services().GetService(typeof(IDocumentParser))!;

        await Should.ThrowAsync<OperationCanceledException>(() =>
            parser.ParseAsync(
                new DocumentSource(Pdf, DocumentFileFormat.Pdf, null),
                new CancellationToken(canceled: true)
            )
        );
    }

    private static Gen<string> AnyOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static async Task ReadOrRefuseAsync(DocumentFileFormat format, byte[] content)
    {
        try
        {
            (await DocumentTools.ParseAsync(format, content, "file")).ShouldHoldTogether();
        }
        catch (DocumentParseException exception)
        {
            exception.Message.ShouldEndWith(".");
        }
    }

    /// <summary>Overwrites, removes, doubles or cuts off bytes.</summary>
    private static byte[] Damage(byte[] file, (int Place, byte Value, int Kind)[] changes)
    {
        var bytes = file.ToList();
        foreach (var (place, value, kind) in changes)
        {
            if (bytes.Count == 0)
                break;
            var at = place % bytes.Count;
            switch (kind)
            {
                case 0 or 1:
                    bytes[at] = value;
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(value, bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(value, bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
