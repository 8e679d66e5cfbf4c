using HrPlatform.Application.Common;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Application.Tenants;

/// <summary>Where tenants live.</summary>
public interface ITenantCatalogue
{
    /// <summary>Null when there is no such tenant.</summary>
    Task<TenantPlace?> FindAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken);
}

/// <summary>Makes and migrates a tenant's schemas and roles.</summary>
public interface ITenantProvisioner
{
    /// <summary>
    /// Stores the tenant and creates both environments, all or nothing.
    /// </summary>
    /// <exception cref="Common.Problems.ProblemException">409 when the slug is taken.</exception>
    Task ProvisionAsync(Tenant tenant, CancellationToken cancellationToken);
}
