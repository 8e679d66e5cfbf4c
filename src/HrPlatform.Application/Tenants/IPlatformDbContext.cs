using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Tenants;

/// <summary>The control plane. Holds no personal data of any tenant's people.</summary>
public interface IPlatformDbContext
{
    DbSet<Tenant> Tenants { get; }

    DbSet<ApiKey> ApiKeys { get; }

    Task<int> SaveChangesAsync(CancellationToken cancellationToken);
}
