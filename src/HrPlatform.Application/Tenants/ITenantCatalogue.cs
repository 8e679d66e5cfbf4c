using HrPlatform.Application.Common;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Application.Tenants;

/// <summary>Where tenants live.</summary>
public interface ITenantCatalogue
{
    /// <summary>Null when there is no such tenant.</summary>
    Task<TenantPlace?> FindAsync(TenantId tenant, TenantEnvironment environment, CancellationToken cancellationToken);

    /// <summary>Null when there is no such tenant.</summary>
    Task<TenantPlace?> FindAsync(string slug, TenantEnvironment environment, CancellationToken cancellationToken);
}

/// <summary>Makes a tenant's schemas and roles.</summary>
public interface ITenantProvisioner
{
    /// <summary>The server of new tenants: the one that holds the control plane.</summary>
    const string DefaultShard = "Platform";

    /// <summary>
    /// Stores the tenant and creates both environments in the platform's unit of work, so that all of it comes with the
    /// commit or nothing.
    /// </summary>
    /// <exception cref="Common.Problems.ProblemException">409 when the slug is taken.</exception>
    Task ProvisionAsync(Tenant tenant, CancellationToken cancellationToken);
}
