using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class PlainTextParserTests
{
    [Fact]
    public async Task Paragraphs_are_kept_and_white_space_is_tidied()
    {
        var document = await DocumentTools.ParseAsync(
            DocumentFileFormat.Text,
            "First  line\t here\r\nsecond line\r\n\r\n\r\n   Next\u00A0paragraph\u200B \r\n",
            "notes.txt"
        );

        document.Text.ShouldBe("First line here\nsecond line\n\nNext paragraph");
        document.Title.ShouldBe("notes");
        document.Sections.ShouldHaveSingleItem();
        document.PageAt(3).ShouldBeNull();
    }

    [Fact]
    public async Task Every_encoding_gives_the_same_text()
    {
        const string text = "Règlement intérieur: 25 € par jour";
        byte[][] encoded =
        [
            Encoding.UTF8.GetBytes(text),
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            Encoding.BigEndianUnicode.GetBytes(text),
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text),
        ];
        foreach (var bytes in encoded)
            (await DocumentTools.ParseAsync(DocumentFileFormat.Text, bytes)).Text.ShouldBe(text);
    }

    [Fact]
    public async Task Letters_with_separate_accents_are_composed()
    {
        var document = await DocumentTools.ParseAsync(DocumentFileFormat.Text, "conge\u0301");

        document.Text.ShouldBe("congé");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    [InlineData("\u200B\uFEFF")]
    public async Task A_file_without_text_is_refused(string content)
    {
        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Text, content);

        failure.Failure.ShouldBe(DocumentParseFailure.NoText);
    }

    [Fact]
    public async Task Binary_data_is_refused()
    {
        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Text, new byte[] { 1, 0, 2, 3 });

        failure.Failure.ShouldBe(DocumentParseFailure.Malformed);
        failure.Message.ShouldBe("The file could not be read as plain text: it holds binary data.");
    }
}
