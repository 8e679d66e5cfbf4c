using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Tenants;

/// <summary>The control plane. Of tenants' people it knows only who signs in: name, address and roles.</summary>
public interface IPlatformDbContext
{
    DbSet<Tenant> Tenants { get; }

    DbSet<ApiKey> ApiKeys { get; }

    DbSet<User> Users { get; }

    DbSet<OAuthClient> OAuthClients { get; }

    DbSet<IdentityProvider> IdentityProviders { get; }

    Task<int> SaveChangesAsync(CancellationToken cancellationToken);
}
