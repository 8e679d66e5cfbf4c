using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace HrPlatform.Infrastructure.Tests.Documents;

/// <summary>Writes Word documents for the tests.</summary>
internal static class WordFiles
{
    /// <summary>A French Word's styles: the ids are localised, the names are not.</summary>
    private static readonly (string Id, string Name, int? Outline)[] Styles =
    [
        ("Titre", "Title", null),
        ("Titre1", "heading 1", 0),
        ("Titre2", "heading 2", 1),
        ("TM1", "toc 1", null),
    ];

    public static byte[] Build(params OpenXmlElement[] body) => Build(_ => { }, body);

    public static byte[] Build(Action<MainDocumentPart> configure, params OpenXmlElement[] body)
    {
        using var stream = new MemoryStream();
        using (var package = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            main.Document = new Document(new Body(body));
            AddStyles(main);
            AddNumbering(main);
            configure(main);
        }

        return stream.ToArray();
    }

    public static Paragraph Paragraph(string text, string? style = null) => Paragraph(style, Run(text));

    public static Paragraph Paragraph(string? style, params OpenXmlElement[] content)
    {
        var paragraph = new Paragraph();
        if (style is not null)
            paragraph.Append(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        paragraph.Append(content);
        return paragraph;
    }

    public static Paragraph ListItem(string text, int list, int level = 0) =>
        new(
            new ParagraphProperties(
                new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = list })
            ),
            Run(text)
        );

    public static Run Run(string text) => new(new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    public static Table Table(params string[][] rows)
    {
        var table = new Table();
        foreach (var row in rows)
            table.Append(new TableRow(row.Select(cell => new TableCell(Paragraph(cell)))));
        return table;
    }

    private static void AddStyles(MainDocumentPart main)
    {
        var part = main.AddNewPart<StyleDefinitionsPart>();
        part.Styles = new Styles(
            new DocDefaults(new RunPropertiesDefault(new RunPropertiesBaseStyle(new Languages { Val = "fr-FR" })))
        );
        foreach (var (id, name, outline) in Styles)
        {
            var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id };
            if (outline is not null)
                style.Append(new StyleParagraphProperties(new OutlineLevel { Val = outline }));
            part.Styles.Append(style);
        }

        // A style of the company's own, made from a built-in one.
        part.Styles.Append(
            new Style(new StyleName { Val = "Acme Kapitel" }, new BasedOn { Val = "Titre1" })
            {
                Type = StyleValues.Paragraph,
                StyleId = "AcmeKapitel",
            }
        );
    }

    private static void AddNumbering(MainDocumentPart main)
    {
        var part = main.AddNewPart<NumberingDefinitionsPart>();
        part.Numbering = new Numbering(
            new AbstractNum(Level(0, NumberFormatValues.Bullet, "•"), Level(1, NumberFormatValues.Bullet, "o"))
            {
                AbstractNumberId = 1,
            },
            new AbstractNum(
                Level(0, NumberFormatValues.Decimal, "%1."),
                Level(1, NumberFormatValues.LowerLetter, "%1.%2)")
            )
            {
                AbstractNumberId = 2,
            },
            new NumberingInstance(new AbstractNumId { Val = 1 }) { NumberID = 1 },
            new NumberingInstance(new AbstractNumId { Val = 2 }) { NumberID = 2 }
        );
    }

    private static Level Level(int index, NumberFormatValues format, string text) =>
        new(new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelText { Val = text })
        {
            LevelIndex = index,
        };
}
