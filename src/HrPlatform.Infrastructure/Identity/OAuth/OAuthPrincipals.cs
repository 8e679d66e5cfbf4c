using System.Globalization;
using System.Security.Claims;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Identity.Users;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>For whom tokens are made out.</summary>
public sealed class OAuthPrincipals
{
    private readonly PlatformDbContext _platform;
    private readonly AccountsDbContext _accounts;
    private readonly SignInSessions _sessions;

    internal OAuthPrincipals(PlatformDbContext platform, AccountsDbContext accounts, SignInSessions sessions)
    {
        _platform = platform;
        _accounts = accounts;
        _sessions = sessions;
    }

    /// <summary>Null when there is no such app.</summary>
    public async Task<OAuthClient?> FindClientAsync(string? clientId, CancellationToken cancellationToken) =>
        Domain.Common.TypeId.TryParse(OAuthClientId.Prefix, clientId, out var id)
            ? await _platform
                .OAuthClients.AsNoTracking()
                .SingleOrDefaultAsync(client => client.Id == new OAuthClientId(id), cancellationToken)
            : null;

    /// <summary>An app that acts for itself. It gets what it asked for, or all that it may have.</summary>
    public static ClaimsPrincipal OfService(OAuthClient client, IReadOnlyCollection<string> requested)
    {
        var identity = NewIdentity();
        identity.SetClaim(Claims.Subject, client.Id.ToString());
        identity.SetClaim(OAuthClaims.Tenant, client.TenantId!.Value.ToString());
        identity.SetClaim(OAuthClaims.Environment, EnvironmentText.Of(client.Environment));
        identity.SetScopes(requested.Count > 0 ? requested : client.Scopes);
        return Finish(identity);
    }

    /// <summary>A user, who lets the app act with the scopes.</summary>
    public static ClaimsPrincipal OfUser(
        UserAccount user,
        OAuthClient client,
        SessionId session,
        DateTimeOffset signedInAt,
        IEnumerable<string> scopes,
        string authorization
    )
    {
        var identity = NewIdentity();
        identity.SetClaim(Claims.Subject, new UserId(user.Id).ToString());
        identity.SetClaim(OAuthClaims.Tenant, new TenantId(user.TenantId).ToString());
        identity.SetClaim(OAuthClaims.Environment, EnvironmentText.Of(client.Environment));
        identity.SetClaim(OAuthClaims.Session, session.ToString());
        identity.AddClaim(
            new Claim(
                Claims.AuthenticationTime,
                signedInAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ClaimValueTypes.Integer64
            )
        );
        identity.SetScopes(scopes);
        Describe(identity, user);
        identity.SetAuthorizationId(authorization);
        return Finish(identity);
    }

    /// <summary>
    /// The principal of a code or refresh token with what is true now; null when the user or the session has ended.
    /// </summary>
    public async Task<ClaimsPrincipal?> RenewAsync(ClaimsPrincipal presented, CancellationToken cancellationToken)
    {
        if (await FindUserAsync(presented, cancellationToken) is not { IsActive: true } user)
            return null;
        if (
            !Domain.Common.TypeId.TryParse(SessionId.Prefix, presented.GetClaim(OAuthClaims.Session), out var session)
            || !await _sessions.IsOpenAsync(new SessionId(session), user.Id, cancellationToken)
        )
            return null;
        var identity = new ClaimsIdentity(
            presented.Claims,
            TokenValidationParameters.DefaultAuthenticationType,
            Claims.Name,
            Claims.Role
        );
        Describe(identity, user);
        return Finish(identity);
    }

    /// <summary>What <c>/connect/userinfo</c> tells about the token's user; null when there is none any more.</summary>
    public async Task<IReadOnlyDictionary<string, object>?> DescribeUserAsync(
        ClaimsPrincipal principal,
        CancellationToken cancellationToken
    )
    {
        if (await FindUserAsync(principal, cancellationToken) is not { IsActive: true } user)
            return null;
        var told = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [Claims.Subject] = new UserId(user.Id).ToString(),
            [OAuthClaims.Tenant] = new TenantId(user.TenantId).ToString(),
        };
        if (principal.HasScope(Scopes.Profile))
            told[Claims.Name] = user.Name;
        if (principal.HasScope(Scopes.Email))
        {
            told[Claims.Email] = user.Email!;
            told[Claims.EmailVerified] = user.EmailConfirmed;
        }
        return told;
    }

    private Task<UserAccount?> FindUserAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        Domain.Common.TypeId.TryParse(UserId.Prefix, principal.GetClaim(Claims.Subject), out var id)
            ? _accounts.Set<UserAccount>().AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
            : Task.FromResult<UserAccount?>(null);

    private static ClaimsIdentity NewIdentity() =>
        new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);

    private static void Describe(ClaimsIdentity identity, UserAccount user)
    {
        identity.SetClaim(Claims.Name, user.Name);
        identity.SetClaim(Claims.Email, user.Email);
        identity.SetClaim(Claims.EmailVerified, user.EmailConfirmed);
    }

    private static ClaimsPrincipal Finish(ClaimsIdentity identity)
    {
        identity.SetDestinations(claim =>
            claim.Type switch
            {
                Claims.Name when identity.HasScope(Scopes.Profile) => [Destinations.IdentityToken],
                Claims.Email or Claims.EmailVerified when identity.HasScope(Scopes.Email) =>
                [
                    Destinations.IdentityToken,
                ],
                Claims.AuthenticationTime => [Destinations.IdentityToken],
                OAuthClaims.Tenant or OAuthClaims.Session => [Destinations.AccessToken, Destinations.IdentityToken],
                OAuthClaims.Environment => [Destinations.AccessToken],
                _ => [],
            }
        );
        return new ClaimsPrincipal(identity);
    }
}
