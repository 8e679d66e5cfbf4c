using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// What paragraph styles mean. The ids of built-in styles depend on the language of the Word that wrote the file
/// ("Titre1", "berschrift1"); their names ("heading 1") and outline levels do not.
/// </summary>
internal sealed class WordStyles
{
    private const int MaxInheritance = 32;

    private readonly Dictionary<string, Style> styles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WordStyle> resolved = new(StringComparer.Ordinal);
    private readonly string? defaultStyle;

    public WordStyles(Styles? definitions)
    {
        Language = definitions?.DocDefaults?.RunPropertiesDefault?.RunPropertiesBaseStyle?.Languages?.Val?.Value;
        foreach (var style in definitions?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is not { } id)
                continue;
            styles[id] = style;
            if (style.Type?.Value == StyleValues.Paragraph && style.Default?.Value == true)
                defaultStyle = id;
        }
    }

    public string? Language { get; }

    /// <summary>The style of a paragraph; an outline level of its own goes before that of its style.</summary>
    public WordStyle Of(Paragraph paragraph)
    {
        var properties = paragraph.ParagraphProperties;
        var style = Resolve(properties?.ParagraphStyleId?.Val?.Value ?? defaultStyle);
        return properties?.OutlineLevel?.Val?.Value is >= 0 and < 9 and var outline && style.HeadingLevel is null
            ? style with
            {
                HeadingLevel = outline + 1,
            }
            : style;
    }

    private WordStyle Resolve(string? id)
    {
        if (id is null)
            return WordStyle.Body;
        if (resolved.TryGetValue(id, out var known))
            return known;

        var result = WordStyle.Body;
        var next = id;
        for (var i = 0; i < MaxInheritance && next is not null; i++)
        {
            if (!styles.TryGetValue(next, out var style))
            {
                result = Merge(result, FromName(next));
                break;
            }

            result = Merge(result, FromName(style.StyleName?.Val?.Value));
            var properties = style.StyleParagraphProperties;
            var outline = properties?.OutlineLevel?.Val?.Value;
            result = Merge(
                result,
                new WordStyle(
                    outline is >= 0 and < 9 ? outline + 1 : null,
                    IsTableOfContents: false,
                    properties?.NumberingProperties
                )
            );
            next = style.BasedOn?.Val?.Value;
        }

        return resolved[id] = result;
    }

    private static WordStyle Merge(WordStyle derived, WordStyle inherited) =>
        new(
            derived.HeadingLevel ?? inherited.HeadingLevel,
            derived.IsTableOfContents || inherited.IsTableOfContents,
            derived.Numbering ?? inherited.Numbering
        );

    private static WordStyle FromName(string? name)
    {
        var compact = (name ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        if (compact == "title")
            return WordStyle.Body with { HeadingLevel = 0 };
        if (compact == "tocheading" || NumberAfter(compact, "toc") is not null)
            return WordStyle.Body with { IsTableOfContents = true };
        return WordStyle.Body with { HeadingLevel = NumberAfter(compact, "heading") };
    }

    private static int? NumberAfter(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= 9
            ? number
            : null;
}

/// <summary>What the parser needs to know of a style. Heading level 0 is the document's title.</summary>
internal sealed record WordStyle(int? HeadingLevel, bool IsTableOfContents, NumberingProperties? Numbering)
{
    public static readonly WordStyle Body = new(HeadingLevel: null, IsTableOfContents: false, Numbering: null);
}
