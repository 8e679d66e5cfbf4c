using HrPlatform.Application.Documents;

namespace HrPlatform.Application.Tests.Documents;

/// <summary>
/// Counts a token for every four characters of a word, and one for the beginning of each text, as the tokenizers of language
/// models roughly do.
/// </summary>
internal sealed class WordCounter : ITokenCounter
{
    private const int Characters = 4;

    public int WindowSize => 128;

    public int Count(string text) => Tokenize(text).Count;

    public IReadOnlyList<TokenSpan> Tokenize(string text)
    {
        var tokens = new List<TokenSpan>();
        if (text.Length > 0)
            tokens.Add(new TokenSpan(0, 0));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i]))
                continue;

            var start = i;
            while (i < text.Length && i - start < Characters && !char.IsWhiteSpace(text[i]))
                i++;
            tokens.Add(new TokenSpan(start, i));
            i--;
        }

        return tokens;
    }
}
