using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>AES-GCM; tenant and purpose are authenticated beside the position, so that a cursor fits nowhere else.</summary>
internal sealed class CursorProtector(PlatformSecrets secrets, CallerContext caller) : ICursorProtector
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public string Protect(string purpose, string position)
    {
        var plain = Encoding.UTF8.GetBytes(position);
        var sealedBytes = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(secrets.CursorKey, TagSize);
        aes.Encrypt(
            sealedBytes.AsSpan(0, NonceSize),
            plain,
            sealedBytes.AsSpan(NonceSize, plain.Length),
            sealedBytes.AsSpan(NonceSize + plain.Length),
            BoundTo(purpose)
        );
        return Base64Url.EncodeToString(sealedBytes);
    }

    public string Unprotect(string purpose, string cursor)
    {
        if (
            !Base64Url.IsValid(cursor)
            || Base64Url.DecodeFromChars(cursor) is not { Length: > NonceSize + TagSize } bytes
        )
            throw Invalid();
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(secrets.CursorKey, TagSize);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(0, NonceSize),
                bytes.AsSpan(NonceSize, plain.Length),
                bytes.AsSpan(NonceSize + plain.Length),
                plain,
                BoundTo(purpose)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Invalid();
        }
        return Encoding.UTF8.GetString(plain);
    }

    private byte[] BoundTo(string purpose) =>
        Encoding.UTF8.GetBytes(
            caller.Caller.Tenant is { } tenant
                ? $"{tenant.TenantId}/{tenant.Environment}/{purpose}"
                : $"platform/{purpose}"
        );

    private static ProblemException Invalid() =>
        new(
            ProblemCatalog.InvalidCursor,
            "The cursor was made for another list, filter or tenant. Start again without a cursor."
        );
}
