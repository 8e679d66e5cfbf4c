namespace HrPlatform.Api.Identity.Pages;

/// <summary>Leads on after a form.</summary>
public sealed class ContinueModel : AccountPage
{
    public string Target => ReturnUrl ?? $"/account/{Tenant.Segment}";

    public void OnGet()
    {
        // Only shows where to go on.
    }
}
