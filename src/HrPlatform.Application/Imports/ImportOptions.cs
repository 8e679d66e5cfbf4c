namespace HrPlatform.Application.Imports;

public enum ImportMode
{
    /// <summary>Every row is imported or, when one has an error, none.</summary>
    AllOrNothing,

    /// <summary>Rows without errors are imported, the others are reported.</summary>
    BestEffort,
}

public enum UnknownManager
{
    /// <summary>The row is imported without a manager, and a warning says so.</summary>
    Warn,

    /// <summary>The row has an error.</summary>
    Reject,
}

/// <summary>How a file of employees is to be read and written.</summary>
public sealed record ImportOptions
{
    public ImportMode Mode { get; init; } = ImportMode.AllOrNothing;

    /// <summary>Column of the file to field (<see cref="ImportFields"/>); null takes what the columns' names suggest.</summary>
    public IReadOnlyDictionary<string, string>? Mapping { get; init; }

    /// <summary>Null finds it out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>One of <see cref="ImportFields.DateFormats"/>.</summary>
    public string DateFormat { get; init; } = ImportFields.DateFormats[0];

    /// <summary>Departments, positions and skills that don't exist are created; otherwise such rows have errors.</summary>
    public bool CreateMissing { get; init; } = true;

    public UnknownManager UnknownManager { get; init; }

    /// <summary>Everything is checked, nothing is written.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Whether a row could be used at all.</summary>
public enum RowErrorSeverity
{
    Error,
    Warning,
}

/// <param name="Line">The line of the file on which the row begins, counted from 1.</param>
/// <param name="Field">The field; empty when the row as a whole is meant.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Message">What to change.</param>
/// <param name="Value">What stands in the file, cut short.</param>
public sealed record RowError(
    int Line,
    string Field,
    string Code,
    RowErrorSeverity Severity,
    string Message,
    string? Value
);
