using System.IO.Compression;
using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class DocumentTypeDetectorTests
{
    private const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly byte[] Pdf = PdfFiles.OnePage("Hello");
    private static readonly byte[] Docx = WordFiles.Build(WordFiles.Paragraph("Hello"));
    private static readonly byte[] Program = [.. "MZ"u8, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0xB8];

    [Theory]
    [InlineData("policy.md", null, DocumentFileFormat.Markdown)]
    [InlineData("policy.md", "application/octet-stream", DocumentFileFormat.Markdown)]
    [InlineData("policy.md", "text/plain; charset=utf-8", DocumentFileFormat.Markdown)]
    [InlineData("policy.MARKDOWN", "text/markdown", DocumentFileFormat.Markdown)]
    [InlineData("policy.txt", "text/plain", DocumentFileFormat.Text)]
    [InlineData(null, null, DocumentFileFormat.Text)]
    [InlineData(null, "text/markdown", DocumentFileFormat.Markdown)]
    [InlineData("Policy v1.2", null, DocumentFileFormat.Text)]
    [InlineData("Letter to Mr. Smith", null, DocumentFileFormat.Text)]
    public void Text_is_what_its_name_or_media_type_says(string? name, string? type, DocumentFileFormat expected) =>
        Detect("# Leave\n\nTwo days."u8.ToArray(), name, type).Format.ShouldBe(expected);

    [Fact]
    public void Content_decides_when_there_is_no_name()
    {
        Detect(Pdf, null, null).Format.ShouldBe(DocumentFileFormat.Pdf);
        Detect(Docx, null, null).Format.ShouldBe(DocumentFileFormat.Docx);
        Detect("<!DOCTYPE html><p>Hi"u8.ToArray(), null, null).Format.ShouldBe(DocumentFileFormat.Html);
        Detect("<?xml version='1.0'?>\n<!-- x --><html>"u8.ToArray(), null, null)
            .Format.ShouldBe(DocumentFileFormat.Html);
    }

    [Fact]
    public void Matching_names_and_media_types_are_accepted()
    {
        Detect(Pdf, "a.pdf", "application/pdf").Format.ShouldBe(DocumentFileFormat.Pdf);
        Detect(Docx, "a.docx", DocxType).Format.ShouldBe(DocumentFileFormat.Docx);
        Detect(Docx, "a.docx", "application/zip").Format.ShouldBe(DocumentFileFormat.Docx);
        Detect("<p>Only a piece</p>"u8.ToArray(), "a.html", "text/html").Format.ShouldBe(DocumentFileFormat.Html);
        Detect([.. "\r\n"u8, .. Pdf], "a.pdf", null).Format.ShouldBe(DocumentFileFormat.Pdf);
    }

    [Fact]
    public void A_program_renamed_to_pdf_is_refused()
    {
        var result = Detect(Program, "invoice.pdf", "application/pdf");

        result.IsAccepted.ShouldBeFalse();
        result.Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        result.Reason.ShouldBe(
            "The file is named \".pdf\" (PDF), but its content is a program. "
                + "Accepted are Markdown, plain text, HTML, PDF and Word (DOCX)."
        );
    }

    [Theory]
    [InlineData("notes.md")]
    [InlineData("notes.docx")]
    [InlineData("notes.txt")]
    public void A_pdf_under_another_name_is_refused(string name)
    {
        var result = Detect(Pdf, name, null);

        result.Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        result.Reason!.ShouldContain("a PDF");
    }

    [Fact]
    public void A_declared_media_type_that_contradicts_the_file_is_refused()
    {
        Detect(Pdf, "a.pdf", "text/plain").Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect(Pdf, "a.pdf", DocxType).Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect("# Hi"u8.ToArray(), "a.md", "text/html").Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect("Hi"u8.ToArray(), "a.txt", "application/pdf").Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect(Pdf, "a.pdf", "image/png").Refusal.ShouldBe(DocumentTypeRefusal.Unsupported);
    }

    [Fact]
    public void A_whole_html_page_named_markdown_is_refused_but_tags_in_markdown_are_not()
    {
        Detect("<html><body>Hi"u8.ToArray(), "a.md", null).Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect("<table><tr><td>Hi"u8.ToArray(), "a.md", null).Format.ShouldBe(DocumentFileFormat.Markdown);
    }

    [Theory]
    [InlineData("data.csv")]
    [InlineData("page.js")]
    [InlineData("book.rtf")]
    public void Other_kinds_of_text_are_refused_by_their_names(string name) =>
        Detect("a,b,c"u8.ToArray(), name, null).Refusal.ShouldBe(DocumentTypeRefusal.Unsupported);

    [Fact]
    public void Empty_files_are_refused() => Detect([], "a.md", null).Refusal.ShouldBe(DocumentTypeRefusal.Empty);

    [Fact]
    public void Other_archives_and_macros_are_refused_with_what_they_are()
    {
        Detect(Zip("xl/workbook.xml"), "a.docx", null).Reason!.ShouldContain("spreadsheet");
        Detect(Zip("readme.txt"), "a.zip", null).Reason!.ShouldContain("archive");
        Detect(Zip("word/document.xml", "word/vbaProject.bin"), "a.docx", null).Reason!.ShouldContain("macros");
        Detect([.. "PK\x03\x04"u8, 1, 2, 3], "a.docx", null).Reason!.ShouldContain("damaged archive");
        Detect([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "a.docx", null)
            .Reason!.ShouldContain("password-protected");
    }

    [Fact]
    public void Text_is_recognised_in_the_usual_encodings()
    {
        const string text = "Congés payés – 25 jours";
        byte[][] encoded =
        [
            Encoding.UTF8.GetBytes(text),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
            [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(text)],
            Encoding.Unicode.GetBytes(text),
            Encoding.BigEndianUnicode.GetBytes(text),
            Encoding.Latin1.GetBytes("Congés payés"),
        ];

        encoded.ShouldAllBe(bytes => Detect(bytes, "a.txt", null).Format == DocumentFileFormat.Text);
    }

    [Fact]
    public void Binary_data_named_text_is_refused()
    {
        Detect([1, 2, 3, 0, 200, 201], "a.txt", null).Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect([.. "text with a zero "u8, 0, .. " byte"u8], "a.md", null)
            .Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
        Detect([0xE9, 0x01, 0xE8, 0x02], "a.txt", null).Refusal.ShouldBe(DocumentTypeRefusal.Mismatch);
    }

    private static DocumentTypeDetection Detect(byte[] content, string? name, string? type) =>
        DocumentTools.Detector.Detect(content, name, type);

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
                archive.CreateEntry(name);
        }

        return stream.ToArray();
    }
}
