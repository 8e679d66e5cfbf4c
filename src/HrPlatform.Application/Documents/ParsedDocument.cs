namespace HrPlatform.Application.Documents;

/// <summary>A document as plain text with its structure. Every offset is in UTF-16 units of <see cref="Text"/>.</summary>
/// <param name="Title">Never empty: the title the document gives itself, its first heading, or the file name.</param>
/// <param name="Language">
/// The language the document declares, as a lower-case ISO 639-1 code (<c>en</c>); null when it declares none. What the text
/// is really written in is for <see cref="LanguageDetector"/> to say.
/// </param>
/// <param name="Text">The normalised text of the whole document: what offsets of sections, chunks and citations refer to.</param>
/// <param name="Sections">In reading order, without gaps or overlaps, covering all of <paramref name="Text"/>.</param>
public sealed record ParsedDocument(
    string Title,
    string? Language,
    string Text,
    IReadOnlyList<DocumentSection> Sections
)
{
    /// <summary>Where the text of each page begins, page 1 first. Empty for formats without pages.</summary>
    public IReadOnlyList<int> PageStarts { get; init; } = [];

    /// <summary>The number of the page that holds the character at <paramref name="offset"/>; null without pages.</summary>
    public int? PageAt(int offset)
    {
        if (PageStarts.Count == 0)
            return null;

        var low = 0;
        var high = PageStarts.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (PageStarts[middle] <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return low + 1;
    }
}

/// <summary>A heading and the text under it, up to the next heading.</summary>
/// <param name="Heading">
/// The heading's text, which also stands at <paramref name="Start"/> as a line of its own. Empty for text before the first
/// heading.
/// </param>
/// <param name="HeadingPath">The headings from the outermost down to this one, which is the last.</param>
/// <param name="Level">1 for the highest heading; 0 for a document title and for text before the first heading.</param>
/// <param name="Page">The page on which the section begins, for formats with pages.</param>
/// <param name="Start">Offset of the first character in <see cref="ParsedDocument.Text"/>.</param>
/// <param name="End">Offset after the last character.</param>
public sealed record DocumentSection(
    string Heading,
    IReadOnlyList<string> HeadingPath,
    int Level,
    int? Page,
    int Start,
    int End
);
