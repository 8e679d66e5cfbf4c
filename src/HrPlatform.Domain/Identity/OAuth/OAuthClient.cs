using HrPlatform.Domain.Common;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Domain.Identity;

/// <summary>What an app is decides how it proves who it is, and for whom it may act.</summary>
public enum OAuthClientType
{
    /// <summary>A server that acts for users; it keeps a secret.</summary>
    Web,

    /// <summary>A program in the browser that acts for users; it can keep no secret.</summary>
    Browser,

    /// <summary>A program on a device that acts for users; it can keep no secret.</summary>
    Native,

    /// <summary>A server that acts for itself; it keeps a secret.</summary>
    Service,
}

/// <summary>An app that was registered by a tenant, or by the platform for all tenants.</summary>
public sealed class OAuthClient : AggregateRoot
{
    private OAuthClient() { }

    public OAuthClientId Id { get; private set; }

    /// <summary>Null for an app of the platform itself: it serves every tenant, and its users need not consent.</summary>
    public TenantId? TenantId { get; private set; }

    public TenantEnvironment Environment { get; private set; }

    public OAuthClientType Type { get; private set; }

    public string Name { get; private set; } = "";

    public string? LogoUrl { get; private set; }

    public IReadOnlyList<string> RedirectUris { get; private set; } = [];

    public IReadOnlyList<string> PostLogoutRedirectUris { get; private set; } = [];

    /// <summary>The most that the app can get.</summary>
    public IReadOnlyList<string> Scopes { get; private set; } = [];

    public byte[]? SecretHash { get; private set; }

    public string? SecretHint { get; private set; }

    /// <summary>Whether the app can keep a secret.</summary>
    public bool IsConfidential => Type is OAuthClientType.Web or OAuthClientType.Service;

    /// <summary>Whether users can let the app act for them.</summary>
    public bool ActsForUsers => Type != OAuthClientType.Service;

    /// <param name="secret">Shown once and never again; null for an app that can keep none.</param>
    public static OAuthClient Register(
        TenantId? tenant,
        TenantEnvironment environment,
        OAuthClientType type,
        OAuthClientDetails details,
        out OAuthClientSecret? secret
    )
    {
        var client = new OAuthClient
        {
            Id = OAuthClientId.New(),
            TenantId = tenant,
            Environment = environment,
            Type = type,
        };
        client.Change(details);
        secret = client.IsConfidential ? client.RenewSecret() : null;
        return client;
    }

    public void Change(OAuthClientDetails details)
    {
        Name = details.Name;
        LogoUrl = details.LogoUrl;
        RedirectUris = details.RedirectUris;
        PostLogoutRedirectUris = details.PostLogoutRedirectUris;
        Scopes = details.Scopes;
    }

    /// <summary>The old secret ends at once.</summary>
    public OAuthClientSecret RenewSecret()
    {
        if (!IsConfidential)
            throw new DomainException("no-secret", "An app of this type keeps no secret.", "type");
        var secret = OAuthClientSecret.Generate();
        SecretHash = OAuthClientSecret.HashOf(secret.Text);
        SecretHint = secret.Hint;
        return secret;
    }
}

/// <summary>What can change about an app.</summary>
public sealed record OAuthClientDetails(
    string Name,
    string? LogoUrl,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Scopes
);
