using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Sends a link for a new password; says the same whether the address is known or not.</summary>
public sealed class ForgotModel(ResetRequests requests) : AccountPage
{
    public bool Sent { get; private set; }

    public void OnGet()
    {
        // Shows the form.
    }

    public IActionResult OnPost([FromForm] string? email)
    {
        if (IsThrottled())
            return Page();
        if (email is { Length: > 0 and <= 254 })
            requests.Add(new ResetRequest(Tenant, email, Language));
        Sent = true;
        return Page();
    }
}
