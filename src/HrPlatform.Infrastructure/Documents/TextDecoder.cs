using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Decides in which encoding text is written.</summary>
internal static class TextDecoder
{
    /// <summary>
    /// Byte values that text in a single-byte encoding does not have: control characters other than tab, line feed, form feed,
    /// carriage return and escape.
    /// </summary>
    private static readonly SearchValues<byte> BinaryBytes = SearchValues.Create([
        .. Enumerable
            .Range(0, 0x20)
            .Select(value => (byte)value)
            .Where(value => value is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B)),
        0x7F,
    ]);

    private static readonly Encoding Windows1252 =
        CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;

    /// <summary>
    /// The encoding of a file, or null when it is not text. A byte order mark decides first, then whether the bytes are valid
    /// UTF-8. UTF-16 without a mark is known by the zero bytes of its ASCII characters. What is left is taken for Windows-1252,
    /// of which Latin-1 is a part, as browsers do it, unless it holds control characters: those, and every zero byte outside
    /// UTF-16 and UTF-32, mean that the file is binary.
    /// </summary>
    public static Encoding? Detect(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
            return content.Contains((byte)0) ? null : Encoding.UTF8;
        if (content.StartsWith<byte>([0xFF, 0xFE, 0x00, 0x00]))
            return Sound(
                content,
                new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true)
            );
        if (content.StartsWith<byte>([0x00, 0x00, 0xFE, 0xFF]))
            return Sound(
                content,
                new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true)
            );
        if (content.StartsWith<byte>([0xFF, 0xFE]))
            return Sound(
                content,
                new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)
            );
        if (content.StartsWith<byte>([0xFE, 0xFF]))
            return Sound(content, new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true));
        if (content.Contains((byte)0))
            return DetectUtf16(content);
        if (Utf8.IsValid(content))
            return content.ContainsAny(BinaryBytes) && HasManyBinaryBytes(content) ? null : Encoding.UTF8;
        return content.ContainsAny(BinaryBytes) ? null : Windows1252;
    }

    /// <summary>The text of a file without its byte order mark, or null when it is not text.</summary>
    public static string? Decode(ReadOnlySpan<byte> content)
    {
        var encoding = Detect(content);
        if (encoding is null)
            return null;

        var text = encoding.GetString(content);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>A stray form feed or backspace does not make a UTF-8 text binary; one control character in a hundred does.</summary>
    private static bool HasManyBinaryBytes(ReadOnlySpan<byte> content)
    {
        var count = 0;
        foreach (var value in content)
        {
            if (BinaryBytes.Contains(value))
                count++;
        }

        return count * 100L > content.Length;
    }

    private static Encoding? DetectUtf16(ReadOnlySpan<byte> content)
    {
        if (content.Length % 2 != 0)
            return null;

        var sample = content[..Math.Min(content.Length, 4096)];
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0)
                continue;
            if (i % 2 == 0)
                even++;
            else
                odd++;
        }

        // Western text is mostly ASCII: nearly every other byte is zero, and hardly any on the other side.
        var units = sample.Length / 2;
        var bigEndian = even > odd;
        if (Math.Max(even, odd) < units * 0.7 || Math.Min(even, odd) > units * 0.02)
            return null;

        return Sound(content, new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true));
    }

    /// <summary>The encoding, if all bytes are valid in it and none of them is a zero character.</summary>
    private static Encoding? Sound(ReadOnlySpan<byte> content, Encoding encoding)
    {
        try
        {
            return encoding.GetString(content).Contains('\0', StringComparison.Ordinal) ? null : encoding;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
