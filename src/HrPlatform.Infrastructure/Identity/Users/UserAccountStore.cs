using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>
/// Accounts in the control plane. The key of an authenticator app is kept sealed and recovery codes as hashes, so that the
/// database alone is no second factor.
/// </summary>
internal sealed class UserAccountStore(AccountsDbContext context, IDataProtectionProvider protection)
    : UserOnlyStore<
        UserAccount,
        AccountsDbContext,
        Guid,
        IdentityUserClaim<Guid>,
        IdentityUserLogin<Guid>,
        IdentityUserToken<Guid>,
        IdentityUserPasskey<Guid>
    >(context)
{
    private const string Provider = "hrplatform";
    private const string AuthenticatorKey = "authenticator-key";
    private const string RecoveryCodes = "recovery-codes";

    private readonly IDataProtector _protector = protection.CreateProtector("HrPlatform.AuthenticatorKey.v1");

    /// <summary>Null when the tenant's environment has no such user.</summary>
    public Task<UserAccount?> FindByEmailAsync(
        Guid tenant,
        string environment,
        string email,
        CancellationToken cancellationToken
    )
    {
        var normalized = User.NormalizeEmail(email);
        return Context
            .Set<UserAccount>()
            .SingleOrDefaultAsync(
                account =>
                    account.TenantId == tenant && account.Environment == environment && account.Email == normalized,
                cancellationToken
            );
    }

    public override Task SetAuthenticatorKeyAsync(UserAccount user, string key, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, AuthenticatorKey, _protector.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(
        UserAccount user,
        CancellationToken cancellationToken
    ) =>
        await GetTokenAsync(user, Provider, AuthenticatorKey, cancellationToken) is { } protectedKey
            ? _protector.Unprotect(protectedKey)
            : null;

    public override Task ReplaceCodesAsync(
        UserAccount user,
        IEnumerable<string> recoveryCodes,
        CancellationToken cancellationToken
    ) =>
        SetTokenAsync(user, Provider, RecoveryCodes, string.Join(';', recoveryCodes.Select(HashOf)), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(UserAccount user, string code, CancellationToken cancellationToken)
    {
        var codes = await CodesAsync(user, cancellationToken);
        if (!codes.Remove(HashOf(code)))
            return false;
        await SetTokenAsync(user, Provider, RecoveryCodes, string.Join(';', codes), cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(UserAccount user, CancellationToken cancellationToken) =>
        (await CodesAsync(user, cancellationToken)).Count;

    private async Task<List<string>> CodesAsync(UserAccount user, CancellationToken cancellationToken) =>
        [
            .. (await GetTokenAsync(user, Provider, RecoveryCodes, cancellationToken) ?? "").Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries
            ),
        ];

    // Codes are random and used once, so that a plain hash will do; how they are typed makes no difference.
    private static string HashOf(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    code.Replace("-", "", StringComparison.Ordinal)
                        .Replace(" ", "", StringComparison.Ordinal)
                        .ToUpperInvariant()
                )
            )
        );
}
