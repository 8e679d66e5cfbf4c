using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Where links of messages lead: chooses a first password, or a new one.</summary>
public sealed class PasswordModel(AccountRecovery recovery) : AccountPage
{
    /// <summary>The secret part of the link.</summary>
    [BindProperty(SupportsGet = true, Name = "code")]
    public string? Code { get; set; }

    /// <summary>Whose link it is; null when it is none.</summary>
    public UserAccount? Account { get; private set; }

    public AccountLinkPurpose Purpose =>
        RouteData.Values["purpose"] is "invitation" ? AccountLinkPurpose.Invitation : AccountLinkPurpose.PasswordReset;

    public async Task OnGetAsync() => Account = await recovery.ReadAsync(Tenant, Purpose, Code);

    public async Task<IActionResult> OnPostAsync([FromForm] string? password, CancellationToken cancellationToken)
    {
        if (IsThrottled())
            return Page();
        Account = await recovery.ReadAsync(Tenant, Purpose, Code);
        if (Account is null)
            return Page();
        var saved = await recovery.SetPasswordAsync(Account, password ?? "", cancellationToken);
        if (!saved.Succeeded)
        {
            Problem = T(
                "This password is too short, too long or too uniform. It needs 12 to 128 characters, 4 of them different.",
                "Ce mot de passe est trop court, trop long ou trop uniforme. Il faut 12 à 128 caractères, dont 4 différents."
            );
            return Page();
        }
        // With the new password, and with the second factor where there is one: the link alone is no full proof.
        return RedirectToPage("/Login", new { tenant = Tenant.Segment });
    }
}
