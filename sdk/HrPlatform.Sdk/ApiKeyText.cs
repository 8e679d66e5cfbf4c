using System.Buffers;
using System.Text;

namespace HrPlatform.Sdk;

/// <summary>The text of an API key, as it can be judged without asking the server.</summary>
public static class ApiKeyText
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> _digits = SearchValues.Create(Alphabet);
    private const int PrefixLength = 8;
    private const int RandomDigits = 43;
    private const int ChecksumDigits = 6;

    /// <summary>
    /// Whether the form and the checksum are right: false for a key that was cut off or mistyped. True does not mean that
    /// the key exists.
    /// </summary>
    /// <param name="apiKey">The whole key.</param>
    public static bool IsWellFormed(string apiKey) => FindMistake(apiKey) is null;

    /// <summary>Whether the key works on the sandbox.</summary>
    /// <param name="apiKey">The whole key.</param>
    public static bool IsTest(string apiKey) => apiKey.StartsWith("hr_test_", StringComparison.Ordinal);

    /// <summary>What is wrong, without showing the key; null when nothing is.</summary>
    internal static string? FindMistake(string apiKey)
    {
        if (!apiKey.StartsWith("hr_live_", StringComparison.Ordinal) && !IsTest(apiKey))
            return "it must start with hr_live_ or hr_test_.";
        const int length = PrefixLength + RandomDigits + ChecksumDigits;
        if (apiKey.Length != length)
            return $"it has {apiKey.Length} characters instead of {length}; part of it was lost, or something was added.";
        if (apiKey.AsSpan(PrefixLength).IndexOfAnyExcept(_digits) >= 0)
            return "it holds a character that is neither a letter nor a digit.";
        return apiKey.AsSpan(length - ChecksumDigits).SequenceEqual(Checksum(apiKey[..^ChecksumDigits]))
            ? null
            : "its checksum does not fit: a character was mistyped.";
    }

    private static string Checksum(string body)
    {
        var number = Crc32(Encoding.ASCII.GetBytes(body));
        var text = new char[ChecksumDigits];
        for (var i = ChecksumDigits - 1; i >= 0; i--, number /= 62)
            text[i] = Alphabet[(int)(number % 62)];
        return new string(text);
    }

    // ISO-HDLC, reflected polynomial: the checksum that the server appends.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
        }
        return ~crc;
    }
}
