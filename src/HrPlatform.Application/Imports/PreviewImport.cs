using System.Globalization;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Imports;

/// <summary>Shows how a file would be read; stores nothing.</summary>
[RequiresScope(Scopes.ImportsWrite)]
public sealed record PreviewImport(Stream Content, ImportOptions Options) : IQuery<ImportPreview>;

/// <param name="Columns">The file's columns and the fields that they would be mapped to.</param>
/// <param name="Rows">The first rows as they would become.</param>
/// <param name="Problems">What is wrong with the header or the first rows.</param>
/// <param name="RowsChecked">How many rows were looked at.</param>
public sealed record ImportPreview(
    CsvFormat Format,
    IReadOnlyList<PreviewColumn> Columns,
    IReadOnlyList<PreviewRow> Rows,
    IReadOnlyList<RowError> Problems,
    int RowsChecked
);

/// <param name="Field">Null when the column would not be used.</param>
/// <param name="Samples">The first values that are not empty.</param>
public sealed record PreviewColumn(string Name, string? Field, IReadOnlyList<string> Samples);

/// <param name="Values">By field; empty ones are left out.</param>
public sealed record PreviewRow(int Line, IReadOnlyDictionary<string, string> Values);

internal sealed class PreviewImportValidator : AbstractValidator<PreviewImport>
{
    public PreviewImportValidator() => RuleFor(query => query.Options).SetValidator(new ImportOptionsValidator());
}

internal sealed class PreviewImportHandler(ICsvFiles csv, IEmployeeReferences references, TimeProvider clock)
    : IRequestHandler<PreviewImport, ImportPreview>
{
    private const int RowsChecked = 500;
    private const int RowsShown = 10;
    private const int SamplesShown = 3;
    private const int SampleLength = 100;
    private const int MaxProblems = 200;

    public async Task<ImportPreview> Handle(PreviewImport request, CancellationToken cancellationToken)
    {
        using var table = await csv.OpenAsync(request.Content, request.Options.Delimiter, cancellationToken);
        var problems = new List<RowError>();
        var mapping = MappingOf(table, request.Options, problems);
        var definitions = (await references.ResolveAsync(ReferenceSet.Empty, cancellationToken)).CustomFields;
        var reader = mapping is null
            ? null
            : new ImportRowReader(
                mapping,
                request.Options.DateFormat,
                definitions,
                DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)
            );
        var samples = table.Header.Select(_ => new List<string>()).ToList();
        var rows = new List<PreviewRow>();
        var count = 0;
        while (count < RowsChecked && await table.ReadAsync(cancellationToken))
        {
            count++;
            for (var i = 0; i < Math.Min(samples.Count, table.Cells.Count); i++)
            {
                if (samples[i].Count < SamplesShown && Text.Tidy(table.Cells[i]) is { } sample)
                    samples[i].Add(sample.Length > SampleLength ? sample[..SampleLength] + "…" : sample);
            }
            if (reader?.Read(table, problems) is { } row && rows.Count < RowsShown)
                rows.Add(new PreviewRow(row.Line, ValuesOf(row)));
        }
        return new ImportPreview(
            table.Format,
            [
                .. table.Header.Select(
                    (name, i) =>
                        new PreviewColumn(
                            name,
                            mapping?.ByColumn.GetValueOrDefault(name)
                                ?? (mapping is null ? ImportFields.Suggest(name) : null),
                            samples[i]
                        )
                ),
            ],
            rows,
            [.. problems.Take(MaxProblems)],
            count
        );
    }

    // What is wrong with the header is shown beside the columns, so that the mapping can be corrected.
    private static ColumnMapping? MappingOf(ICsvTable table, ImportOptions options, List<RowError> problems)
    {
        try
        {
            return ColumnMapping.Of(table.Header, options.Mapping);
        }
        catch (ProblemException problem)
        {
            problems.AddRange(
                problem.Errors.Select(error => new RowError(
                    table.Line,
                    "",
                    error.Code,
                    RowErrorSeverity.Error,
                    error.Message,
                    Value: null
                ))
            );
            return null;
        }
    }

    private static Dictionary<string, string> ValuesOf(ImportRow row)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string field, string? value)
        {
            if (value is not null)
                values[field] = value;
        }
        string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string? Number(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

        Add(ImportFields.EmployeeNumber, row.EmployeeNumber);
        Add(ImportFields.ExternalId, row.ExternalId);
        Add(ImportFields.FirstName, row.FirstName);
        Add(ImportFields.LastName, row.LastName);
        Add(ImportFields.Email, row.Email);
        Add(ImportFields.Phone, row.Phone);
        Add(ImportFields.Department, row.Department);
        Add(ImportFields.Position, row.Position);
        Add(ImportFields.HireDate, Date(row.HireDate));
        Add(ImportFields.BirthDate, Date(row.BirthDate));
        Add(ImportFields.Gender, row.Gender);
        Add(ImportFields.Salary, Number(row.Salary));
        Add(ImportFields.Currency, row.Currency);
        Add(ImportFields.ManagerNumber, row.ManagerNumber);
        Add(ImportFields.ManagerEmail, row.ManagerEmail);
        Add(ImportFields.Skills, row.Skills.Count == 0 ? null : string.Join(';', row.Skills));
        Add(ImportFields.ExperienceYears, Number(row.ExperienceYears));
        Add(ImportFields.Bio, row.Bio);
        Add(ImportFields.Status, row.Status?.ToString().ToLowerInvariant());
        Add(ImportFields.TerminationDate, Date(row.TerminationDate));
        Add(ImportFields.EffectiveDate, Date(row.EffectiveDate));
        foreach (var key in row.Custom.Keys)
            Add(ImportFields.CustomPrefix + key, Convert.ToString(row.Custom[key], CultureInfo.InvariantCulture));
        return values;
    }
}
