using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>What links in messages lead to: a first password, or a new one.</summary>
public sealed class AccountRecovery
{
    private readonly AccountLinks _links;
    private readonly SignIns _signIns;
    private readonly UserManager<UserAccount> _users;
    private readonly UserMessages _messages;
    private readonly IUserAccounts _accounts;
    private readonly IAccessTokenAuthenticator _tokens;
    private readonly IPlatformSql _sql;
    private readonly TimeProvider _clock;

    internal AccountRecovery(
        AccountLinks links,
        SignIns signIns,
        UserManager<UserAccount> users,
        UserMessages messages,
        IUserAccounts accounts,
        IAccessTokenAuthenticator tokens,
        IPlatformSql sql,
        TimeProvider clock
    )
    {
        _links = links;
        _signIns = signIns;
        _users = users;
        _messages = messages;
        _accounts = accounts;
        _tokens = tokens;
        _sql = sql;
        _clock = clock;
    }

    /// <summary>Sends a link if the address is a user's; tells nobody whether it is.</summary>
    public async Task RequestResetAsync(
        SignInTenant tenant,
        string email,
        string language,
        CancellationToken cancellationToken
    )
    {
        if (await _signIns.FindAsync(tenant, email, cancellationToken) is { IsActive: true } user)
            await _messages.SendPasswordResetAsync(new UserId(user.Id), language, cancellationToken);
    }

    /// <summary>Whose link it is; null when it is too old, was used, or is none of ours.</summary>
    public async Task<UserAccount?> ReadAsync(SignInTenant tenant, AccountLinkPurpose purpose, string? code)
    {
        if (_links.Read(purpose, code) is not { } link)
            return null;
        var user = await _signIns.FindAsync(tenant, new UserId(link.User));
        var wanted = purpose == AccountLinkPurpose.Invitation ? UserAccount.Invited : UserAccount.Active;
        return user?.SecurityStamp == link.SecurityStamp && user?.Status == wanted ? user : null;
    }

    /// <summary>Sets the password; whoever was signed in as this user no longer is.</summary>
    public async Task<IdentityResult> SetPasswordAsync(
        UserAccount user,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (password.Length > PasswordRules.MaxLength)
            return IdentityResult.Failed(new IdentityError { Code = "PasswordTooLong" });
        foreach (var validator in _users.PasswordValidators)
        {
            var valid = await validator.ValidateAsync(_users, user, password);
            if (!valid.Succeeded)
                return valid;
        }
        // Reading the message proves the address. A new stamp ends the link, and every cookie that knew the old one.
        user.PasswordHash = _users.PasswordHasher.HashPassword(user, password);
        user.EmailConfirmed = true;
        var updated = await _users.UpdateSecurityStampAsync(user);
        if (!updated.Succeeded)
            return updated;
        await _accounts.EndSessionsAsync(new UserId(user.Id), session: null, cancellationToken);
        await ActivateAsync(user.Id, cancellationToken);
        _tokens.Forget();
        return IdentityResult.Success;
    }

    private Task ActivateAsync(Guid user, CancellationToken cancellationToken) =>
        _sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                UPDATE users SET access_failed_count = 0, lockout_end = NULL,
                    status = CASE status WHEN 'invited' THEN 'active' ELSE status END,
                    version = CASE status WHEN 'invited' THEN version + 1 ELSE version END,
                    updated_at = CASE status WHEN 'invited' THEN $2 ELSE updated_at END
                WHERE id = $1
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = user },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = _clock.GetUtcNow() },
                },
            },
            cancellationToken
        );
}
