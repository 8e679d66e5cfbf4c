using System.IO.Compression;
using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Tests.Documents;

public sealed class PdfParserTests
{
    [Fact]
    public async Task Larger_and_bold_lines_are_headings_on_their_page()
    {
        var document = await ParseAsync(
            new PdfFiles()
                .Line("Travel Policy", size: 22, isBold: true)
                .Line("This policy explains how employees book travel and what is", gap: 10)
                .Line("reimbursed. It applies to everyone.")
                .Line("Booking", size: 15, isBold: true, gap: 12)
                .Line("Book fourteen days ahead. Economy class is the default.", gap: 6)
                .Line("Exceptions", isBold: true, gap: 8)
                .Line("Ask the finance team before you book anything else.", gap: 6)
                .NewPage()
                .Line("Allowances", size: 15, isBold: true)
                .Line("Meals are paid up to sixty-five euros a day in every city.", gap: 6)
        );

        document.Title.ShouldBe("Travel Policy");
        document
            .Sections.Select(section => (string.Join(" > ", section.HeadingPath), section.Level, section.Page))
            .ShouldBe([
                ("Travel Policy", 1, 1),
                ("Travel Policy > Booking", 2, 1),
                ("Travel Policy > Booking > Exceptions", 3, 1),
                ("Travel Policy > Allowances", 2, 2),
            ]);
        document
            .SectionText("Travel Policy")
            .ShouldBe(
                "Travel Policy\n\nThis policy explains how employees book travel and what is reimbursed. It applies to everyone."
            );
        document.PageAt(document.Text.IndexOf("Meals", StringComparison.Ordinal)).ShouldBe(2);
        document.PageAt(document.Text.IndexOf("Economy", StringComparison.Ordinal)).ShouldBe(1);
        document.ShouldHoldTogether();
    }

    [Fact]
    public async Task Headers_footers_and_page_numbers_are_dropped()
    {
        var file = new PdfFiles();
        for (var page = 1; page <= 3; page++)
        {
            if (page > 1)
                file.NewPage();
            file.At("Acme Corp. confidential", 60, 815, 8);
            file.At($"Page {page} of 3", 480, 30, 8);
            file.Line($"Paragraph number {page} says something of its own.");
        }

        var document = await ParseAsync(file);

        document.Text.ShouldBe(
            "Paragraph number 1 says something of its own.\n\nParagraph number 2 says something of its own.\n\n"
                + "Paragraph number 3 says something of its own."
        );
        document.PageStarts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Words_divided_at_line_ends_are_put_together()
    {
        var document = await ParseAsync(
            new PdfFiles()
                .Line("Every employ-")
                .Line("ee who works full-")
                .Line("time has the same rights. In time, a full desk is assigned.")
        );

        document.Text.ShouldBe(
            "Every employee who works full-time has the same rights. In time, a full desk is assigned."
        );
    }

    [Fact]
    public async Task A_sentence_goes_on_over_the_page_and_both_pages_are_known()
    {
        var document = await ParseAsync(
            new PdfFiles()
                .Line("The notice period is three months and")
                .NewPage()
                .Line("starts at the end of the month.")
        );

        document.Text.ShouldBe("The notice period is three months and starts at the end of the month.");
        document.PageAt(0).ShouldBe(1);
        document.PageAt(document.Text.IndexOf("end", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Columns_are_read_one_after_the_other()
    {
        var file = new PdfFiles().Line("News", size: 20, isBold: true);
        string[] left =
        [
            "The first column is about holidays",
            "that everyone likes to take in the",
            "summer months. They are booked in",
            "the calendar before the end of May",
            "and cannot be changed afterwards.",
        ];
        string[] right =
        [
            "The second column is on salaries",
            "which are reviewed in January by a",
            "committee of managers. Results are",
            "told in person and then in writing,",
            "and the new pay starts in March.",
        ];
        for (var i = 0; i < left.Length; i++)
        {
            file.At(left[i], 60, 700 - (14 * i));
            file.At(right[i], 310, 700 - (14 * i));
        }

        var document = await ParseAsync(file);

        document.Text.ShouldBe("News\n\n" + string.Join(' ', left) + "\n\n" + string.Join(' ', right));
    }

    [Fact]
    public async Task Tables_are_rows_and_lists_are_lines()
    {
        var file = new PdfFiles().Line("The limits per night and city are these:");
        string[][] rows =
        [
            ["City", "Meals", "Hotel"],
            ["Paris", "65", "190"],
            ["London", "60", "210"],
        ];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var cell = 0; cell < 3; cell++)
                file.At(rows[i][cell], 60 + (120 * cell), 740 - (16 * i));
        }

        file.At("•", 60, 660).At("Keep receipts", 80, 660).At("•", 60, 646).At("Hand them in", 80, 646);

        var document = await ParseAsync(file);

        document.Text.ShouldBe(
            "The limits per night and city are these:\n\n"
                + "City | Meals | Hotel\nParis | 65 | 190\nLondon | 60 | 210\n\n- Keep receipts\n- Hand them in"
        );
    }

    [Fact]
    public async Task A_scan_without_text_is_named()
    {
        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Pdf, new PdfFiles().Build());

        failure.Failure.ShouldBe(DocumentParseFailure.NoText);
        failure.Message.ShouldContain("scan");
    }

    [Fact]
    public async Task A_password_is_named()
    {
        var protectedPdf =
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
            + "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
            + $"3 0 obj\n<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{new string('A', 64)}> "
            + $"/U <{new string('B', 64)}> >>\nendobj\n"
            + "trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> "
            + "<00112233445566778899AABBCCDDEEFF>] >>\n";

        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Pdf, protectedPdf);

        failure.Failure.ShouldBe(DocumentParseFailure.Encrypted);
        failure.Message.ShouldBe("The PDF is protected by a password. Remove the protection and upload it again.");
    }

    [Fact]
    public async Task Too_many_pages_are_refused()
    {
        var file = new PdfFiles().Line("One").NewPage().Line("Two").Build();

        var failure = await DocumentTools.FailAsync(DocumentFileFormat.Pdf, file, options => options.MaxPages = 1);

        failure.Failure.ShouldBe(DocumentParseFailure.TooLarge);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_calculator_function_nested_without_end_does_not_end_the_process(bool compressed)
    {
        var function = new string('{', 100_000) + new string('}', 100_000);

        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Pdf,
            RawPdf("/CS1 cs 0.5 sc BT /F1 12 Tf 10 10 Td (Hi) Tj ET", function, compressed)
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TooComplex);
    }

    [Fact]
    public async Task A_stream_that_unpacks_without_end_is_refused()
    {
        var bomb = RawPdf("BT /F1 12 Tf 10 10 Td (Hi) Tj ET", new string(' ', 60_000_000), compress: true);
        bomb.Length.ShouldBeLessThan(1_000_000);

        var failure = await DocumentTools.FailAsync(
            DocumentFileFormat.Pdf,
            bomb,
            options => options.MaxUnpackedPartBytes = 1_000_000
        );

        failure.Failure.ShouldBe(DocumentParseFailure.TooLarge);
    }

    [Fact]
    public async Task Damaged_files_are_refused_with_a_reason()
    {
        var file = new PdfFiles().Line("Hello").Build();

        (await DocumentTools.FailAsync(DocumentFileFormat.Pdf, "%PDF-1.7 nothing else")).Message.ShouldBe(
            "The file could not be read as PDF: it is damaged or incomplete."
        );
        (await DocumentTools.FailAsync(DocumentFileFormat.Pdf, file.AsMemory(0, 30))).Failure.ShouldBe(
            DocumentParseFailure.Malformed
        );
    }

    private static Task<ParsedDocument> ParseAsync(PdfFiles file) =>
        DocumentTools.ParseAsync(DocumentFileFormat.Pdf, file.Build());

    /// <summary>A page with a colour space whose tint is calculated by <paramref name="function"/>.</summary>
    private static byte[] RawPdf(string page, string function, bool compress)
    {
        var calculator = Encoding.ASCII.GetBytes(function);
        if (compress)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                zlib.Write(calculator);
            calculator = packed.ToArray();
        }

        using var stream = new MemoryStream();
        Write("%PDF-1.4\n");
        Write("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        Write("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
        Write(
            "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources "
                + "<< /ColorSpace << /CS1 [/Separation /Spot /DeviceRGB 6 0 R] >> /Font << /F1 5 0 R >> >> >>\nendobj\n"
        );
        Write($"4 0 obj\n<< /Length {page.Length} >>\nstream\n{page}\nendstream\nendobj\n");
        Write("5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n");
        Write(
            $"6 0 obj\n<< /FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1] /Length {calculator.Length}"
                + $"{(compress ? " /Filter /FlateDecode" : "")} >>\nstream\n"
        );
        stream.Write(calculator);
        Write("\nendstream\nendobj\ntrailer\n<< /Size 7 /Root 1 0 R >>\n");
        return stream.ToArray();

        void Write(string text) => stream.Write(Encoding.ASCII.GetBytes(text));
    }
}
