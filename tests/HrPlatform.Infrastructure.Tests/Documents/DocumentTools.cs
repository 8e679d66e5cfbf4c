using System.Text;
using HrPlatform.Application.Documents;
using HrPlatform.Infrastructure.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Tests.Documents;

/// <summary>The parts under test, registered as a host does it.</summary>
internal static class DocumentTools
{
    public static readonly IDocumentTypeDetector Detector = Services().GetRequiredService<IDocumentTypeDetector>();

    private static readonly IDocumentParser Parser = Services().GetRequiredService<IDocumentParser>();

    public static IServiceProvider Services(Action<DocumentParsingOptions>? configure = null) =>
        new ServiceCollection().AddDocumentParsing(configure).BuildServiceProvider();

    public static Task<ParsedDocument> ParseAsync(
        DocumentFileFormat format,
        ReadOnlyMemory<byte> content,
        string? fileName = null,
        Action<DocumentParsingOptions>? configure = null
    )
    {
        var parser = configure is null ? Parser : Services(configure).GetRequiredService<IDocumentParser>();
        return parser.ParseAsync(new DocumentSource(content, format, fileName), TestContext.Current.CancellationToken);
    }

    public static Task<ParsedDocument> ParseAsync(
        DocumentFileFormat format,
        string content,
        string? fileName = null,
        Action<DocumentParsingOptions>? configure = null
    ) => ParseAsync(format, Encoding.UTF8.GetBytes(content), fileName, configure);

    public static async Task<DocumentParseException> FailAsync(
        DocumentFileFormat format,
        ReadOnlyMemory<byte> content,
        Action<DocumentParsingOptions>? configure = null
    ) => await Should.ThrowAsync<DocumentParseException>(() => ParseAsync(format, content, null, configure));

    public static Task<DocumentParseException> FailAsync(
        DocumentFileFormat format,
        string content,
        Action<DocumentParsingOptions>? configure = null
    ) => FailAsync(format, Encoding.UTF8.GetBytes(content), configure);

    public static string Fixture(string name)
    {
        using var stream =
            typeof(DocumentTools).Assembly.GetManifestResourceStream("documents/" + name)
            ?? throw new InvalidOperationException($"There is no fixture {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IReadOnlyList<string> FixtureNames() =>
        [
            .. typeof(DocumentTools)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("documents/", StringComparison.Ordinal))
                .Select(name => name["documents/".Length..]),
        ];

    /// <summary>The text of the section with this heading, heading included.</summary>
    public static string SectionText(this ParsedDocument document, string heading)
    {
        var section = document.Sections.Single(section => section.Heading == heading);
        return document.Text[section.Start..section.End].Trim();
    }

    public static void ShouldHoldTogether(this ParsedDocument document)
    {
        document.Title.ShouldNotBeNullOrWhiteSpace();
        document.Text.ShouldNotBeNullOrWhiteSpace();
        document.Text.ShouldNotContain('\0');
        document.Text.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
        document.Sections[0].Start.ShouldBe(0);
        document.Sections[^1].End.ShouldBe(document.Text.Length);
        for (var i = 0; i < document.Sections.Count; i++)
        {
            var section = document.Sections[i];
            section.End.ShouldBeGreaterThan(section.Start);
            if (i > 0)
                section.Start.ShouldBe(document.Sections[i - 1].End);
            if (section.Heading.Length > 0)
            {
                document.Text[section.Start..].ShouldStartWith(section.Heading);
                section.HeadingPath[^1].ShouldBe(section.Heading);
            }
        }
    }
}
