using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class WordParserTests
{
    [Fact]
    public async Task Heading_styles_are_known_by_name_whatever_their_ids_are()
    {
        var document = await ParseAsync(
            WordFiles.Paragraph("Règlement intérieur", "Titre"),
            WordFiles.Paragraph("Horaires ........ 3", "TM1"),
            WordFiles.Paragraph("Horaires", "Titre1"),
            WordFiles.Paragraph("Le bureau ouvre à huit heures."),
            WordFiles.Paragraph("Pauses", "Titre2"),
            WordFiles.Paragraph("Une heure."),
            WordFiles.Paragraph("Congés", "AcmeKapitel"),
            WordFiles.Paragraph("Vingt-cinq jours.")
        );

        document.Title.ShouldBe("Règlement intérieur");
        document.Language.ShouldBe("fr");
        document
            .Sections.Select(section => string.Join(" > ", section.HeadingPath))
            .ShouldBe([
                "Règlement intérieur",
                "Règlement intérieur > Horaires",
                "Règlement intérieur > Horaires > Pauses",
                "Règlement intérieur > Congés",
            ]);
        document.Text.ShouldNotContain("....");
        document.ShouldHoldTogether();
    }

    [Fact]
    public async Task Lists_show_the_numbers_that_word_shows()
    {
        var document = await ParseAsync(
            WordFiles.ListItem("Bring your badge", 1),
            WordFiles.ListItem("and a photo", 1, level: 1),
            WordFiles.Paragraph("Then:"),
            WordFiles.ListItem("Sign", 2),
            WordFiles.ListItem("twice", 2, level: 1),
            WordFiles.ListItem("legibly", 2, level: 1),
            WordFiles.ListItem("Return", 2)
        );

        document.Text.ShouldBe(
            "- Bring your badge\n  - and a photo\n\nThen:\n\n1. Sign\n  1.a) twice\n  1.b) legibly\n2. Return"
        );
    }

    [Fact]
    public async Task Tables_are_rows_and_a_single_column_is_text()
    {
        var document = await ParseAsync(
            WordFiles.Table(["City", "Limit"], ["Paris", "190 €"], ["", ""]),
            WordFiles.Table(["A box"], ["with two paragraphs"])
        );

        document.Text.ShouldBe("City | Limit\nParis | 190 €\n\nA box\n\nwith two paragraphs");
    }

    [Fact]
    public async Task A_footnote_follows_its_paragraph()
    {
        var file = WordFiles.Build(
            main =>
                main.AddNewPart<FootnotesPart>().Footnotes = new Footnotes(
                    new Footnote(WordFiles.Paragraph("---")) { Type = FootnoteEndnoteValues.Separator, Id = 0 },
                    new Footnote(WordFiles.Paragraph("Only in France.")) { Id = 7 }
                ),
            WordFiles.Paragraph(null, WordFiles.Run("Paid leave"), new Run(new FootnoteReference { Id = 7 })),
            WordFiles.Paragraph("The end.")
        );

        var document = await DocumentTools.ParseAsync(DocumentFileFormat.Docx, file);

        document.Text.ShouldBe("Paid leave[1]\n\n[1] Only in France.\n\nThe end.");
    }

    [Fact]
    public async Task Changes_are_accepted_and_hidden_text_stays_hidden()
    {
        var document = await ParseAsync(
            WordFiles.Paragraph(
                null,
                WordFiles.Run("Two "),
                new DeletedRun(new Run(new DeletedText("three "))),
                new InsertedRun(WordFiles.Run("four ")),
                new Run(new RunProperties(new Vanish()), new Text("secret ")),
                new Hyperlink(WordFiles.Run("days")),
                new Run(new TabChar(), new Text("a week"))
            )
        );

        document.Text.ShouldBe("Two four days a week");
    }

    [Fact]
    public async Task A_document_with_macros_is_refused()
    {
        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Docx,
            With(WordFiles.Build(WordFiles.Paragraph("Hi")), "word/vbaProject.bin", "x")
        );

        failure.Message.ShouldContain("macros");
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = With(
            WordFiles.Build(WordFiles.Paragraph("Hi")),
            "word/bomb.xml",
            "<a>" + new string(' ', 30_000_000) + "</a>"
        );
        bomb.Length.ShouldBeLessThan(100_000);

        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Docx,
            bomb,
            options => options.MaxUnpackedPartBytes = 10_000_000
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TooLarge);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>", DocumentParseFailure.Malformed)]
    [InlineData("<x>", DocumentParseFailure.Malformed)]
    public async Task Bad_xml_is_refused(string xml, DocumentParseFailure expected)
    {
        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Docx,
            With(WordFiles.Build(WordFiles.Paragraph("Hi")), "word/extra.xml", xml)
        );

        failure.Failure.ShouldBe(expected);
        failure.Message.ShouldBe("The file could not be read as Word (DOCX): it is damaged or incomplete.");
    }

    [Fact]
    public async Task Tables_nested_too_deeply_are_refused()
    {
        OpenXmlElement inner = WordFiles.Paragraph("deep");
        for (var i = 0; i < 400; i++)
            inner = new Table(new TableRow(new TableCell(inner, new Paragraph())));

        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Docx, WordFiles.Build(inner));

        failure.Failure.ShouldBe(DocumentParseFailure.TooComplex);
    }

    [Fact]
    public async Task Password_protection_is_named()
    {
        byte[] file = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];

        (await DocumentTools.FailAsync(DocumentFileFormat.Docx, file)).Failure.ShouldBe(DocumentParseFailure.Encrypted);
    }

    private static Task<ParsedDocument> ParseAsync(params OpenXmlElement[] body) =>
        DocumentTools.ParseAsync(DocumentFileFormat.Docx, WordFiles.Build(body));

    private static byte[] With(byte[] file, string entry, string content)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        using (var writer = archive.CreateEntry(entry).Open())
            writer.Write(Encoding.UTF8.GetBytes(content));
        return stream.ToArray();
    }
}
