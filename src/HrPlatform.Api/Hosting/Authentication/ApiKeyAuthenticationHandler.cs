using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HrPlatform.Api.Hosting.Authentication;

/// <summary><c>Authorization: Bearer hr_live_…</c> (RFC 6750). Enters the caller for the rest of the request.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IApiKeyAuthenticator authenticator
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string BearerPrefix = "Bearer ";

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
            caller = await authenticator.AuthenticateAsync(
                header[BearerPrefix.Length..].Trim(),
                Context.RequestAborted
            );
        }
        catch (ProblemException refused)
        {
            return AuthenticateResult.Fail(refused);
        }
        if (caller is null)
            return AuthenticateResult.Fail("The API key is malformed, unknown, expired or revoked.");

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
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"hrplatform\"";
        var presented = Request.Headers.ContainsKey(HeaderNames.Authorization);
        await ProblemWriter.WriteAsync(
            Context,
            new ProblemException(
                ProblemCatalog.Unauthenticated,
                presented
                    ? "The API key is malformed, unknown, expired or revoked."
                    : "Send an API key: Authorization: Bearer hr_live_…"
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
                ? new ProblemException(ProblemCatalog.Forbidden, "This key may not do that.")
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
