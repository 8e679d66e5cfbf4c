namespace HrPlatform.Application.Documents;

/// <summary>A passage that is embedded, searched and cited as one.</summary>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="SectionIndex">
/// The section in <see cref="ParsedDocument.Sections"/> it belongs to; where small sections were joined, the one that gives
/// most of the text.
/// </param>
/// <param name="Start">Offset of the first character in <see cref="ParsedDocument.Text"/>.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="TokenCount">Its size in tokens of the embedding model.</param>
/// <param name="Text">Exactly the document's text from <paramref name="Start"/> to <paramref name="End"/>.</param>
public sealed record DocumentChunk(int Ordinal, int SectionIndex, int Start, int End, int TokenCount, string Text);
