using System.Text;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Collects the blocks of a document in reading order and turns them into text and sections. Blocks are separated by a blank
/// line, lines of the same list, table or code by a line break.
/// </summary>
internal sealed class DocumentBuilder(DocumentParsingOptions options, CancellationToken cancellationToken)
{
    private const int MaxTitleCharacters = 300;

    private readonly StringBuilder text = new();
    private readonly List<OpenSection> sections = [];
    private readonly List<OpenSection> ancestors = [];
    private readonly List<int> pageStarts = [];
    private int lastGroup;
    private int groups;

    private sealed record OpenSection(string Heading, string[] Path, int Level, int Start);

    public int Length => text.Length;

    /// <summary>Whether the text itself has a title (a heading of level 0).</summary>
    public bool HasTitle => sections.Exists(section => section.Level == 0);

    /// <summary>A number for lines that belong together, see <see cref="Append"/>.</summary>
    public int NewGroup() => ++groups;

    /// <summary>Begins a section. A heading without text is none.</summary>
    /// <returns>The offset of the heading, or -1 when it has no text.</returns>
    public int Heading(int level, string heading)
    {
        var line = TextNormalizer.Line(heading);
        if (line.Length == 0)
            return -1;

        var start = Append(line);
        while (ancestors.Count > 0 && ancestors[^1].Level >= level)
            ancestors.RemoveAt(ancestors.Count - 1);
        if (ancestors.Count >= options.MaxNesting)
            throw TooComplex();

        var section = new OpenSection(line, [.. ancestors.Select(ancestor => ancestor.Heading), line], level, start);
        ancestors.Add(section);
        sections.Add(section);
        return start;
    }

    /// <summary>Adds text as running prose; line breaks in it stay.</summary>
    public void Paragraph(string paragraph, int group = 0, string firstIndent = "", string indent = "")
    {
        foreach (var line in paragraph.AsSpan().EnumerateLines())
        {
            var normalized = TextNormalizer.Line(line);
            if (normalized.Length == 0)
                continue;
            Append(firstIndent + normalized, group == 0 ? group = NewGroup() : group);
            firstIndent = indent;
        }
    }

    /// <summary>Adds text whose inner spaces mean something.</summary>
    public void Preformatted(string code, int group = 0, string indent = "")
    {
        foreach (var line in code.AsSpan().EnumerateLines())
        {
            var normalized = TextNormalizer.Preformatted(line);
            if (!string.IsNullOrWhiteSpace(normalized))
                Append(indent + normalized, group == 0 ? group = NewGroup() : group);
        }
    }

    /// <summary>Adds a row of a table. A row without any text is left out.</summary>
    public void Row(IEnumerable<string> cells, int group)
    {
        var normalized = cells.Select(cell => TextNormalizer.Line(cell)).ToList();
        if (normalized.Exists(cell => cell.Length > 0))
            Append(string.Join(" | ", normalized).Trim(), group);
    }

    /// <summary>Adds a line that is in normal form already, close to the one before when both have the same group.</summary>
    /// <returns>The offset at which it stands.</returns>
    public int Append(string line, int group = 0)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (text.Length > 0)
            text.Append(group != 0 && group == lastGroup ? "\n" : "\n\n");
        lastGroup = group;
        var start = text.Length;
        text.Append(line);
        if (text.Length > options.MaxTextCharacters)
        {
            throw new DocumentParseException(
                DocumentParseFailure.TooLarge,
                $"The document has more than {options.MaxTextCharacters:N0} characters of text. Split it into smaller documents."
            );
        }

        return start;
    }

    /// <summary>Marks where a page begins: at <paramref name="offset"/>, which must not lie before an earlier page's.</summary>
    public void Page(int number, int offset)
    {
        while (pageStarts.Count < number)
            pageStarts.Add(offset);
    }

    /// <param name="title">The title the document gives itself; the fallbacks are its first heading and its file name.</param>
    /// <param name="language">The language the document declares, in any common form.</param>
    /// <param name="fileName">The last fallback for the title.</param>
    /// <param name="noTextReason">What to say when there is no text, if the general sentence is not the right one.</param>
    public ParsedDocument Build(string? title, string? language, string? fileName, string? noTextReason = null)
    {
        var content = text.ToString();
        if (string.IsNullOrWhiteSpace(content))
        {
            throw new DocumentParseException(
                DocumentParseFailure.NoText,
                noTextReason ?? "The file contains no text that could be read."
            );
        }

        if (sections.Count == 0 || sections[0].Start > 0)
            sections.Insert(0, new OpenSection("", [], 0, 0));

        var document = new ParsedDocument(
            ChooseTitle(title, fileName, content),
            NormalizeLanguage(language),
            content,
            Sections: []
        )
        {
            PageStarts = pageStarts,
        };
        return document with
        {
            Sections =
            [
                .. sections.Select(
                    (section, index) =>
                        new DocumentSection(
                            section.Heading,
                            section.Path,
                            section.Level,
                            document.PageAt(section.Start),
                            section.Start,
                            index + 1 < sections.Count ? sections[index + 1].Start : content.Length
                        )
                ),
            ],
        };
    }

    public static DocumentParseException TooComplex() =>
        new(
            DocumentParseFailure.TooComplex,
            "The structure of the document is too deep or has too many elements to be read. Simplify it and try again."
        );

    private string ChooseTitle(string? title, string? fileName, string content)
    {
        var chosen = TextNormalizer.Line(title);
        if (chosen.Length == 0)
            chosen = sections.Find(section => section.Level == 0 && section.Heading.Length > 0)?.Heading ?? "";
        if (chosen.Length == 0 && sections.Find(section => section.Heading.Length > 0) is { Level: 1 } first)
            chosen = first.Heading;
        if (chosen.Length == 0)
            chosen = TitleFromFileName(fileName);
        if (chosen.Length == 0)
            chosen = content.AsSpan().Trim().ToString();

        var line = chosen.AsSpan();
        if (line.IndexOf('\n') is >= 0 and var lineEnd)
            line = line[..lineEnd];
        if (line.Length > MaxTitleCharacters)
            line = line[
                ..(char.IsHighSurrogate(line[MaxTitleCharacters - 1]) ? MaxTitleCharacters - 1 : MaxTitleCharacters)
            ];
        return line.Trim().ToString();
    }

    private static string TitleFromFileName(string? fileName)
    {
        var name = Path.GetFileNameWithoutExtension((fileName ?? "").Replace('\\', '/'));
        name = name.Replace('_', ' ');
        if (!name.Contains(' ', StringComparison.Ordinal))
            name = name.Replace('-', ' ');
        return TextNormalizer.Line(name);
    }

    private static string? NormalizeLanguage(string? language)
    {
        var primary = (language ?? "").Trim().Split('-', '_')[0];
        return primary.Length is 2 or 3 && primary.All(char.IsAsciiLetter) ? primary.ToLowerInvariant() : null;
    }
}
