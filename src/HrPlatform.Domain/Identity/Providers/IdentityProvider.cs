using HrPlatform.Domain.Common;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Domain.Identity;

/// <summary>An issuer of tokens that a tenant trusts to say who somebody is.</summary>
public sealed class IdentityProvider : AggregateRoot
{
    private IdentityProvider() { }

    public IdentityProviderId Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public TenantEnvironment Environment { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>As tokens write it (<c>iss</c>), character by character.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>What tokens must be meant for (<c>aud</c>).</summary>
    public string Audience { get; private set; } = "";

    /// <summary>Where the keys are; null to find them through the issuer's discovery document.</summary>
    public string? JwksUri { get; private set; }

    /// <summary>The claim whose values decide about roles; null when everybody gets the default roles.</summary>
    public string? RoleClaim { get; private set; }

    /// <summary>Which value of the claim gives which role, as <c>value=role</c>.</summary>
    public IReadOnlyList<string> RoleMapping { get; private set; } = [];

    /// <summary>For those whose claim gives none; empty keeps them out.</summary>
    public IReadOnlyList<string> DefaultRoles { get; private set; } = [];

    /// <summary>Whether somebody who comes for the first time becomes a user.</summary>
    public bool CreatesUsers { get; private set; }

    public bool Enabled { get; private set; }

    public static IdentityProvider Trust(
        TenantId tenant,
        TenantEnvironment environment,
        IdentityProviderDetails details
    )
    {
        var provider = new IdentityProvider
        {
            Id = IdentityProviderId.New(),
            TenantId = tenant,
            Environment = environment,
        };
        provider.Change(details);
        return provider;
    }

    public void Change(IdentityProviderDetails details)
    {
        Name = details.Name;
        Issuer = details.Issuer;
        Audience = details.Audience;
        JwksUri = details.JwksUri;
        RoleClaim = details.RoleClaim;
        RoleMapping = [.. details.RoleMapping.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
        DefaultRoles = details.DefaultRoles;
        CreatesUsers = details.CreatesUsers;
        Enabled = details.Enabled;
    }

    /// <summary>Claim values and their roles.</summary>
    public IReadOnlyDictionary<string, string> Mapping() =>
        RoleMapping
            .Select(pair => (Value: pair[..pair.LastIndexOf('=')], Role: pair[(pair.LastIndexOf('=') + 1)..]))
            .ToDictionary(pair => pair.Value, pair => pair.Role, StringComparer.Ordinal);
}

/// <summary>What can change about a trusted issuer.</summary>
public sealed record IdentityProviderDetails(
    string Name,
    string Issuer,
    string Audience,
    string? JwksUri,
    string? RoleClaim,
    IReadOnlyDictionary<string, string> RoleMapping,
    IReadOnlyList<string> DefaultRoles,
    bool CreatesUsers,
    bool Enabled
);
