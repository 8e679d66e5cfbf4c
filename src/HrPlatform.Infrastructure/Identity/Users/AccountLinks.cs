using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>What a link in a message is for.</summary>
public enum AccountLinkPurpose
{
    Invitation,
    PasswordReset,
}

/// <summary>
/// The secret part of links in messages: sealed, good for one purpose, for a limited time, and only until the user's
/// security stamp changes, which using the link does.
/// </summary>
internal sealed class AccountLinks(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly Dictionary<AccountLinkPurpose, TimeSpan> _lifetimes = new()
    {
        [AccountLinkPurpose.Invitation] = TimeSpan.FromDays(7),
        [AccountLinkPurpose.PasswordReset] = TimeSpan.FromHours(1),
    };

    public string Create(AccountLinkPurpose purpose, UserId user, string securityStamp)
    {
        var stamp = Encoding.UTF8.GetBytes(securityStamp);
        var plain = new byte[24 + stamp.Length];
        user.Value.TryWriteBytes(plain);
        BinaryPrimitives.WriteInt64BigEndian(
            plain.AsSpan(16),
            (clock.GetUtcNow() + _lifetimes[purpose]).ToUnixTimeSeconds()
        );
        stamp.CopyTo(plain.AsSpan(24));
        return Base64Url.EncodeToString(ProtectorFor(purpose).Protect(plain));
    }

    /// <summary>Null when the link is none of ours, or too old. Whether it was used, the stamp tells.</summary>
    public (Guid User, string SecurityStamp)? Read(AccountLinkPurpose purpose, string? text)
    {
        if (string.IsNullOrEmpty(text) || !Base64Url.IsValid(text))
            return null;
        try
        {
            var plain = ProtectorFor(purpose).Unprotect(Base64Url.DecodeFromChars(text));
            var ends = BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(16));
            return ends > clock.GetUtcNow().ToUnixTimeSeconds()
                ? (new Guid(plain.AsSpan(0, 16)), Encoding.UTF8.GetString(plain.AsSpan(24)))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorFor(AccountLinkPurpose purpose) =>
        protection.CreateProtector($"HrPlatform.AccountLinks.v1.{purpose}");
}
