using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Application.Imports;

/// <summary>
/// The tables in which an import prepares its rows, and the set-based writes from them. Every method runs in the unit of
/// work around it.
/// </summary>
public interface IImportStore
{
    /// <summary>Forgets the prepared rows.</summary>
    Task ClearAsync(JobId job, CancellationToken cancellationToken);

    Task ClearErrorsAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Forgets the prepared rows up to a position, so that a new plan is about the others.</summary>
    Task ForgetDoneAsync(JobId job, ImportPosition position, CancellationToken cancellationToken);

    /// <summary>Adds rows with COPY; they are consumed one at a time.</summary>
    Task StageAsync(JobId job, IAsyncEnumerable<ImportRow> rows, CancellationToken cancellationToken);

    Task AddErrorsAsync(JobId job, IReadOnlyCollection<RowError> errors, CancellationToken cancellationToken);

    /// <summary>
    /// Rejects rows that can't be imported beside each other or beside what exists, and decides for the others whom they
    /// are about, who manages them and in which order they are written.
    /// </summary>
    /// <param name="keepErrors">At most so many errors are kept; all are counted.</param>
    Task<ImportPlan> PlanAsync(
        JobId job,
        ImportPlanOptions options,
        int keepErrors,
        CancellationToken cancellationToken
    );

    /// <summary>The next rows in the order of writing, after a position; null when there are none.</summary>
    Task<ImportRange?> NextRangeAsync(JobId job, ImportPosition after, int rows, CancellationToken cancellationToken);

    /// <summary>
    /// Names of departments, positions and skills in rows that are still to be written which nothing has yet, also not since
    /// the plan was made. When there are any, other imports that look for theirs wait until the unit of work has ended.
    /// </summary>
    Task<IReadOnlyList<MissingName>> MissingNamesAsync(JobId job, CancellationToken cancellationToken);

    Task NamesCreatedAsync(
        JobId job,
        IReadOnlyDictionary<MissingName, Guid> created,
        CancellationToken cancellationToken
    );

    /// <summary>Hires everybody in the range.</summary>
    /// <exception cref="ImportOutdatedException">Something that the plan relied on has changed meanwhile.</exception>
    Task<int> InsertAsync(
        JobId job,
        ImportRange range,
        IReadOnlyCollection<string> fields,
        DateOnly today,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>The rows of the range, all about employees who exist, that would change something.</summary>
    Task<IReadOnlyList<ImportChange>> ChangesAsync(
        JobId job,
        ImportRange range,
        IReadOnlyCollection<string> fields,
        CancellationToken cancellationToken
    );

    /// <summary>Lets what follows from new employees (their search profiles) be done after the commit.</summary>
    void AnnounceImported();

    /// <summary>A page of errors in the order of lines.</summary>
    Task<IReadOnlyList<RowError>> ListErrorsAsync(
        JobId job,
        RowErrorPosition? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Tells the database's planner about many new rows: the prepared ones, or those that were imported.</summary>
    Task AnalyzeAsync(bool staged, CancellationToken cancellationToken);
}

public sealed record ImportPlanOptions(
    IReadOnlyCollection<string> Fields,
    bool CreateMissing,
    UnknownManager UnknownManager,
    IReadOnlyCollection<string> RequiredCustomFields
);

/// <param name="Rejected">Rows that were rejected by the planning.</param>
/// <param name="ErrorsKept">How many errors and warnings were stored.</param>
public sealed record ImportPlan(long New, long Existing, long Rejected, long Warnings, int ErrorsKept);

/// <summary>Managers come before those who report to them, people who exist already come last.</summary>
public enum ImportStage
{
    Managers,
    Others,
    Existing,
}

/// <param name="Line">The last line that is done within the stage.</param>
public sealed record ImportPosition(ImportStage Stage, int Line)
{
    public static ImportPosition Start { get; } = new(ImportStage.Managers, 0);
}

/// <summary>Lines of one stage: after <paramref name="After"/> up to <paramref name="Last"/>.</summary>
public sealed record ImportRange(ImportStage Stage, int After, int Last, int Rows);

/// <param name="Catalogue">department, position or skill.</param>
public sealed record MissingName(string Catalogue, string Name);

/// <summary>A row about somebody who exists, with its references resolved.</summary>
public sealed record ImportChange(
    ImportRow Row,
    EmployeeId Employee,
    Guid? DepartmentId,
    Guid? PositionId,
    EmployeeId? ManagerId,
    IReadOnlyList<Guid> SkillIds
);

public sealed record RowErrorPosition(int Line, string Field, string Code);

/// <summary>What the plan relied on has changed; plan again.</summary>
public sealed class ImportOutdatedException(Exception inner) : Exception("The plan is outdated.", inner);
