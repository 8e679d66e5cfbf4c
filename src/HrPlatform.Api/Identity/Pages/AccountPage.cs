using System.Globalization;
using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HrPlatform.Api.Identity.Pages;

/// <summary>A page for people: in their language, for one tenant, under a strict content security policy.</summary>
public abstract class AccountPage : PageModel
{
    private const string LanguageCookie = "hr-language";

    /// <summary>The tenant that the path names.</summary>
    public SignInTenant Tenant { get; private set; } = null!;

    /// <summary><c>en</c> or <c>fr</c>.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>What went wrong, in the reader's words; null when nothing did.</summary>
    public string? Problem { get; protected set; }

    /// <summary>Where to go on afterwards: a path of ours.</summary>
    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>The text in the reader's language.</summary>
    public string T(string english, string french) => Language == "fr" ? french : english;

    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        ChooseLanguage();
        if (!Url.IsLocalUrl(ReturnUrl))
            ReturnUrl = null;
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers.Pragma = "no-cache";
        if (RouteData.Values["tenant"] is string segment)
        {
            var tenant = await HttpContext
                .RequestServices.GetRequiredService<SignInTenants>()
                .FindAsync(segment, HttpContext.RequestAborted);
            if (tenant is null)
            {
                context.Result = NotFound();
                return;
            }
            Tenant = tenant;
        }
        Protect();
        if (await RefuseAsync() is { } refusal)
            context.Result = refusal;
        else
            await next();
    }

    /// <summary>What is answered instead of the page; null when the page is.</summary>
    protected virtual Task<IActionResult?> RefuseAsync() => Task.FromResult<IActionResult?>(null);

    /// <summary>
    /// Goes on to where the person came from. By a page of its own: browsers count a redirect that follows a form as part
    /// of the form, and the form may only lead to us.
    /// </summary>
    protected IActionResult GoOn() =>
        RedirectToPage("/Continue", new { tenant = Tenant.Segment, returnUrl = ReturnUrl });

    /// <summary>Whether this address has tried too often; says so on the page.</summary>
    protected bool IsThrottled()
    {
        var throttle = HttpContext.RequestServices.GetRequiredService<SignInThrottle>();
        if (throttle.Allows(Tenant.Segment, HttpContext.Connection.RemoteIpAddress))
            return false;
        Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Response.Headers.RetryAfter = "60";
        Problem = T("Too many tries. Wait a minute.", "Trop d'essais. Attendez une minute.");
        return true;
    }

    /// <summary>Lets forms of this page, and redirects that follow them, lead to another origin as well.</summary>
    protected void AllowFormsTo(string origin) => Protect(origin);

    private void Protect(string? formOrigin = null)
    {
        Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
            + $"form-action 'self'{(formOrigin is null ? "" : " " + formOrigin)}; base-uri 'none'; frame-ancestors 'none'";
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.XFrameOptions = "DENY";
        // Not "no-referrer": browsers would then send forms without their origin, by which passkeys are checked.
        Response.Headers["Referrer-Policy"] = "same-origin";
        Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    // What an app asks for (ui_locales) stays; else what the browser prefers.
    private void ChooseLanguage()
    {
        var wanted = Request.Query["ui_locales"].ToString();
        if (wanted.Length > 0)
        {
            Language = wanted.Split(' ').Select(Known).FirstOrDefault(known => known is not null) ?? "en";
            Response.Cookies.Append(
                LanguageCookie,
                Language,
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = Request.IsHttps,
                    IsEssential = true,
                }
            );
        }
        else if (Known(Request.Cookies[LanguageCookie]) is { } kept)
        {
            Language = kept;
        }
        else
        {
            Language =
                Request
                    .GetTypedHeaders()
                    .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
                    .Select(language => Known(language.Value.ToString()))
                    .FirstOrDefault(known => known is not null)
                ?? "en";
        }
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(Language);
        Response.Headers.ContentLanguage = Language;
    }

    private static string? Known(string? tag) =>
        tag is null ? null
        : tag.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? "fr"
        : tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en"
        : null;
}

/// <summary>A page for who is signed in; everybody else is sent to sign in.</summary>
public abstract class SignedInPage : AccountPage
{
    internal SignedIn SignedIn { get; private set; } = null!;

    /// <summary>The user's account.</summary>
    public UserAccount Account { get; private set; } = null!;

    protected override async Task<IActionResult?> RefuseAsync()
    {
        if (
            await HttpContext.SignedInAsync() is { } signedIn
            && await HttpContext.RequestServices.GetRequiredService<SignIns>().FindAsync(Tenant, signedIn.User)
                is { IsActive: true } account
        )
        {
            (SignedIn, Account) = (signedIn, account);
            return null;
        }
        return RedirectToPage(
            "/Login",
            new { tenant = Tenant.Segment, returnUrl = Request.Path + Request.QueryString.ToUriComponent() }
        );
    }
}
