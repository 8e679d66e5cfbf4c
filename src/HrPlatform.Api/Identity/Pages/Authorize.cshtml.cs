using HrPlatform.Api.Identity.OAuth;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.OAuth;
using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using OpenIdScopes = OpenIddict.Abstractions.OpenIddictConstants.Scopes;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>
/// Where apps send users: signs them in, asks for consent, and sends them back with a code. The OAuth server has checked
/// app, redirect address, scopes and proof key before.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class AuthorizeModel(
    OAuthPrincipals principals,
    OAuthConsents consents,
    SignInTenants tenants,
    SignIns signIns,
    IAntiforgery antiforgery,
    TimeProvider clock
) : AccountPage
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    /// <summary>The app that asks; null when the request was refused.</summary>
    public OAuthClient? Client { get; private set; }

    public UserAccount? Account { get; private set; }

    /// <summary>What the app wants to do, in words.</summary>
    public IReadOnlyList<string> Wanted { get; private set; } = [];

    /// <summary>The request, to be sent again with the decision.</summary>
    public IEnumerable<(string Name, string Value)> Parameters { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => AnswerAsync(null, cancellationToken);

    public async Task<IActionResult> OnPostAsync([FromForm] string? decision, CancellationToken cancellationToken)
    {
        // An app may send its request by POST, too. Only a decision must come from our own page.
        if (decision is not null && !await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest();
        return await AnswerAsync(decision, cancellationToken);
    }

    private async Task<IActionResult> AnswerAsync(string? decision, CancellationToken cancellationToken)
    {
        // The server shows us requests that it refused as well, so that people get a page and no bare text.
        if (
            HttpContext.GetOpenIddictServerResponse()?.Error is not null
            || HttpContext.GetOpenIddictServerRequest() is not { } request
        )
            return Refused();
        if (
            await principals.FindClientAsync(request.ClientId, cancellationToken) is not { } client
            || await TenantOfAsync(client, request, cancellationToken) is not { } tenant
        )
            return Forbid(Errors.InvalidRequest, "Say which tenant: tenant=SLUG.");

        var signedIn = await HttpContext.SignedInAsync();
        var account = signedIn is null ? null : await signIns.FindAsync(tenant, signedIn.User);
        if (account is not { IsActive: true } || signedIn is null || MustSignInAgain(request, signedIn))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Forbid(Errors.LoginRequired, "Nobody is signed in.")
                : ToLogin(tenant, request);
        }

        // No more than the user may do at this moment, so that what is consented to is what was read.
        var possible = Roles.Together(await consents.RolesAsync(account, cancellationToken)).Scopes;
        var scopes = request
            .GetScopes()
            .Where(scope => possible.Contains(scope) || IsAboutIdentity(scope))
            .ToHashSet(StringComparer.Ordinal);
        var consent = await consents.FindAsync(account, client, scopes, cancellationToken);
        if (consent is null && client.TenantId is null)
            consent = await consents.AddAsync(account, client, scopes, cancellationToken);
        if (decision == "deny")
            return Forbid(Errors.AccessDenied, "The user refused.");
        if (decision == "allow")
            consent ??= await consents.AddAsync(account, client, scopes, cancellationToken);
        else if (consent is null || request.HasPromptValue(PromptValues.Consent))
        {
            return request.HasPromptValue(PromptValues.None)
                ? Forbid(Errors.ConsentRequired, "The user has not consented.")
                : Ask(client, account, scopes, request);
        }
        return SignIn(OAuthPrincipals.OfUser(account, client, signedIn.Session, signedIn.At, scopes, consent), Scheme);
    }

    // The app's tenant, where it has one: its users are that tenant's, whatever the request says.
    private async Task<SignInTenant?> TenantOfAsync(
        OAuthClient client,
        OpenIddictRequest request,
        CancellationToken cancellationToken
    )
    {
        if (client.TenantId is { } id)
            return await tenants.FindAsync(id, client.Environment, cancellationToken);
        var tenant = await tenants.FindAsync((string?)request["tenant"], cancellationToken);
        return tenant?.Environment == client.Environment ? tenant : null;
    }

    private bool MustSignInAgain(OpenIddictRequest request, SignedIn signedIn)
    {
        var age = clock.GetUtcNow() - signedIn.At;
        return request.HasPromptValue(PromptValues.Login) && age > TimeSpan.FromMinutes(1)
            || request.MaxAge is { } most && age > TimeSpan.FromSeconds(most);
    }

    private RedirectToPageResult ToLogin(SignInTenant tenant, OpenIddictRequest request)
    {
        var query = QueryString.Create(
            request.GetParameters().Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.ToString()))
        );
        return RedirectToPage(
            "/Login",
            new
            {
                tenant = tenant.Segment,
                returnUrl = "/connect/authorize" + query,
                ui_locales = request.UiLocales,
            }
        );
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Ask(
        OAuthClient client,
        UserAccount account,
        IReadOnlyCollection<string> scopes,
        OpenIddictRequest request
    )
    {
        (Client, Account) = (client, account);
        Wanted = [.. scopes.Order(StringComparer.Ordinal).Select(Describe).OfType<string>()];
        Parameters = request.GetParameters().Select(pair => (pair.Key, pair.Value.ToString() ?? ""));
        var uri = new Uri(request.RedirectUri!);
        AllowFormsTo(uri.Scheme is "https" or "http" ? uri.GetLeftPart(UriPartial.Authority) : uri.Scheme + ":");
        return Page();
    }

    private string? Describe(string scope) =>
        scope switch
        {
            OpenIdScopes.OpenId => T("Know who you are.", "Savoir qui vous êtes."),
            OpenIdScopes.Profile => T("Read your name.", "Lire votre nom."),
            OpenIdScopes.Email => T("Read your e-mail address.", "Lire votre adresse e-mail."),
            OpenIdScopes.OfflineAccess => T("Do so while you are away.", "Le faire en votre absence."),
            _ => ScopeTexts.Of(scope, Language),
        };

    private static bool IsAboutIdentity(string scope) =>
        scope is OpenIdScopes.OpenId or OpenIdScopes.Profile or OpenIdScopes.Email or OpenIdScopes.OfflineAccess;

    // Nobody can be sent back: the app or its redirect address is not known.
    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Refused()
    {
        var answer = HttpContext.GetOpenIddictServerResponse();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        Problem = $"{answer?.Error ?? Errors.InvalidRequest}: {answer?.ErrorDescription}";
        return Page();
    }

    private ForbidResult Forbid(string error, string description) =>
        new(Scheme, ConnectEndpoints.Reason(error, description));
}
