using System.Runtime.InteropServices;

namespace HrPlatform.Application.Documents;

/// <summary>Measures text in the tokens of the embedding model, so that chunks fit the window the model reads.</summary>
public interface ITokenCounter
{
    /// <summary>How many tokens of one text the model reads; what stands after them does not reach the vector.</summary>
    int WindowSize { get; }

    /// <summary>The number of tokens of the whole text, not cut at <see cref="WindowSize"/>. An empty text has none.</summary>
    int Count(string text);

    /// <summary>
    /// The tokens of the whole text in reading order. Spans do not overlap, every one lies inside the text, and together
    /// they cover every character that is not white space. A token that stands for nothing in the text (such as the mark
    /// before the first word) has an empty span, so the list is as long as <see cref="Count"/> says.
    /// </summary>
    IReadOnlyList<TokenSpan> Tokenize(string text);
}

/// <summary>Where a token stands in the original text, in UTF-16 units; <paramref name="End"/> is exclusive.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenSpan(int Start, int End)
{
    public int Length => End - Start;
}
