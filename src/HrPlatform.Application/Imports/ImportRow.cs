using System.Globalization;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Application.Imports;

/// <summary>A row of the file as the values that it stands for. What has no column, or an empty cell, is null.</summary>
public sealed record ImportRow
{
    public required int Line { get; init; }
    public string? EmployeeNumber { get; init; }
    public string? ExternalId { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Department { get; init; }
    public string? Position { get; init; }
    public DateOnly? HireDate { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Gender { get; init; }
    public decimal? Salary { get; init; }
    public string? Currency { get; init; }
    public string? ManagerNumber { get; init; }
    public string? ManagerEmail { get; init; }
    public IReadOnlyList<string> Skills { get; init; } = [];
    public decimal? ExperienceYears { get; init; }
    public string? Bio { get; init; }
    public EmploymentStatus? Status { get; init; }
    public DateOnly? TerminationDate { get; init; }
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>Values of the custom fields that have a cell.</summary>
    public CustomValues Custom { get; init; } = CustomValues.None;
}

/// <summary>Turns cells into a row and says what is wrong with them, all at once.</summary>
public sealed class ImportRowReader
{
    private const int ShownValueLength = 100;

    private readonly ColumnMapping _mapping;
    private readonly string _dateFormat;
    private readonly DateOnly _today;
    private readonly List<(int Column, string Field, CustomFieldDefinition Definition)> _custom = [];
    private readonly List<(int Column, string Field)> _unknownCustom = [];

    public ImportRowReader(
        ColumnMapping mapping,
        string dateFormat,
        IReadOnlyDictionary<string, CustomFieldDefinition> customFields,
        DateOnly today
    )
    {
        _mapping = mapping;
        _dateFormat = dateFormat;
        _today = today;
        foreach (var field in mapping.Fields.Where(ImportFields.IsCustom))
        {
            if (customFields.TryGetValue(ImportFields.KeyOfCustom(field), out var definition))
                _custom.Add((mapping[field], field, definition));
            else
                _unknownCustom.Add((mapping[field], field));
        }
    }

    /// <summary>Null when the row has errors; they are added to <paramref name="errors"/>.</summary>
    public ImportRow? Read(ICsvTable table, List<RowError> errors)
    {
        var before = errors.Count;
        var cells = new Cells(table, _mapping, errors);
        if (table.Problem is var (code, message))
        {
            cells.Fail("", code, message, null);
            return null;
        }

        var (firstName, lastName) = NamesOf(cells);
        var row = new ImportRow
        {
            Line = table.Line,
            EmployeeNumber = cells.Text(ImportFields.EmployeeNumber),
            ExternalId = cells.Text(ImportFields.ExternalId),
            FirstName = firstName,
            LastName = lastName,
            Email = cells.Text(ImportFields.Email),
            Phone = cells.Text(ImportFields.Phone),
            Department = cells.Text(ImportFields.Department),
            Position = cells.Text(ImportFields.Position),
            HireDate = DateOf(cells, ImportFields.HireDate),
            BirthDate = DateOf(cells, ImportFields.BirthDate),
            Gender = cells.Text(ImportFields.Gender),
            Salary = NumberOf(cells, ImportFields.Salary),
            Currency = cells.Text(ImportFields.Currency)?.ToUpperInvariant(),
            ManagerNumber = cells.Text(ImportFields.ManagerNumber),
            ManagerEmail = cells.Text(ImportFields.ManagerEmail),
            Skills = SkillsOf(cells),
            ExperienceYears = NumberOf(cells, ImportFields.ExperienceYears),
            Bio = cells.Text(ImportFields.Bio),
            Status = StatusOf(cells),
            TerminationDate = DateOf(cells, ImportFields.TerminationDate),
            EffectiveDate = DateOf(cells, ImportFields.EffectiveDate),
            Custom = CustomOf(cells),
        };
        if (errors.Count == before)
            Check(row, cells);
        return errors.Count == before ? row : null;
    }

    private void Check(ImportRow row, Cells cells)
    {
        foreach (var error in EmployeeFieldRules.Check(FieldsOf(row), creating: false))
        {
            var field = FieldOf(error.Pointer);
            cells.Fail(field, error.Code, error.Message, cells.Raw(field));
        }
        if (row is { EmployeeNumber: null, ExternalId: null, Email: null })
            cells.Fail("", "no-key", "The row has no employee number, external id or e-mail address.", null);
        if (row is { Status: EmploymentStatus.Terminated, TerminationDate: null })
            cells.Fail(ImportFields.TerminationDate, "required", "Somebody who left needs the day.", null);
        if (row.Status == EmploymentStatus.Active && row.TerminationDate <= _today)
        {
            cells.Fail(
                ImportFields.Status,
                "contradicts-termination-date",
                "Somebody whose employment has ended is not active.",
                cells.Raw(ImportFields.Status)
            );
        }
        if (row.TerminationDate < row.HireDate)
        {
            cells.Fail(
                ImportFields.TerminationDate,
                "before-hire",
                "The day lies before the hire.",
                cells.Raw(ImportFields.TerminationDate)
            );
        }
    }

    // A field is present when it has a column, except that an empty cell can't clear pay and a number has no meaning alone.
    private EmployeeFields FieldsOf(ImportRow row)
    {
        Optional<T?> When<T>(string field, T? value) => _mapping.Has(field) ? value : default(Optional<T?>);
        var named = _mapping.Has(ImportFields.Name);
        return new EmployeeFields
        {
            FirstName = named ? row.FirstName ?? "" : When(ImportFields.FirstName, row.FirstName ?? ""),
            LastName = named ? row.LastName : When(ImportFields.LastName, row.LastName),
            Email = When(ImportFields.Email, row.Email),
            EmployeeNumber = row.EmployeeNumber,
            ExternalId = row.ExternalId,
            Phone = row.Phone,
            Department = row.Department,
            Position = row.Position,
            BirthDate = row.BirthDate,
            HireDate = row.HireDate is { } day ? new Optional<DateOnly?>(day) : default,
            Gender = row.Gender,
            Pay = row.Salary is { } amount ? new MoneyInput(amount, row.Currency) : default(Optional<MoneyInput?>),
            Skills = new Optional<IReadOnlyList<string>?>(row.Skills),
            ExperienceYears = row.ExperienceYears,
            Bio = row.Bio,
            EffectiveDate = row.EffectiveDate,
        };
    }

    private static string FieldOf(string pointer)
    {
        var field = pointer.TrimStart('/');
        if (field.StartsWith("compensation", StringComparison.Ordinal))
            return field.EndsWith("currency", StringComparison.Ordinal) ? ImportFields.Currency : ImportFields.Salary;
        var slash = field.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? field : field[..slash];
    }

    private (string? First, string? Last) NamesOf(Cells cells)
    {
        if (_mapping.Has(ImportFields.LastName) || !_mapping.Has(ImportFields.Name))
            return (cells.Text(ImportFields.FirstName), cells.Text(ImportFields.LastName));
        if (cells.Text(ImportFields.Name) is not { } full)
            return (null, null);
        var name = PersonName.Parse(full);
        return (name.FirstName, name.LastName);
    }

    private DateOnly? DateOf(Cells cells, string field)
    {
        if (cells.Text(field) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, _dateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        cells.Fail(field, "invalid-date", $"A date in the form {_dateFormat} is expected.", text);
        return null;
    }

    private static decimal? NumberOf(Cells cells, string field)
    {
        if (cells.Text(field) is not { } text)
            return null;
        if (TryParseNumber(text, out var number))
            return number;
        cells.Fail(field, "invalid-number", "A number is expected, e.g. 88958.00.", text);
        return null;
    }

    /// <summary>
    /// Points or commas as they are written in different countries: the last of two kinds is the decimal sign; a single
    /// comma is one unless exactly three digits follow.
    /// </summary>
    internal static bool TryParseNumber(string text, out decimal number)
    {
        text = text.Replace(" ", "", StringComparison.Ordinal)
            .Replace("\u00A0", "", StringComparison.Ordinal)
            .Replace("\u202F", "", StringComparison.Ordinal)
            .Replace("'", "", StringComparison.Ordinal);
        var comma = text.LastIndexOf(',');
        if (comma >= 0)
        {
            var point = text.LastIndexOf('.');
            var grouping = point > comma || (point < 0 && text.Length - comma == 4) || text.IndexOf(',') != comma;
            text = grouping
                ? text.Replace(",", "", StringComparison.Ordinal)
                : text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        }
        return decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number
        );
    }

    private static string[] SkillsOf(Cells cells) =>
        cells.Text(ImportFields.Skills) is { } text
            ? text.Split([';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];

    private static EmploymentStatus? StatusOf(Cells cells)
    {
        if (cells.Text(ImportFields.Status) is not { } text)
            return null;
        switch (text.ToLowerInvariant())
        {
            case "active" or "employed" or "current" or "actif" or "active_employee":
                return EmploymentStatus.Active;
            case "terminated" or "left" or "inactive" or "former" or "sorti":
                return EmploymentStatus.Terminated;
            case "scheduled" or "future" or "pending":
                return EmploymentStatus.Scheduled;
            default:
                cells.Fail(
                    ImportFields.Status,
                    "invalid-status",
                    "One of active, terminated, scheduled is expected.",
                    text
                );
                return null;
        }
    }

    private CustomValues CustomOf(Cells cells)
    {
        foreach (var (column, field) in _unknownCustom)
        {
            if (cells.At(column) is { } text)
                cells.Fail(
                    field,
                    "unknown-custom-field",
                    $"There is no custom field '{ImportFields.KeyOfCustom(field)}'.",
                    text
                );
        }
        var values = CustomValues.None;
        foreach (var (column, field, definition) in _custom)
        {
            if (cells.At(column) is not { } text)
            {
                if (definition.Required)
                    cells.Fail(field, "required", $"'{definition.Key}' is required.", null);
                continue;
            }
            var value = definition.Parse(text, out var problem);
            if (problem is null)
                values = values.With(definition.Key, value);
            else
                cells.Fail(field, "invalid-value", problem, text);
        }
        return values;
    }

    private readonly struct Cells(ICsvTable table, ColumnMapping mapping, List<RowError> errors)
    {
        public string? Text(string field) => At(mapping[field]);

        public string? Raw(string field) => mapping.Has(field) ? Text(field) : null;

        public string? At(int column)
        {
            if (column < 0 || column >= table.Cells.Count)
                return null;
            var text = Common.Text.Tidy(table.Cells[column]);
            // Our own exports put an apostrophe before what a spreadsheet would take for a formula.
            return text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;
        }

        public void Fail(string field, string code, string message, string? value) =>
            errors.Add(
                new RowError(
                    table.Line,
                    field,
                    code,
                    RowErrorSeverity.Error,
                    message,
                    value is { Length: > ShownValueLength } ? value[..ShownValueLength] + "…" : value
                )
            );
    }
}
