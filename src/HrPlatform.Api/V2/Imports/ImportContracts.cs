using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Imports;

namespace HrPlatform.Api.V2.Imports;

/// <summary>A file of employees and how to read it, as <c>multipart/form-data</c>.</summary>
public class PreviewForm
{
    /// <summary>CSV (comma, semicolon, tab or another delimiter; UTF-8, UTF-16 or Windows-1252), plain or gzip, with a header line; at most 512 MiB.</summary>
    [Required]
    public required IFormFile File { get; init; }

    /// <summary>
    /// JSON object of the file's columns and the fields that they hold, e.g. `{"Mail":"email"}`. Columns that it doesn't
    /// name are not used. When left out, the names of the columns decide; the preview shows how.
    /// </summary>
    /// <example>{"No":"employeeNumber","Mail":"email","Team":"department"}</example>
    public string? Mapping { get; init; }

    /// <summary>The delimiter; found out when left out.</summary>
    /// <example>;</example>
    [StringLength(1)]
    public string? Delimiter { get; init; }

    /// <summary>How dates are written: `yyyy-MM-dd` (the default), `dd/MM/yyyy`, `MM/dd/yyyy`, `dd.MM.yyyy` or `yyyy/MM/dd`.</summary>
    /// <example>yyyy-MM-dd</example>
    public string? DateFormat { get; init; }

    internal virtual ImportOptions ToOptions() =>
        new()
        {
            Mapping = ReadMapping(),
            Delimiter = string.IsNullOrEmpty(Delimiter) ? null : Delimiter[0],
            DateFormat = string.IsNullOrEmpty(DateFormat) ? ImportFields.DateFormats[0] : DateFormat,
        };

    private Dictionary<string, string>? ReadMapping()
    {
        if (string.IsNullOrWhiteSpace(Mapping))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping);
        }
        catch (JsonException)
        {
            const string Message = "A JSON object of column names and field names is expected.";
            throw new ProblemException(
                ProblemCatalog.MalformedRequest,
                Message,
                new FieldError("mapping", "invalid-json", Message)
            );
        }
    }
}

/// <summary>An import to run, as <c>multipart/form-data</c>.</summary>
public sealed class ImportForm : PreviewForm
{
    /// <summary>
    /// `all_or_nothing` (the default): one row with an error and nothing is imported. `best_effort`: the rows without
    /// errors are.
    /// </summary>
    /// <example>best_effort</example>
    [AllowedValues("all_or_nothing", "best_effort", null)]
    public string? Mode { get; init; }

    /// <summary>
    /// Create departments, positions and skills that don't exist. Needs the scope `organization:write`, and is the
    /// default with it. Without, rows that name unknown ones have errors.
    /// </summary>
    /// <example>true</example>
    public bool? CreateMissing { get; init; }

    /// <summary>What to do with a manager who is neither in the file nor known: `warn` (the default) imports without, `reject` is an error.</summary>
    /// <example>warn</example>
    [AllowedValues("warn", "reject", null)]
    public string? UnknownManager { get; init; }

    /// <summary>Check everything, write nothing; the result says what would happen.</summary>
    /// <example>false</example>
    public bool DryRun { get; init; }

    internal override ImportOptions ToOptions() =>
        base.ToOptions() with
        {
            Mode = Mode == "best_effort" ? ImportMode.BestEffort : ImportMode.AllOrNothing,
            UnknownManager =
                UnknownManager == "reject"
                    ? Application.Imports.UnknownManager.Reject
                    : Application.Imports.UnknownManager.Warn,
            DryRun = DryRun,
        };
}

/// <summary>How a file would be read.</summary>
public sealed record Preview
{
    /// <summary>The character encoding that was found.</summary>
    /// <example>utf-8</example>
    public required string Encoding { get; init; }

    /// <summary>The delimiter that was found, or given.</summary>
    /// <example>,</example>
    public required string Delimiter { get; init; }

    /// <summary>Whether the file is gzip.</summary>
    /// <example>false</example>
    public required bool Compressed { get; init; }

    /// <summary>The columns in the file's order, with the field that each would be used for.</summary>
    public required IReadOnlyList<PreviewColumn> Columns { get; init; }

    /// <summary>The first rows as they would become.</summary>
    public required IReadOnlyList<PreviewRow> Rows { get; init; }

    /// <summary>What is wrong with the header or the rows that were looked at.</summary>
    public required IReadOnlyList<RowProblem> Problems { get; init; }

    /// <summary>How many rows were looked at.</summary>
    /// <example>500</example>
    public required int RowsChecked { get; init; }

    internal static Preview Of(ImportPreview preview) =>
        new()
        {
            Encoding = preview.Format.Encoding,
            Delimiter = preview.Format.Delimiter.ToString(),
            Compressed = preview.Format.Compressed,
            Columns =
            [
                .. preview.Columns.Select(column => new PreviewColumn
                {
                    Name = column.Name,
                    Field = column.Field,
                    Samples = column.Samples,
                }),
            ],
            Rows = [.. preview.Rows.Select(row => new PreviewRow { Line = row.Line, Values = row.Values })],
            Problems = [.. preview.Problems.Select(RowProblem.Of)],
            RowsChecked = preview.RowsChecked,
        };
}

/// <summary>A column of the file.</summary>
public sealed record PreviewColumn
{
    /// <summary>Its name in the header.</summary>
    /// <example>Mail</example>
    public required string Name { get; init; }

    /// <summary>The field that it would be used for; null when it would not be used.</summary>
    /// <example>email</example>
    public string? Field { get; init; }

    /// <summary>The first values.</summary>
    /// <example>["ada@example.com"]</example>
    public required IReadOnlyList<string> Samples { get; init; }
}

/// <summary>A row as it would become.</summary>
public sealed record PreviewRow
{
    /// <summary>The line of the file on which it begins.</summary>
    /// <example>2</example>
    public required int Line { get; init; }

    /// <summary>Values by field; empty ones are left out.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }
}

/// <summary>What is wrong with a row.</summary>
public sealed record RowProblem
{
    /// <summary>The line of the file on which the row begins, counted from 1.</summary>
    /// <example>17</example>
    public required int Line { get; init; }

    /// <summary>The field; empty when the whole row is meant.</summary>
    /// <example>email</example>
    public required string Field { get; init; }

    /// <summary>Stable name of the problem.</summary>
    /// <example>duplicate-in-file</example>
    public required string Code { get; init; }

    /// <summary>A row with an `error` is not imported, one with a `warning` is.</summary>
    /// <example>error</example>
    public required RowErrorSeverity Severity { get; init; }

    /// <summary>What to change.</summary>
    /// <example>Line 5 has the same value.</example>
    public required string Message { get; init; }

    /// <summary>What stands in the file, cut after 100 characters.</summary>
    /// <example>ada@example.com</example>
    public string? Value { get; init; }

    internal static RowProblem Of(RowError error) =>
        new()
        {
            Line = error.Line,
            Field = error.Field,
            Code = error.Code,
            Severity = error.Severity,
            Message = error.Message,
            Value = error.Value,
        };
}
