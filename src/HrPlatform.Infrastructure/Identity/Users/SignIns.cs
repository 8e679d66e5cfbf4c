using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>
/// Proofs that somebody is a user. Whether an address is known can't be told from answers or from how long they take.
/// </summary>
public sealed class SignIns
{
    private const int MaxTries = 5;
    private const string Provider = "hrplatform";
    private const string LastCode = "last-code";
    private static readonly TimeSpan _lockout = TimeSpan.FromMinutes(15);

    // What passwords of nobody are compared with, so that it takes as long.
    private static readonly Lazy<string> _nobodysHash = new(() =>
        new PasswordHasher<UserAccount>().HashPassword(new UserAccount(), RandomNumberGenerator.GetHexString(32))
    );

    private readonly UserAccountStore _store;
    private readonly UserManager<UserAccount> _users;
    private readonly IPlatformSql _sql;
    private readonly TimeProvider _clock;

    internal SignIns(UserAccountStore store, UserManager<UserAccount> users, IPlatformSql sql, TimeProvider clock)
    {
        _store = store;
        _users = users;
        _sql = sql;
        _clock = clock;
    }

    /// <summary>The user whose password it is; null for a wrong one, or when the user may not sign in (now).</summary>
    public async Task<UserAccount?> CheckPasswordAsync(
        SignInTenant tenant,
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        var user = await FindAsync(tenant, email, cancellationToken);
        var hash = user is { IsActive: true, PasswordHash: { } known } ? known : _nobodysHash.Value;
        // The try is counted before it is made: tries at the same moment count, too.
        var allowed = user is not null && await CountTryAsync(user.Id, cancellationToken);
        var result = _users.PasswordHasher.VerifyHashedPassword(user ?? new UserAccount(), hash, password);
        if (result == PasswordVerificationResult.Failed || !allowed || user is not { IsActive: true })
            return null;
        await ForgetTriesAsync(user.Id, cancellationToken);
        return user;
    }

    /// <summary>Whether it is the present code of the user's authenticator app, or one of the recovery codes.</summary>
    public async Task<bool> CheckSecondFactorAsync(UserAccount user, string code, CancellationToken cancellationToken)
    {
        if (!user.IsActive || !await CountTryAsync(user.Id, cancellationToken))
            return false;
        var typed = code.Replace(" ", "", StringComparison.Ordinal).Trim();
        var right =
            typed.Length <= 6
                ? await CheckTotpAsync(user, typed, cancellationToken)
                : (await _users.RedeemTwoFactorRecoveryCodeAsync(user, typed)).Succeeded;
        if (right)
            await ForgetTriesAsync(user.Id, cancellationToken);
        return right;
    }

    /// <summary>Whether it is the code of the authenticator app; a code works once.</summary>
    public async Task<bool> CheckTotpAsync(UserAccount user, string code, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
        if (await _store.GetTokenAsync(user, Provider, LastCode, cancellationToken) == hash)
            return false;
        if (!await _users.VerifyTwoFactorTokenAsync(user, _users.Options.Tokens.AuthenticatorTokenProvider, code))
            return false;
        await _store.SetTokenAsync(user, Provider, LastCode, hash, cancellationToken);
        return (await _users.UpdateAsync(user)).Succeeded;
    }

    /// <summary>Null when there is no such user.</summary>
    public Task<UserAccount?> FindAsync(SignInTenant tenant, string email, CancellationToken cancellationToken) =>
        _store.FindByEmailAsync(
            tenant.Tenant.Id.Value,
            EnvironmentText.Of(tenant.Environment),
            email,
            cancellationToken
        );

    /// <summary>Null when there is no such user, or not in this tenant's environment.</summary>
    public async Task<UserAccount?> FindAsync(SignInTenant tenant, UserId id)
    {
        var user = await _users.FindByIdAsync(id.Value.ToString());
        return user is not null && IsOf(tenant, user) ? user : null;
    }

    public static bool IsOf(SignInTenant tenant, UserAccount user) =>
        user.TenantId == tenant.Tenant.Id.Value && user.Environment == EnvironmentText.Of(tenant.Environment);

    private async Task<bool> CountTryAsync(Guid user, CancellationToken cancellationToken) =>
        await _sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                UPDATE users SET
                    access_failed_count = CASE WHEN lockout_end IS NULL THEN access_failed_count + 1 ELSE 1 END,
                    lockout_end = CASE WHEN lockout_end IS NULL AND access_failed_count + 1 >= $3 THEN $4 END
                WHERE id = $1 AND (lockout_end IS NULL OR lockout_end <= $2)
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = user },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = _clock.GetUtcNow() },
                    new NpgsqlParameter<int> { TypedValue = MaxTries },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = _clock.GetUtcNow() + _lockout },
                },
            },
            cancellationToken
        ) == 1;

    private Task ForgetTriesAsync(Guid user, CancellationToken cancellationToken) =>
        _sql.ExecuteAsync(
            new NpgsqlBatchCommand("UPDATE users SET access_failed_count = 0, lockout_end = NULL WHERE id = $1")
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = user } },
            },
            cancellationToken
        );
}
