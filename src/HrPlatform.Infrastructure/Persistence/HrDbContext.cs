using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// The tenant's tables. The model names no schema: the leased connection's search path decides whose tables they are.
/// </summary>
public sealed class HrDbContext(DbContextOptions<HrDbContext> options)
    : DbContext(options),
        IHrDbContext,
        ILeasedContext
{
    /// <summary>Set when the context is handed out; without it no connection can be opened.</summary>
    internal LeaseTarget? Target { get; set; }

    /// <summary>Set when the context is handed out: a pooled context takes no services.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The types of the events that were stored since the unit of work began.</summary>
    internal HashSet<string> Raised { get; } = new(StringComparer.Ordinal);

    LeaseTarget? ILeasedContext.Target => Target;

    public override async Task<int> SaveChangesAsync(CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        var now = Clock.GetUtcNow();
        foreach (var entry in ChangeTracker.Entries<AggregateRoot>().ToList())
        {
            Stamp(entry, now);
            foreach (var raised in entry.Entity.Events)
            {
                Set<OutboxEvent>().Add(OutboxEvent.Of(raised, now));
                Raised.Add(raised.Type);
            }
            entry.Entity.ClearEvents();
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

    public void Forget() => ChangeTracker.Clear();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(
            typeof(HrDbContext).Assembly,
            type => !typeof(IPlatformEntity).IsAssignableFrom(type)
        );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        TypedIdConversions.Apply(configurationBuilder);

    private static void Stamp(EntityEntry<AggregateRoot> entry, DateTimeOffset now)
    {
        // An aggregate whose own row is unchanged still gets a new version when it raised an event.
        var changed = entry.State is EntityState.Added or EntityState.Modified || entry.Entity.Events.Count > 0;
        if (!changed || entry.State == EntityState.Deleted)
            return;
        if (entry.State == EntityState.Added)
            entry.Property(root => root.CreatedAt).CurrentValue = now;
        else
            entry.Property(root => root.Version).CurrentValue++;
        entry.Property(root => root.UpdatedAt).CurrentValue = now;
    }
}

/// <summary>Marks EF configurations that belong to the control plane's model.</summary>
internal interface IPlatformEntity;

/// <summary>A row of the outbox.</summary>
internal sealed class OutboxEvent
{
    public required Guid Id { get; init; }
    public required string Type { get; init; }
    public required string Subject { get; init; }
    public required string Data { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    public static OutboxEvent Of(DomainEvent raised, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Type = raised.Type,
            Subject = raised.Subject,
            Data = JsonSerializer.Serialize(new { changedFields = raised.ChangedFields }),
            OccurredAt = now,
        };
}

internal sealed class OutboxEventConfiguration : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<OutboxEvent> builder)
    {
        builder.ToTable("outbox_events");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Data).HasColumnType("jsonb");
    }
}
