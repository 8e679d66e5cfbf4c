using HrPlatform.Api.V2.ApiKeys;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.V2.Tenants;

/// <summary>A company that keeps its people here.</summary>
/// <param name="Id">The tenant's id.</param>
/// <param name="Slug" example="ardenvale">Short unique name; never changes.</param>
/// <param name="Name" example="Ardenvale Inc.">The company's name.</param>
/// <param name="Plan">Decides on limits: <c>free</c>, <c>pro</c>, <c>enterprise</c>, or what the installation defines.</param>
/// <param name="Status">The requests of a suspended tenant are refused; nothing is removed.</param>
/// <param name="Language">ISO 639-1 code of the language of documents that don't tell theirs.</param>
/// <param name="CreatedAt">When it was provisioned.</param>
/// <param name="UpdatedAt">When anything about it changed last.</param>
public sealed record TenantResource(
    TenantId Id,
    string Slug,
    string Name,
    string Plan,
    TenantStatus Status,
    string Language,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static TenantResource Of(Tenant tenant) =>
        new(
            tenant.Id,
            tenant.Slug,
            tenant.Name,
            tenant.Plan,
            tenant.Status,
            TenantLanguages.CodeOf(tenant.Language),
            tenant.CreatedAt,
            tenant.UpdatedAt
        );
}

/// <summary>A company to provision.</summary>
/// <param name="Slug" example="ardenvale">3 to 40 lower-case letters, digits and single hyphens, starting with a letter.</param>
/// <param name="Name" example="Ardenvale Inc.">The company's name.</param>
/// <param name="Plan" example="pro"><c>free</c> when left out.</param>
/// <param name="Language" example="en">ISO 639-1 code; <c>en</c> when left out.</param>
public sealed record NewTenant(string Slug, string Name, string? Plan = null, string? Language = null);

/// <summary>A merge patch: what is left out stays as it is.</summary>
public sealed record TenantPatch
{
    /// <summary>The company's name.</summary>
    /// <example>Ardenvale Inc.</example>
    public Optional<string> Name { get; init; }

    /// <summary>Decides on limits.</summary>
    /// <example>enterprise</example>
    public Optional<string> Plan { get; init; }

    /// <summary><c>suspended</c> refuses the tenant's requests, <c>active</c> serves them again.</summary>
    public Optional<TenantStatus?> Status { get; init; }
}

/// <summary>A new tenant and its first keys, whose secrets are shown this once.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ApiKeys">A key of all scopes for each environment.</param>
public sealed record ProvisionedTenantResource(TenantResource Tenant, FirstApiKeys ApiKeys)
{
    internal static ProvisionedTenantResource Of(ProvisionedTenant provisioned, DateTimeOffset now) =>
        new(
            TenantResource.Of(provisioned.Tenant),
            new FirstApiKeys(
                CreatedApiKeyResource.Of(provisioned.Live, now),
                CreatedApiKeyResource.Of(provisioned.Test, now)
            )
        );
}

/// <summary>The first keys of a tenant.</summary>
/// <param name="Live">For the tenant's real data.</param>
/// <param name="Test">For the sandbox.</param>
public sealed record FirstApiKeys(CreatedApiKeyResource Live, CreatedApiKeyResource Test);
