using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Asks which company somebody signs in to; a subdomain of ours (<c>Identity:BaseDomain</c>) says it already.</summary>
public sealed class CompanyModel(SignInTenants tenants, IConfiguration configuration) : AccountPage
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        Subdomain() is { } slug && await tenants.FindAsync(slug, cancellationToken) is { } tenant
            ? ToLogin(tenant)
            : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? company, CancellationToken cancellationToken)
    {
        if (await tenants.FindAsync(company?.Trim().ToLowerInvariant(), cancellationToken) is { } tenant)
            return ToLogin(tenant);
        Problem = T("There is no such company.", "Cette entreprise n'existe pas.");
        return Page();
    }

    private RedirectToPageResult ToLogin(SignInTenant tenant) =>
        RedirectToPage("/Login", new { tenant = tenant.Segment, returnUrl = ReturnUrl });

    private string? Subdomain() =>
        configuration["Identity:BaseDomain"] is { Length: > 0 } domain
        && Request.Host.Host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
            ? Request.Host.Host[..^(domain.Length + 1)].ToLowerInvariant()
            : null;
}
