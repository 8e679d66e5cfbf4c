using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Asks for the second factor of somebody whose password was right.</summary>
public sealed class SecondFactorModel(SignIns signIns) : AccountPage
{
    public async Task<IActionResult> OnGetAsync() => await FindAsync() is null ? ToLogin() : Page();

    public async Task<IActionResult> OnPostAsync([FromForm] string? code, CancellationToken cancellationToken)
    {
        if (await FindAsync() is not { } user)
            return ToLogin();
        if (IsThrottled())
            return Page();
        if (
            code is not { Length: > 0 and <= 40 }
            || !await signIns.CheckSecondFactorAsync(user, code, cancellationToken)
        )
        {
            Problem = T(
                "This code is wrong or was used already. After five wrong tries the account is locked for 15 minutes.",
                "Ce code est erroné ou a déjà servi. Après cinq essais erronés, le compte est bloqué pendant 15 minutes."
            );
            return Page();
        }
        await HttpContext.BeginSessionAsync(user);
        return GoOn();
    }

    private async Task<UserAccount?> FindAsync() =>
        await HttpContext.HalfWayAsync() is { } halfWay
        && await signIns.FindAsync(Tenant, halfWay.User) is { } user
        && user.SecurityStamp == halfWay.Stamp
            ? user
            : null;

    private RedirectToPageResult ToLogin() =>
        RedirectToPage("/Login", new { tenant = Tenant.Segment, returnUrl = ReturnUrl });
}
