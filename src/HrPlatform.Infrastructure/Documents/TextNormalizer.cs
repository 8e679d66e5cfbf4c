using System.Text;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Brings text into the one form that is stored, searched and cited.</summary>
internal static class TextNormalizer
{
    /// <summary>
    /// One line in composed form (NFC): runs of white space become one space, control, zero-width and direction characters and
    /// soft hyphens go, what is no valid text becomes U+FFFD.
    /// </summary>
    public static string Line(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (!text.ContainsAnyExceptInRange(' ', '~') && !text.Contains("  ", StringComparison.Ordinal))
            return text.ToString();

        var builder = new StringBuilder(text.Length);
        var space = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                space = true;
                continue;
            }

            if (IsInvisible(c))
                continue;
            if (space && builder.Length > 0)
                builder.Append(' ');
            space = false;
            AppendValid(builder, text, ref i);
        }

        return Compose(builder);
    }

    /// <summary>One line of code or of other preformatted text: like <see cref="Line"/>, but inner and leading spaces stay.</summary>
    public static string Preformatted(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\t')
                builder.Append("    ");
            else if (char.IsWhiteSpace(c))
                builder.Append(' ');
            else if (!char.IsControl(c) && !IsInvisible(c))
                AppendValid(builder, text, ref i);
        }

        return Compose(builder);
    }

    private static void AppendValid(StringBuilder builder, ReadOnlySpan<char> text, ref int i)
    {
        var c = text[i];
        if (!char.IsSurrogate(c))
        {
            builder.Append(c is '\uFFFE' or '\uFFFF' ? '\uFFFD' : c);
        }
        else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            builder.Append(c).Append(text[++i]);
        }
        else
        {
            builder.Append('\uFFFD');
        }
    }

    /// <summary>Joiners (U+200C, U+200D) stay: words of some scripts and emoji fall apart without them.</summary>
    private static bool IsInvisible(char c) =>
        c
            is '\u00AD'
                or '\u200B'
                or '\u200E'
                or '\u200F'
                or (>= '\u202A' and <= '\u202E')
                or (>= '\u2060' and <= '\u2064')
                or (>= '\u2066' and <= '\u206F')
                or '\uFEFF'
                or (>= '\uFFF9' and <= '\uFFFB');

    private static string Compose(StringBuilder builder)
    {
        var text = builder.ToString();
        return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }
}
