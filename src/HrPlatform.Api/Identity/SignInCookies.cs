using System.Globalization;
using System.Security.Claims;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HrPlatform.Api.Identity;

/// <summary>
/// The cookies of the pages. One names a session; the other one says for a few minutes that the password was right and
/// the second factor is still to come.
/// </summary>
internal static class SignInCookies
{
    public const string Session = "Account";
    public const string HalfWay = "Account.HalfWay";

    private const string SubjectClaim = "sub";
    private const string SessionClaim = "sid";
    private const string TimeClaim = "auth_time";
    private const string StampClaim = "stamp";

    public static void AddSignInCookies(this AuthenticationBuilder authentication)
    {
        authentication.AddCookie(
            Session,
            options =>
            {
                Protect(options, "hr-session");
                options.ExpireTimeSpan = TimeSpan.FromDays(14);
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = ValidateAsync;
            }
        );
        authentication.AddCookie(
            HalfWay,
            options =>
            {
                Protect(options, "hr-half-way");
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
                options.SlidingExpiration = false;
            }
        );
    }

    /// <summary>Begins a session in this browser.</summary>
    public static async Task<SignedIn> BeginSessionAsync(this HttpContext context, UserAccount user)
    {
        var session = await context
            .RequestServices.GetRequiredService<SignInSessions>()
            .BeginAsync(
                user.Id,
                context.Connection.RemoteIpAddress?.ToString(),
                context.Request.Headers.UserAgent.ToString(),
                context.RequestAborted
            );
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var principal = PrincipalOf(
            user,
            Session,
            new Claim(SessionClaim, session.ToString()),
            new Claim(TimeClaim, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
        );
        await context.SignOutAsync(HalfWay);
        await context.SignInAsync(Session, principal);
        return SignedInOf(principal)!;
    }

    /// <summary>Remembers that the password was right.</summary>
    public static Task GoHalfWayAsync(this HttpContext context, UserAccount user) =>
        context.SignInAsync(HalfWay, PrincipalOf(user, HalfWay));

    /// <summary>Who is signed in; null when nobody is.</summary>
    public static async Task<SignedIn?> SignedInAsync(this HttpContext context) =>
        SignedInOf((await context.AuthenticateAsync(Session)).Principal);

    /// <summary>Whose password was right a moment ago; null when nobody's was.</summary>
    public static async Task<(UserId User, string Stamp)?> HalfWayAsync(this HttpContext context) =>
        (await context.AuthenticateAsync(HalfWay)).Principal is { } principal && UserOf(principal) is { } user
            ? (user, principal.FindFirstValue(StampClaim)!)
            : null;

    // Lax, because an app sends people here from elsewhere; nothing is changed by a mere link.
    private static void Protect(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.IsEssential = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
    }

    private static ClaimsPrincipal PrincipalOf(UserAccount user, string scheme, params Claim[] more) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(SubjectClaim, new UserId(user.Id).ToString()),
                    new Claim(StampClaim, user.SecurityStamp ?? ""),
                    .. more,
                ],
                scheme
            )
        );

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (
            SignedInOf(context.Principal) is { } signedIn
            && await context
                .HttpContext.RequestServices.GetRequiredService<SignInSessions>()
                .IsOpenAsync(signedIn.Session, signedIn.User.Value, context.HttpContext.RequestAborted)
        )
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Session);
    }

    private static SignedIn? SignedInOf(ClaimsPrincipal? principal) =>
        principal is not null
        && UserOf(principal) is { } user
        && TypeId.TryParse(SessionId.Prefix, principal.FindFirstValue(SessionClaim), out var session)
            ? new SignedIn(
                user,
                new SessionId(session),
                DateTimeOffset.FromUnixTimeSeconds(
                    long.Parse(principal.FindFirstValue(TimeClaim)!, CultureInfo.InvariantCulture)
                )
            )
            : null;

    private static UserId? UserOf(ClaimsPrincipal principal) =>
        TypeId.TryParse(UserId.Prefix, principal.FindFirstValue(SubjectClaim), out var id) ? new UserId(id) : null;
}

/// <summary>Who is signed in in this browser, through which session, and since when.</summary>
internal sealed record SignedIn(UserId User, SessionId Session, DateTimeOffset At);
