using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Signs in with a password or a passkey.</summary>
public sealed class LoginModel(SignIns signIns, Passkeys passkeys) : AccountPage
{
    /// <summary>What was typed, so that it need not be typed again.</summary>
    public string? Email { get; private set; }

    public void OnGet()
    {
        // Shows the form.
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? email,
        [FromForm] string? password,
        CancellationToken cancellationToken
    )
    {
        Email = email;
        if (IsThrottled())
            return Page();
        if (
            email is not { Length: > 0 and <= 254 }
            || password is not { Length: > 0 and <= PasswordRules.MaxLength }
            || await signIns.CheckPasswordAsync(Tenant, email, password, cancellationToken) is not { } user
        )
        {
            Problem = T(
                "Address and password don't fit together, or the account is locked. After five wrong tries it is locked for 15 minutes.",
                "L'adresse et le mot de passe ne correspondent pas, ou le compte est bloqué. Après cinq essais erronés, il est bloqué pendant 15 minutes."
            );
            return Page();
        }
        if (user.TwoFactorEnabled)
        {
            await HttpContext.GoHalfWayAsync(user);
            return RedirectToPage("/SecondFactor", new { tenant = Tenant.Segment, returnUrl = ReturnUrl });
        }
        await HttpContext.BeginSessionAsync(user);
        return GoOn();
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        IsThrottled()
            ? StatusCode(Response.StatusCode)
            : Content(await passkeys.RequestAsync(HttpContext), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync([FromForm] string? credential)
    {
        if (IsThrottled())
            return Page();
        if (await passkeys.CheckAsync(HttpContext, Tenant, credential) is not { } user)
        {
            Problem = T("This passkey opens no account here.", "Cette clé d'accès n'ouvre aucun compte ici.");
            return Page();
        }
        await HttpContext.BeginSessionAsync(user);
        return GoOn();
    }
}
