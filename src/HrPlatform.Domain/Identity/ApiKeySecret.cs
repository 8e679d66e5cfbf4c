using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Domain.Identity;

/// <summary>
/// The secret text of an API key: <c>hr_live_</c> or <c>hr_test_</c>, 256 random bits in 43 base62 digits and a checksum
/// of 6 digits (CRC-32 of all that stands before it), so that a mistyped key is found without asking the server.
/// </summary>
public readonly record struct ApiKeySecret
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> _alphabet = SearchValues.Create(Alphabet);
    private const int RandomDigits = 43;
    private const int ChecksumDigits = 6;

    private ApiKeySecret(string text) => Text = text;

    public string Text { get; }

    public TenantEnvironment Environment =>
        Text.StartsWith("hr_test_", StringComparison.Ordinal) ? TenantEnvironment.Test : TenantEnvironment.Live;

    /// <summary>The last four characters: enough to recognise a key in a list, useless to guess it.</summary>
    public string Hint => Text[^4..];

    public static ApiKeySecret Generate(TenantEnvironment environment)
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var body = PrefixOf(environment) + Base62(new BigInteger(random, isUnsigned: true), RandomDigits);
        return new ApiKeySecret(body + Checksum(body));
    }

    /// <summary>False when the form or the checksum is wrong; true does not mean that the key exists.</summary>
    public static bool TryParse(string text, out ApiKeySecret secret)
    {
        secret = new ApiKeySecret(text);
        var length = PrefixOf(TenantEnvironment.Live).Length + RandomDigits + ChecksumDigits;
        return text.Length == length
            && (
                text.StartsWith(PrefixOf(TenantEnvironment.Live), StringComparison.Ordinal)
                || text.StartsWith(PrefixOf(TenantEnvironment.Test), StringComparison.Ordinal)
            )
            && text.AsSpan(8).IndexOfAnyExcept(_alphabet) < 0
            && text.AsSpan(text.Length - ChecksumDigits).SequenceEqual(Checksum(text[..^ChecksumDigits]));
    }

    /// <summary>SHA-256: the only form that is stored. The secret has 256 random bits, so no salt or stretching is needed.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>Never shows the secret, so that no log line can.</summary>
    public override string ToString() => $"hr_…{Hint}";

    private static string PrefixOf(TenantEnvironment environment) =>
        environment == TenantEnvironment.Live ? "hr_live_" : "hr_test_";

    private static string Checksum(string body) => Base62(Crc32(Encoding.ASCII.GetBytes(body)), ChecksumDigits);

    // ISO-HDLC, reflected polynomial. Written out because the domain references no package.
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

    private static string Base62(BigInteger number, int digits)
    {
        var text = new char[digits];
        for (var i = digits - 1; i >= 0; i--)
        {
            number = BigInteger.DivRem(number, 62, out var digit);
            text[i] = Alphabet[(int)digit];
        }
        return new string(text);
    }
}
