using HrPlatform.Application.Documents;
using Microsoft.Extensions.Options;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace HrPlatform.Infrastructure.Documents;

internal sealed class PdfParser(IOptions<DocumentParsingOptions> options) : IFormatParser
{
    public DocumentFileFormat Format => DocumentFileFormat.Pdf;

    public ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken)
    {
        var guard = new PdfGuard(options.Value, cancellationToken);
        try
        {
            using var pdf = PdfDocument.Open(
                source.Content,
                new ParsingOptions
                {
                    ClipPaths = false,
                    UseLenientParsing = true,
                    SkipMissingFonts = true,
                    FilterProvider = guard,
                }
            );
            return Read(pdf, guard, source, cancellationToken);
        }
        catch (PdfDocumentEncryptedException exception)
        {
            throw new DocumentParseException(
                DocumentParseFailure.Encrypted,
                "The PDF is protected by a password. Remove the protection and upload it again.",
                exception
            );
        }
        catch (Exception) when (guard.Violation is not null)
        {
            // The library wraps or replaces what its filters throw.
            throw guard.Violation;
        }
    }

    private ParsedDocument Read(
        PdfDocument pdf,
        PdfGuard guard,
        DocumentSource source,
        CancellationToken cancellationToken
    )
    {
        if (pdf.NumberOfPages > options.Value.MaxPages)
        {
            throw new DocumentParseException(
                DocumentParseFailure.TooLarge,
                $"The PDF has {pdf.NumberOfPages:N0} pages; at most {options.Value.MaxPages:N0} are accepted. Split it."
            );
        }

        guard.VerifyFunctions(pdf, source.Content.Span);
        var pages = new List<PdfPageLines>();
        var letters = 0L;
        for (var number = 1; number <= pdf.NumberOfPages; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = pdf.GetPage(number);
            guard.ThrowIfViolated();
            letters += page.Letters.Count;
            if (page.Letters.Count > options.Value.MaxElements)
                throw DocumentBuilder.TooComplex();
            if (letters > 4L * options.Value.MaxTextCharacters)
            {
                throw new DocumentParseException(
                    DocumentParseFailure.TooLarge,
                    $"The PDF has more than {options.Value.MaxTextCharacters:N0} characters of text. Split it."
                );
            }

            pages.Add(PdfPageReader.Read(page));
        }

        var builder = new DocumentBuilder(options.Value, cancellationToken);
        var title = new PdfStructureWriter(builder, cancellationToken).Write(pages);
        return builder.Build(
            title ?? UsefulTitle(pdf.Information.Title),
            language: null,
            source.FileName,
            "The PDF contains no text, only pictures: it is probably a scan. Run text recognition (OCR) on it and upload the result."
        );
    }

    /// <summary>Programs fill in the title with the name of the file it was printed from, or a placeholder.</summary>
    private static string? UsefulTitle(string? title)
    {
        var line = TextNormalizer.Line(title);
        var useless =
            line.StartsWith("Microsoft ", StringComparison.OrdinalIgnoreCase)
            || line.StartsWith("untitled", StringComparison.OrdinalIgnoreCase)
            || line.Contains('\\', StringComparison.Ordinal)
            || line.Contains('/', StringComparison.Ordinal)
            || Path.GetExtension(line).Length is >= 3 and <= 6 && !line.EndsWith('.');
        return useless ? null : line;
    }
}
