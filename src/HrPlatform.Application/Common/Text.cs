namespace HrPlatform.Application.Common;

/// <summary>Rules for text that callers send.</summary>
public static class Text
{
    /// <summary>Without blanks around it; blank is null.</summary>
    public static string? Tidy(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Why the text can't be stored; null when it can. Line breaks and tabs are allowed when asked for.</summary>
    public static (string Code, string Message)? Problem(string text, int maxLength, bool multiline = false)
    {
        if (text.Length > maxLength)
            return ("too-long", $"At most {maxLength} characters are allowed.");
        foreach (var c in text)
        {
            if (char.IsControl(c) && !(multiline && c is '\n' or '\r' or '\t'))
                return ("control-character", "Control characters are not allowed.");
        }
        return HasLoneSurrogate(text) ? ("invalid-text", "The text is not valid Unicode.") : null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}
