namespace HrPlatform.Application.Imports;

/// <summary>Section <c>Imports</c> of the configuration.</summary>
public sealed class ImportSettings
{
    /// <summary>How many rows of a file are prepared in one transaction.</summary>
    public int RowsPerRead { get; init; } = 25_000;

    /// <summary>How many employees are written in one statement.</summary>
    public int RowsPerWrite { get; init; } = 10_000;
}
