using HrPlatform.Application.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>The transaction of a DbContext; hand-written SQL joins it.</summary>
internal abstract class UnitOfWork(Lazy<DbContext> context) : IUnitOfWork
{
    private readonly List<Action> _onCommitted = [];
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
        await BeforeCommitAsync(cancellationToken);
        await CommitAsync(Connection!, cancellationToken);
        await EndAsync(transaction);
        foreach (var action in _onCommitted)
            action();
        _onCommitted.Clear();
    }

    public async Task RollbackAsync(CancellationToken cancellationToken)
    {
        _onCommitted.Clear();
        if (_transaction is not { } transaction)
            return;
        // Disposing rolls back, also when the connection is broken already.
        await EndAsync(transaction);
        context.Value.ChangeTracker.Clear();
        Forget();
    }

    public void OnCommitted(Action action)
    {
        if (!IsActive)
            throw new InvalidOperationException("No unit of work is active.");
        _onCommitted.Add(action);
    }

    // PostgreSQL answers the COMMIT of a failed transaction with a rollback and no error: work whose error somebody
    // caught would be acknowledged and lost. A statement before it, in the same round trip, fails instead.
    private static async Task CommitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("SELECT"), new("COMMIT") } };
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            throw new InvalidOperationException(
                "A statement of this unit of work failed and its error was caught: nothing can be committed.",
                exception
            );
        }
    }

    /// <summary>Drops what was noted about a transaction that was rolled back.</summary>
    protected virtual void Forget() { }

    /// <summary>Work that the transaction still takes with it.</summary>
    protected virtual Task BeforeCommitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndAsync(IDbContextTransaction transaction)
    {
        _transaction = null;
        await transaction.DisposeAsync();
    }
}

/// <summary>In the schema of the caller's tenant.</summary>
internal sealed class TenantUnitOfWork(IServiceProvider services)
    : UnitOfWork(new Lazy<DbContext>(services.GetRequiredService<HrDbContext>))
{
    protected override async Task BeforeCommitAsync(CancellationToken cancellationToken)
    {
        var raised = services.GetRequiredService<HrDbContext>().Raised;
        if (raised.Count == 0)
            return;
        foreach (var hook in services.GetServices<ICommitHook>())
            await hook.BeforeCommitAsync(raised, cancellationToken);
        raised.Clear();
    }

    protected override void Forget() => services.GetRequiredService<HrDbContext>().Raised.Clear();
}

/// <summary>In the control plane.</summary>
internal sealed class PlatformUnitOfWork(IServiceProvider services)
    : UnitOfWork(new Lazy<DbContext>(services.GetRequiredService<PlatformDbContext>)),
        IPlatformUnitOfWork;
