using System.Security.Cryptography;
using System.Text;

namespace HrPlatform.Domain.Identity;

/// <summary>The secret of an app: <c>hr_secret_</c> and 256 random bits. Only its hash is kept.</summary>
public readonly record struct OAuthClientSecret
{
    private const string Prefix = "hr_secret_";

    private OAuthClientSecret(string text) => Text = text;

    public string Text { get; }

    /// <summary>The last four characters: enough to recognise a secret, useless to guess it.</summary>
    public string Hint => Text[^4..];

    public static OAuthClientSecret Generate() =>
        new(
            Prefix
                + RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 43)
        );

    /// <summary>SHA-256: the secret has 256 random bits, so no salt or stretching is needed.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>Never shows the secret, so that no log line can.</summary>
    public override string ToString() => $"{Prefix}…{Hint}";
}
