namespace HrPlatform.Application.Common;

/// <summary>The transaction of the running request in the tenant's schema.</summary>
public interface IUnitOfWork
{
    bool IsActive { get; }

    Task BeginAsync(CancellationToken cancellationToken);

    /// <exception cref="InvalidOperationException">
    /// A statement of the transaction failed, also when its error was caught: nothing was written.
    /// </exception>
    Task CommitAsync(CancellationToken cancellationToken);

    Task RollbackAsync(CancellationToken cancellationToken);

    /// <summary>Runs once the transaction is committed; never when it is rolled back.</summary>
    void OnCommitted(Action action);
}

/// <summary>The transaction of the running request in the control plane.</summary>
public interface IPlatformUnitOfWork : IUnitOfWork;
