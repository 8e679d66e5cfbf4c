using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>Names of the claims that tokens carry besides the standard ones.</summary>
public static class OAuthClaims
{
    public const string Tenant = "tenant";
    public const string Environment = "environment";
    public const string Session = "sid";
}

/// <summary>Knows apps' secrets by their SHA-256: they are 256 random bits, which need no stretching.</summary>
internal sealed class OAuthApplications(
    IOpenIddictApplicationCache<OAuthClient> cache,
    ILogger<OpenIddictApplicationManager<OAuthClient>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OAuthClient> store
) : OpenIddictApplicationManager<OAuthClient>(cache, logger, options, store)
{
    protected override ValueTask<bool> ValidateClientSecretAsync(
        string secret,
        string comparand,
        CancellationToken cancellationToken = default
    ) =>
        new(
            CryptographicOperations.FixedTimeEquals(OAuthClientSecret.HashOf(secret), Convert.FromHexString(comparand))
        );
}

/// <summary>Stores beside each token whose it is, so that its caller is known in one statement.</summary>
internal sealed class OAuthTokens(
    IOpenIddictTokenCache<OAuthToken> cache,
    ILogger<OpenIddictTokenManager<OAuthToken>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictTokenStore<OAuthToken> store
) : OpenIddictTokenManager<OAuthToken>(cache, logger, options, store)
{
    /// <summary>What is stored of a reference that an app presents.</summary>
    public static string ReferenceOf(string presented) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(presented)));

    public override async ValueTask PopulateAsync(
        OAuthToken token,
        OpenIddictTokenDescriptor descriptor,
        CancellationToken cancellationToken = default
    )
    {
        await base.PopulateAsync(token, descriptor, cancellationToken);
        if (descriptor.Principal is not { } principal)
            return;
        token.TenantId = IdOf(principal, OAuthClaims.Tenant, TenantId.Prefix);
        token.Environment = principal.GetClaim(OAuthClaims.Environment);
        token.SessionId = IdOf(principal, OAuthClaims.Session, SessionId.Prefix);
        // The subject of an app that acts for itself is the app.
        token.UserId = IdOf(principal, OpenIddictConstants.Claims.Subject, UserId.Prefix);
        token.Scopes = [.. principal.GetScopes()];
    }

    protected override ValueTask<string> ObfuscateReferenceIdAsync(
        string identifier,
        CancellationToken cancellationToken = default
    ) => new(ReferenceOf(identifier));

    private static Guid? IdOf(ClaimsPrincipal principal, string claim, string prefix) =>
        TypeId.TryParse(prefix, principal.GetClaim(claim), out var id) ? id : null;
}

/// <summary>Scopes are fixed by the program: what it doesn't know, the database doesn't either.</summary>
internal sealed class OAuthScopes(
    IOpenIddictScopeCache<OAuthScope> cache,
    ILogger<OpenIddictScopeManager<OAuthScope>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictScopeStore<OAuthScope> store
) : OpenIddictScopeManager<OAuthScope>(cache, logger, options, store)
{
    public override IAsyncEnumerable<OAuthScope> FindByNamesAsync(
        System.Collections.Immutable.ImmutableArray<string> names,
        CancellationToken cancellationToken = default
    ) => AsyncEnumerable.Empty<OAuthScope>();
}
