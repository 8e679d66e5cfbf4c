using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace HrPlatform.Api.Identity;

/// <summary>
/// Passkeys (WebAuthn): the challenge waits sealed in a cookie for a few minutes, and works once because it goes with the
/// answer.
/// </summary>
public sealed class Passkeys(
    IPasskeyHandler<UserAccount> handler,
    UserManager<UserAccount> users,
    IDataProtectionProvider protection
)
{
    private const string Cookie = "hr-passkey";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector _protector = protection
        .CreateProtector("HrPlatform.Passkeys.v1")
        .ToTimeLimitedDataProtector();

    /// <summary>Options for making a passkey of the user.</summary>
    public async Task<string> CreateAsync(HttpContext context, UserAccount user)
    {
        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = user.Id.ToString(),
                Name = user.Email!,
                DisplayName = user.Name,
            },
            context
        );
        Keep(context, options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <summary>Whether the passkey is sound; then it is the user's from now on.</summary>
    public async Task<bool> AddAsync(HttpContext context, UserAccount user, string? credential, string name)
    {
        if (Take(context) is not { } state || string.IsNullOrEmpty(credential))
            return false;
        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = context,
                CredentialJson = credential,
                AttestationState = state,
            }
        );
        if (!result.Succeeded || result.UserEntity.Id != user.Id.ToString())
            return false;
        result.Passkey.Name = name;
        return (await users.AddOrUpdatePasskeyAsync(user, result.Passkey)).Succeeded;
    }

    /// <summary>Options for signing in with any passkey.</summary>
    public async Task<string> RequestAsync(HttpContext context)
    {
        var options = await handler.MakeRequestOptionsAsync(null, context);
        Keep(context, options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <summary>Whose passkey it is; null when it is nobody's here, or the user may not sign in.</summary>
    public async Task<UserAccount?> CheckAsync(HttpContext context, SignInTenant tenant, string? credential)
    {
        if (Take(context) is not { } state || string.IsNullOrEmpty(credential))
            return null;
        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = context,
                CredentialJson = credential,
                AssertionState = state,
            }
        );
        if (!result.Succeeded || !result.User.IsActive || !SignIns.IsOf(tenant, result.User))
            return null;
        // Its counter has grown: a copy of the passkey would show by one that hasn't.
        return (await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey)).Succeeded ? result.User : null;
    }

    private void Keep(HttpContext context, string? state) =>
        context.Response.Cookies.Append(Cookie, _protector.Protect(state ?? "", _patience), Options(context));

    private string? Take(HttpContext context)
    {
        var kept = context.Request.Cookies[Cookie];
        context.Response.Cookies.Delete(Cookie, Options(context));
        if (string.IsNullOrEmpty(kept))
            return null;
        try
        {
            return _protector.Unprotect(kept);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            IsEssential = true,
            MaxAge = _patience,
        };
}
