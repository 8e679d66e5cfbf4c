using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>
/// A text as the tokenizer reads it: NFKC, every run of white space one separator, one separator in front, none at the
/// end. Each symbol remembers which characters of the original it comes from.
/// </summary>
internal sealed class TokenizerInput
{
    /// <summary>Stands for a space, as in every SentencePiece vocabulary.</summary>
    public const int Separator = '\u2581';

    private readonly List<Symbol> _symbols;
    private bool _separatorDue = true;

    private TokenizerInput(int capacity) => _symbols = new List<Symbol>(capacity);

    public static ReadOnlySpan<Symbol> Read(string text)
    {
        var input = new TokenizerInput(text.Length + 1);
        text = ReplaceInvalid(text);
        if (Ascii.IsValid(text) || text.IsNormalized(NormalizationForm.FormKC))
            input.AppendUnchanged(text);
        else
            input.AppendNormalized(text);
        return CollectionsMarshal.AsSpan(input._symbols);
    }

    private void AppendUnchanged(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            var rune = Rune.GetRuneAt(text, at);
            Append(rune, at, at + rune.Utf16SequenceLength);
            at += rune.Utf16SequenceLength;
        }
    }

    /// <summary>
    /// Normalizes piece by piece, cutting only where no composition or reordering reaches across; all symbols of a piece
    /// come from all its characters.
    /// </summary>
    private void AppendNormalized(string text)
    {
        for (var start = 0; start < text.Length; )
        {
            var end = start + Rune.GetRuneAt(text, start).Utf16SequenceLength;
            while (end < text.Length && !IsBoundary(text, start, end))
                end += Rune.GetRuneAt(text, end).Utf16SequenceLength;

            foreach (var rune in Normalize(text[start..end], NormalizationForm.FormKC).EnumerateRunes())
                Append(rune, start, end);
            start = end;
        }
    }

    private static bool IsBoundary(string text, int start, int end)
    {
        if (char.IsAscii(text[end]))
            return true;

        var next = Rune.GetRuneAt(text, end).ToString();
        switch (Rune.GetUnicodeCategory(Rune.GetRuneAt(Normalize(next, NormalizationForm.FormKD), 0)))
        {
            case UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark:
                return false;
        }

        // A few letters compose with the one before, such as the vowels and finals of Hangul.
        var before = text[start..end];
        return string.Equals(
            Normalize(before + next, NormalizationForm.FormKC),
            Normalize(before, NormalizationForm.FormKC) + Normalize(next, NormalizationForm.FormKC),
            StringComparison.Ordinal
        );
    }

    private static string Normalize(string text, NormalizationForm form) =>
        Ascii.IsValid(text) ? text : text.Normalize(form);

    private void Append(Rune rune, int start, int end)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            _separatorDue = true;
            return;
        }

        if (_separatorDue)
            _symbols.Add(new Symbol(Separator, start, start));
        _separatorDue = false;
        _symbols.Add(new Symbol(rune.Value, start, end));
    }

    /// <summary>
    /// What is no Unicode text (half a surrogate pair, the reversed byte order mark) cannot be normalized. It becomes
    /// U+FFFD, which has the same length and is as unknown to the vocabulary.
    /// </summary>
    private static string ReplaceInvalid(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\uFFFE', StringComparison.Ordinal))
            return text;

        return string.Create(
            text.Length,
            text,
            static (target, source) =>
            {
                source.CopyTo(target);
                for (var i = 0; i < target.Length; i++)
                {
                    if (i + 1 < target.Length && char.IsSurrogatePair(target[i], target[i + 1]))
                        i++;
                    else if (char.IsSurrogate(target[i]) || target[i] == '\uFFFE')
                        target[i] = '\uFFFD';
                }
            }
        );
    }

    /// <summary>A code point after normalization and the characters of the original it comes from.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Symbol(int Value, int Start, int End);
}
