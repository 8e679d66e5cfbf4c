using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Sets up an authenticator app (TOTP) and shows its recovery codes, once.</summary>
public sealed class AuthenticatorModel(UserManager<UserAccount> users, SignIns signIns) : SignedInPage
{
    private const int Codes = 10;

    /// <summary>The key, in base32.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The same for apps on this device.</summary>
    public string Link =>
        $"otpauth://totp/{Uri.EscapeDataString($"HrPlatform {Tenant.Tenant.Name}:{Account.Email}")}?secret={Key}&issuer={Uri.EscapeDataString("HrPlatform " + Tenant.Tenant.Name)}&digits=6";

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Account.TwoFactorEnabled)
            return RedirectToPage("/Account", new { tenant = Tenant.Segment });
        // A fresh one each time: a key that was shown before may have been seen by others.
        await users.ResetAuthenticatorKeyAsync(Account);
        Key = await users.GetAuthenticatorKeyAsync(Account) ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? code, CancellationToken cancellationToken)
    {
        if (Account.TwoFactorEnabled)
            return RedirectToPage("/Account", new { tenant = Tenant.Segment });
        Key = await users.GetAuthenticatorKeyAsync(Account) ?? "";
        if (IsThrottled())
            return Page();
        var typed = code?.Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (Key.Length == 0 || typed.Length != 6 || !await signIns.CheckTotpAsync(Account, typed, cancellationToken))
        {
            Problem = T("This is not the present code.", "Ce n'est pas le code actuel.");
            return Page();
        }
        await users.SetTwoFactorEnabledAsync(Account, enabled: true);
        RecoveryCodes = [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(Account, Codes) ?? []];
        return Page();
    }
}
