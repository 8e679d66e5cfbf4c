using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace HrPlatform.Application.Common;

/// <summary>The tenant's data. Which tenant follows from the caller; without one there is no data.</summary>
public interface IHrDbContext
{
    DbSet<TEntity> Set<TEntity>()
        where TEntity : class;

    EntityEntry<TEntity> Entry<TEntity>(TEntity entity)
        where TEntity : class;

    /// <summary>
    /// Writes what has changed and stores the raised events beside it. A broken unique index becomes a 409 problem that
    /// names the field.
    /// </summary>
    Task<int> SaveChangesAsync(CancellationToken cancellationToken);

    /// <summary>Lets go of everything that was loaded, so that long work doesn't gather it. Saved changes hold.</summary>
    void Forget();
}
