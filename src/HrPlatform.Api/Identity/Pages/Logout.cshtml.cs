using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Users;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Server.AspNetCore;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>Where apps send users to sign out. It is asked first: a link on any page could lead here.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class LogoutModel(IUserAccounts accounts, IAccessTokenAuthenticator tokens, IAntiforgery antiforgery)
    : AccountPage
{
    /// <summary>The request, to be sent again with the decision.</summary>
    public IEnumerable<(string Name, string Value)> Parameters { get; private set; } = [];

    public IActionResult OnGet() => Ask();

    public async Task<IActionResult> OnPostAsync([FromForm] string? decision, CancellationToken cancellationToken)
    {
        if (decision is null)
            return Ask();
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest();
        if (await HttpContext.SignedInAsync() is { } signedIn)
        {
            await accounts.EndSessionsAsync(signedIn.User, signedIn.Session, cancellationToken);
            tokens.Forget();
        }
        await HttpContext.SignOutAsync(SignInCookies.Session);
        if (HttpContext.GetOpenIddictServerResponse()?.Error is not null)
            return Redirect("/account/login");
        return SignOut(
            new AuthenticationProperties { RedirectUri = "/account/login" },
            OpenIddictServerAspNetCoreDefaults.AuthenticationScheme
        );
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Ask()
    {
        // A request that the server refused may still end the session here, but leads nowhere afterwards.
        var request = HttpContext.GetOpenIddictServerResponse()?.Error is null
            ? HttpContext.GetOpenIddictServerRequest()
            : null;
        Parameters = request?.GetParameters().Select(pair => (pair.Key, pair.Value.ToString() ?? "")) ?? [];
        if (Uri.TryCreate(request?.PostLogoutRedirectUri, UriKind.Absolute, out var uri))
            AllowFormsTo(uri.Scheme is "https" or "http" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":");
        return Page();
    }
}
