using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>What protects the own account, and where one is signed in.</summary>
public sealed class AccountModel(
    UserManager<UserAccount> users,
    SignIns signIns,
    Passkeys passkeys,
    IUserAccounts accounts,
    IAccessTokenAuthenticator tokens
) : SignedInPage
{
    private const int MaxPasskeys = 20;
    private const int MaxPasskeyName = 100;

    public IReadOnlyList<UserSession> Sessions { get; private set; } = [];

    public IList<UserPasskeyInfo> PasskeyList { get; private set; } = [];

    public int RecoveryCodesLeft { get; private set; }

    public SessionId CurrentSession => SignedIn.Session;

    /// <summary>What was just done; null when nothing was.</summary>
    public string? Saved { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostRemoveAuthenticatorAsync(
        [FromForm] string? code,
        CancellationToken cancellationToken
    )
    {
        if (!IsThrottled())
        {
            if (
                code is { Length: > 0 and <= 40 }
                && await signIns.CheckSecondFactorAsync(Account, code, cancellationToken)
            )
            {
                await users.SetTwoFactorEnabledAsync(Account, enabled: false);
                Saved = T("The authenticator app is turned off.", "L'application d'authentification est désactivée.");
            }
            else
            {
                Problem = T("This code is wrong or was used already.", "Ce code est erroné ou a déjà servi.");
            }
        }
        await LoadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await passkeys.CreateAsync(HttpContext, Account), "application/json");

    public async Task<IActionResult> OnPostAddPasskeyAsync(
        [FromForm] string? name,
        [FromForm] string? credential,
        CancellationToken cancellationToken
    )
    {
        var shown = string.IsNullOrWhiteSpace(name) ? "passkey" : name.Trim();
        if (shown.Length > MaxPasskeyName)
            shown = shown[..MaxPasskeyName];
        if (
            (await users.GetPasskeysAsync(Account)).Count < MaxPasskeys
            && await passkeys.AddAsync(HttpContext, Account, credential, shown)
        )
            Saved = T("The passkey is added.", "La clé d'accès est ajoutée.");
        else
            Problem = T("The passkey could not be added.", "La clé d'accès n'a pas pu être ajoutée.");
        await LoadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostRemovePasskeyAsync(
        [FromForm] string? credentialId,
        CancellationToken cancellationToken
    )
    {
        var known = (await users.GetPasskeysAsync(Account)).FirstOrDefault(passkey =>
            Convert.ToHexString(passkey.CredentialId) == credentialId
        );
        if (known is not null)
        {
            await users.RemovePasskeyAsync(Account, known.CredentialId);
            Saved = T("The passkey is removed.", "La clé d'accès est supprimée.");
        }
        await LoadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostEndSessionAsync(
        [FromForm] string? session,
        CancellationToken cancellationToken
    )
    {
        if (!TypeId.TryParse(SessionId.Prefix, session, out var id))
            return BadRequest();
        await EndAsync(new SessionId(id), cancellationToken);
        if (id == SignedIn.Session.Value)
            return RedirectToPage("/Login", new { tenant = Tenant.Segment });
        Saved = T("The session has ended.", "La session est terminée.");
        await LoadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostSignOutAsync(CancellationToken cancellationToken)
    {
        await EndAsync(SignedIn.Session, cancellationToken);
        await HttpContext.SignOutAsync(SignInCookies.Session);
        return RedirectToPage("/Login", new { tenant = Tenant.Segment });
    }

    private async Task EndAsync(SessionId session, CancellationToken cancellationToken)
    {
        await accounts.EndSessionsAsync(SignedIn.User, session, cancellationToken);
        tokens.Forget();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Sessions = await accounts.ListSessionsAsync(SignedIn.User, cancellationToken);
        PasskeyList = await users.GetPasskeysAsync(Account);
        RecoveryCodesLeft = Account.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(Account) : 0;
    }
}
