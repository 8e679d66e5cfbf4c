using HrPlatform.Domain.Employees;

namespace HrPlatform.Application.Employees;

/// <summary>Loads employees for a change: whole and locked, so that parallel changes of one employee queue up.</summary>
public interface IEmployeeStore
{
    Task<Employee?> LoadAsync(EmployeeId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<Employee>> LoadManyAsync(
        IReadOnlyCollection<EmployeeId> ids,
        CancellationToken cancellationToken
    );

    /// <summary>Who has which of the values, among employees that are not deleted; e-mail in lower case.</summary>
    Task<IReadOnlyDictionary<string, EmployeeId>> FindOwnersAsync(
        UniqueEmployeeField field,
        IReadOnlyCollection<string> values,
        CancellationToken cancellationToken
    );

    /// <summary>One transaction at a time changes who reports to whom.</summary>
    Task LockReportingLinesAsync(CancellationToken cancellationToken);

    /// <summary>Those of the employees who would, on some day, report to themselves through others.</summary>
    Task<IReadOnlyCollection<EmployeeId>> FindCyclesAsync(
        IReadOnlyCollection<EmployeeId> ids,
        CancellationToken cancellationToken
    );

    /// <summary>Employees with changes that are pending although their day has come.</summary>
    Task<IReadOnlyList<EmployeeId>> FindDueAsync(DateOnly today, int limit, CancellationToken cancellationToken);

    /// <summary>Lets go of what was loaded and saved, for work that goes through many employees.</summary>
    void Forget();

    /// <summary>Marks the point that <see cref="ReturnToSavepointAsync"/> goes back to.</summary>
    Task SetSavepointAsync(CancellationToken cancellationToken);

    /// <summary>Undoes what was written since the savepoint and forgets what was loaded.</summary>
    Task ReturnToSavepointAsync(CancellationToken cancellationToken);
}

/// <summary>Fields whose values are unique among employees.</summary>
public enum UniqueEmployeeField
{
    Email,
    EmployeeNumber,
    ExternalId,
}

/// <summary>What a batch recognises employees by.</summary>
public enum EmployeeKey
{
    ExternalId,
    EmployeeNumber,
}
