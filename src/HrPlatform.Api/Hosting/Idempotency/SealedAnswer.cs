using System.Security.Cryptography;
using System.Text;

namespace HrPlatform.Api.Hosting.Idempotency;

/// <summary>
/// AES-GCM under a key made from the presented credential. Only its hash is stored, so that the database alone can't open
/// what it holds, and a repeated request, which presents the same credential, can.
/// </summary>
internal static class SealedAnswer
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static byte[] Seal(HttpRequest request, ReadOnlySpan<byte> answer)
    {
        var bytes = new byte[NonceSize + answer.Length + TagSize];
        var nonce = bytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyOf(request), TagSize);
        aes.Encrypt(nonce, answer, bytes.AsSpan(NonceSize, answer.Length), bytes.AsSpan(NonceSize + answer.Length));
        return bytes;
    }

    public static byte[] Open(HttpRequest request, ReadOnlySpan<byte> bytes)
    {
        var answer = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(KeyOf(request), TagSize);
        aes.Decrypt(bytes[..NonceSize], bytes[NonceSize..^TagSize], bytes[^TagSize..], answer);
        return answer;
    }

    private static byte[] KeyOf(HttpRequest request)
    {
        var credential = request.Headers.Authorization.ToString();
        return HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(credential[(credential.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()),
            outputLength: 32,
            info: "hrplatform stored answer"u8.ToArray()
        );
    }
}
