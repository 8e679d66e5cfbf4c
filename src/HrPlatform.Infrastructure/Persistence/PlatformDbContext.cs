using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>The control plane's tables, in schema <c>platform</c>.</summary>
public sealed class PlatformDbContext(DbContextOptions<PlatformDbContext> options)
    : DbContext(options),
        IPlatformDbContext,
        ILeasedContext
{
    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<User> Users => Set<User>();

    public DbSet<OAuthClient> OAuthClients => Set<OAuthClient>();

    public DbSet<IdentityProvider> IdentityProviders => Set<IdentityProvider>();

    /// <summary>Set when the context is handed out: a pooled context takes no services.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    LeaseTarget? ILeasedContext.Target => LeaseTarget.Platform;

    public override async Task<int> SaveChangesAsync(CancellationToken cancellationToken = default)
    {
        var now = Clock.GetUtcNow();
        foreach (var entry in ChangeTracker.Entries<AggregateRoot>())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified))
                continue;
            if (entry.State == EntityState.Added)
                entry.Property(root => root.CreatedAt).CurrentValue = now;
            else
                entry.Property(root => root.Version).CurrentValue++;
            entry.Property(root => root.UpdatedAt).CurrentValue = now;
        }
        try
        {
            return await base.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (ConstraintProblems.From(exception) is { } problem)
        {
            throw problem;
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(
            typeof(PlatformDbContext).Assembly,
            type => typeof(IPlatformEntity).IsAssignableFrom(type)
        );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        TypedIdConversions.Apply(configurationBuilder);
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>, IPlatformEntity
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants");
        builder.HasKey(tenant => tenant.Id);
        builder.Property(tenant => tenant.Id).ValueGeneratedNever();
        builder
            .Property(tenant => tenant.Status)
            .HasConversion(
                status => status == TenantStatus.Active ? "active" : "suspended",
                text => text == "active" ? TenantStatus.Active : TenantStatus.Suspended
            );
        builder.Property(tenant => tenant.Version).IsConcurrencyToken();
        builder.Ignore(tenant => tenant.Events);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>, IPlatformEntity
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).ValueGeneratedNever();
        builder.Property(key => key.Environment).HasConversion(EnvironmentText.Converter);
        // The last use is written apart from the aggregate, in bulk; it is no change of the key.
        builder.Property(key => key.LastUsedAt).ValueGeneratedOnAddOrUpdate();
        builder.Property(key => key.Version).IsConcurrencyToken();
        builder.Ignore(key => key.Events);
    }
}
