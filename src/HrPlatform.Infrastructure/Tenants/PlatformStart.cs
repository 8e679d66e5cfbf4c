using HrPlatform.Application.Tenants;
using HrPlatform.Infrastructure.Identity;
using HrPlatform.Infrastructure.Persistence;

namespace HrPlatform.Infrastructure.Tenants;

/// <inheritdoc cref="IPlatformStart"/>
internal sealed class PlatformStart(PlatformMigrator migrator, PlatformSecrets secrets, IdentityUpkeep identity)
    : IPlatformStart
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await migrator.MigrateAsync(cancellationToken);
        await secrets.LoadAsync(cancellationToken);
        await identity.PrepareAsync(cancellationToken);
    }
}
