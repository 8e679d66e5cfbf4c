using HrPlatform.Application.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>The transaction of the tenant's DbContext; hand-written SQL joins it.</summary>
internal sealed class UnitOfWork(Lazy<HrDbContext> context, Lazy<IEnumerable<ICommitHook>> hooks) : IUnitOfWork
{
    private IDbContextTransaction? _transaction;

    public bool IsActive => _transaction is not null;

    /// <summary>The connection that the transaction runs on; null when there is none.</summary>
    public NpgsqlConnection? Connection =>
        _transaction is null ? null : (NpgsqlConnection)context.Value.Database.GetDbConnection();

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("A unit of work is already active.");
        _transaction = await context.Value.Database.BeginTransactionAsync(cancellationToken);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var transaction = _transaction ?? throw new InvalidOperationException("No unit of work is active.");
        if (context.Value.Raised.Count > 0)
        {
            foreach (var hook in hooks.Value)
                await hook.BeforeCommitAsync(context.Value.Raised, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        await EndAsync(transaction);
    }

    public async Task RollbackAsync(CancellationToken cancellationToken)
    {
        if (_transaction is not { } transaction)
            return;
        // Disposing rolls back, also when the connection is broken already.
        await EndAsync(transaction);
        context.Value.ChangeTracker.Clear();
    }

    private async Task EndAsync(IDbContextTransaction transaction)
    {
        _transaction = null;
        context.Value.Raised.Clear();
        await transaction.DisposeAsync();
    }
}
