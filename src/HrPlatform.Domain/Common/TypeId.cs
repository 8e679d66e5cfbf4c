using System.Buffers.Binary;

namespace HrPlatform.Domain.Common;

/// <summary>
/// The text form of ids: prefix, <c>_</c>, and the UUID in 26 characters of lower-case Crockford base32
/// (TypeID specification 0.3).
/// </summary>
public static class TypeId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int SuffixLength = 26;

    public static string Format(string prefix, Guid value) =>
        string.Create(
            prefix.Length + 1 + SuffixLength,
            (prefix, value),
            static (span, state) =>
            {
                state.prefix.CopyTo(span);
                span[state.prefix.Length] = '_';
                Encode(state.value, span[(state.prefix.Length + 1)..]);
            }
        );

    /// <summary>False when the prefix differs, a character is outside the alphabet or the number exceeds 128 bits.</summary>
    public static bool TryParse(string prefix, ReadOnlySpan<char> text, out Guid value)
    {
        value = default;
        return text.Length == prefix.Length + 1 + SuffixLength
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text[prefix.Length] == '_'
            && TryDecode(text[(prefix.Length + 1)..], out value);
    }

    private static void Encode(Guid value, Span<char> target)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        for (var i = SuffixLength - 1; i >= 0; i--)
        {
            target[i] = Alphabet[(int)(uint)(number & 31)];
            number >>= 5;
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out Guid value)
    {
        value = default;
        // 26 digits hold 130 bits; the first may only use its lowest three.
        if (text[0] > '7')
            return false;
        UInt128 number = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            number = (number << 5) | (uint)digit;
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        value = new Guid(bytes, bigEndian: true);
        return true;
    }
}
