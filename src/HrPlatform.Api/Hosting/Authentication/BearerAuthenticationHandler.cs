using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Providers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HrPlatform.Api.Hosting.Authentication;

/// <summary>
/// <c>Authorization: Bearer …</c> (RFC 6750) with an API key or an access token; the form tells which. Enters the caller
/// for the rest of the request. Cookies are no credential here.
/// </summary>
internal sealed class BearerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IApiKeyAuthenticator keys,
    IAccessTokenAuthenticator tokens,
    IExternalTokenAuthenticator externals
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    private const string BearerPrefix = "Bearer ";
    private const string KeyPrefix = "hr_";
    private const string Refused = "The API key or access token is malformed, unknown, expired or revoked.";

    // Callers are cached by the authenticator, so a principal is made once per key and not once per request.
    private static readonly ConditionalWeakTable<Caller, ClaimsPrincipal> _principals = [];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        Caller? caller;
        try
        {
            var presented = header[BearerPrefix.Length..].Trim();
            caller =
                presented.StartsWith(KeyPrefix, StringComparison.Ordinal)
                    ? await keys.AuthenticateAsync(presented, Context.RequestAborted)
                // Our own tokens are references without dots; signed tokens have three parts.
                : presented.Contains('.') ? await externals.AuthenticateAsync(presented, Context.RequestAborted)
                : await tokens.AuthenticateAsync(presented, Context.RequestAborted);
        }
        catch (ProblemException refused)
        {
            return AuthenticateResult.Fail(refused);
        }
        if (caller is null)
            return AuthenticateResult.Fail(Refused);

        Context.RequestServices.GetRequiredService<CallerContext>().Enter(caller);
        var principal = _principals.GetValue(caller, PrincipalOf);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if ((await HandleAuthenticateOnceSafeAsync()).Failure is ProblemException refused)
        {
            await ProblemWriter.WriteAsync(Context, refused);
            return;
        }
        var presented = Request.Headers.ContainsKey(HeaderNames.Authorization);
        Response.Headers[HeaderNames.WWWAuthenticate] = presented
            ? "Bearer realm=\"hrplatform\", error=\"invalid_token\""
            : "Bearer realm=\"hrplatform\"";
        await ProblemWriter.WriteAsync(
            Context,
            new ProblemException(
                ProblemCatalog.Unauthenticated,
                presented ? Refused : "Send an API key or an access token: Authorization: Bearer hr_live_…"
            )
        );
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var missing = Context
            .GetEndpoint()
            ?.Metadata.GetOrderedMetadata<RequireScopeAttribute>()
            .Select(attribute => attribute.Scope)
            .FirstOrDefault(scope => !Context.User.HasClaim("scope", scope));
        return ProblemWriter.WriteAsync(
            Context,
            missing is null
                ? new ProblemException(ProblemCatalog.Forbidden, "This credential may not do that.")
                : ProblemException.MissingScope(missing)
        );
    }

    private static ClaimsPrincipal PrincipalOf(Caller caller) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, caller.CredentialId.ToString()),
                    .. caller.Scopes.Select(scope => new Claim("scope", scope)),
                ],
                SchemeName
            )
        );
}
