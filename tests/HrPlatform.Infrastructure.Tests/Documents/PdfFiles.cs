using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace HrPlatform.Infrastructure.Tests.Documents;

/// <summary>Writes PDF files for the tests, with the fonts that every reader has.</summary>
internal sealed class PdfFiles
{
    private readonly List<List<Drawn>> pages =
    [
        [],
    ];
    private double height = 765;

    private sealed record Drawn(string Text, double Left, double Baseline, double Size, bool IsBold);

    public static byte[] OnePage(params string[] lines)
    {
        var file = new PdfFiles();
        foreach (var line in lines)
            file.Line(line);
        return file.Build();
    }

    /// <summary>Writes below the line before.</summary>
    public PdfFiles Line(string text, double size = 11, bool isBold = false, double left = 60, double gap = 0)
    {
        height -= gap;
        At(text, left, height, size, isBold);
        height -= 1.25 * size;
        return this;
    }

    public PdfFiles At(string text, double left, double baseline, double size = 11, bool isBold = false)
    {
        pages[^1].Add(new Drawn(text, left, baseline, size, isBold));
        return this;
    }

    public PdfFiles NewPage()
    {
        pages.Add([]);
        height = 765;
        return this;
    }

    public byte[] Build()
    {
        using var document = new PdfDocumentBuilder();
        var regular = document.AddStandard14Font(Standard14Font.Helvetica);
        var bold = document.AddStandard14Font(Standard14Font.HelveticaBold);
        foreach (var drawn in pages)
        {
            var page = document.AddPage(PageSize.A4);
            foreach (var (text, left, baseline, size, isBold) in drawn)
                page.AddText(text, size, new PdfPoint(left, baseline), isBold ? bold : regular);
        }

        return document.Build();
    }
}
