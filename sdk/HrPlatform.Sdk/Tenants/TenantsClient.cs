using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Companies on the platform. For keys of platform administrators only.</summary>
public class TenantsClient
{
    private readonly ITenantsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public TenantsClient(ITenantsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected TenantsClient() { }
#pragma warning restore CS8618

    /// <summary>All tenants, oldest first; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<TenantResource> ListAsync(
        ListTenantsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<TenantResource>(
            async (cursor, cancellation) =>
                await _api.ListTenantsAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one tenant.</summary>
    /// <param name="tenantId">The tenant's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<TenantResource> GetAsync(string tenantId, CancellationToken cancellationToken = default) =>
        _api.GetTenantAsync(tenantId, cancellationToken);

    /// <summary>Makes a tenant with its sandbox and a first key for each. The answer holds their secrets, this once.</summary>
    /// <param name="tenant">Its names, plan and language.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<ProvisionedTenantResource> ProvisionAsync(
        NewTenant tenant,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.ProvisionTenantAsync(tenant, idempotencyKey, cancellationToken);

    /// <summary>Changes name, plan or status.</summary>
    /// <param name="tenantId">The tenant's id.</param>
    /// <param name="patch">The fields to change; the others stay.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<TenantResource> UpdateAsync(
        string tenantId,
        TenantPatch patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.UpdateTenantAsync(tenantId, patch, ifMatch, cancellationToken);
}
