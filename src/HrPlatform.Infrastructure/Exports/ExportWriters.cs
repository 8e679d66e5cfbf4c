using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using HrPlatform.Application.Exports;
using HrPlatform.Application.Imports;
using HrPlatform.Domain.Employees;
using HrPlatform.Infrastructure.Persistence.Employees;

namespace HrPlatform.Infrastructure.Exports;

/// <inheritdoc cref="IExportWriterFactory"/>
public sealed class ExportWriters : IExportWriterFactory
{
    public IExportWriter Create(
        ExportFormat format,
        Stream target,
        IReadOnlyList<string> fields,
        IReadOnlyList<string> customFields
    ) =>
        format == ExportFormat.Csv
            ? new CsvExportWriter(target, fields, customFields)
            : new JsonLinesExportWriter(target, fields);

    /// <summary>Text, a number, a date, a list of texts, or null.</summary>
    public static object? ValueOf(ExportRow row, string field)
    {
        var employee = row.Employee;
        return field switch
        {
            ExportFields.Id => employee.Id.ToString(),
            ImportFields.EmployeeNumber => employee.EmployeeNumber,
            ImportFields.ExternalId => employee.ExternalId,
            ImportFields.FirstName => employee.FirstName,
            ImportFields.LastName => employee.LastName,
            ImportFields.Email => employee.Email,
            ImportFields.Phone => employee.Phone,
            ImportFields.Department => employee.Department?.Name,
            ImportFields.Position => employee.Position?.Title,
            ImportFields.HireDate => employee.HireDate,
            ImportFields.TerminationDate => employee.TerminationDate,
            ImportFields.Status => EnumText.Of(employee.Status),
            ImportFields.BirthDate => employee.BirthDate,
            ImportFields.Gender => employee.Gender,
            ImportFields.Salary => employee.Compensation?.Pay.Amount,
            ImportFields.Currency => employee.Compensation?.Pay.Currency,
            ImportFields.ManagerNumber => row.ManagerNumber,
            ImportFields.ManagerEmail => row.ManagerEmail,
            ImportFields.Skills => employee.Skills.Select(skill => skill.Name).ToArray(),
            ImportFields.ExperienceYears => employee.ExperienceYears,
            ImportFields.Bio => employee.Bio,
            ExportFields.CreatedAt => employee.CreatedAt,
            ExportFields.UpdatedAt => employee.UpdatedAt,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No field of an export."),
        };
    }
}

/// <summary>
/// RFC 4180 in UTF-8. Text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line break)
/// gets an apostrophe in front, which our import takes away again; numbers and dates stay as they are.
/// </summary>
internal sealed class CsvExportWriter : IExportWriter
{
    private readonly CsvWriter _writer;
    private readonly IReadOnlyList<string> _fields;
    private readonly IReadOnlyList<string> _customFields;

    public CsvExportWriter(Stream target, IReadOnlyList<string> fields, IReadOnlyList<string> customFields)
    {
        _fields = fields;
        _customFields = customFields;
        _writer = CsvWriter.Create(
            target,
            new CsvWriterOptions
            {
                Injection = CsvInjection.Escape,
                TrueValue = "true",
                FalseValue = "false",
            },
            leaveOpen: true
        );
        foreach (var field in fields)
        {
            if (field != ExportFields.Custom)
                _writer.WriteField(field);
            else
            {
                foreach (var key in customFields)
                    _writer.WriteField(ImportFields.CustomPrefix + key);
            }
        }
        _writer.EndRecord();
    }

    public Task WriteAsync(ExportRow row, CustomValues custom, CancellationToken cancellationToken)
    {
        foreach (var field in _fields)
        {
            if (field != ExportFields.Custom)
                Write(ExportWriters.ValueOf(row, field));
            else
            {
                foreach (var key in _customFields)
                    Write(custom[key]);
            }
        }
        return _writer.EndRecordAsync(cancellationToken).AsTask();
    }

    public Task FinishAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken).AsTask();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Write(object? value)
    {
        switch (value)
        {
            case decimal number:
                _writer.WriteField(number);
                break;
            case bool flag:
                _writer.WriteField(flag);
                break;
            case DateOnly date:
                _writer.WriteField(date);
                break;
            case DateTimeOffset instant:
                _writer.WriteField(
                    instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFK", CultureInfo.InvariantCulture)
                );
                break;
            case string[] texts:
                _writer.WriteField(string.Join(';', texts));
                break;
            default:
                _writer.WriteField((string?)value ?? "");
                break;
        }
    }
}

/// <summary>One JSON object per line; amounts are decimals as text, as everywhere in v2.</summary>
internal sealed class JsonLinesExportWriter(Stream target, IReadOnlyList<string> fields) : IExportWriter
{
    private readonly Utf8JsonWriter _writer = new(
        target,
        new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public async Task WriteAsync(ExportRow row, CustomValues custom, CancellationToken cancellationToken)
    {
        _writer.WriteStartObject();
        foreach (var field in fields)
        {
            _writer.WritePropertyName(field);
            if (field == ExportFields.Custom)
                _writer.WriteRawValue(custom.ToJson());
            else if (field == ImportFields.Salary)
                _writer.WriteStringValue(row.Employee.Compensation?.Pay.AmountText);
            else
                Write(ExportWriters.ValueOf(row, field));
        }
        _writer.WriteEndObject();
        await _writer.FlushAsync(cancellationToken);
        _writer.Reset();
        target.WriteByte((byte)'\n');
    }

    public Task FinishAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _writer.WriteNullValue();
                break;
            case decimal number:
                _writer.WriteNumberValue(number);
                break;
            case DateOnly date:
                _writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                _writer.WriteStringValue(instant.UtcDateTime);
                break;
            case string[] texts:
                _writer.WriteStartArray();
                foreach (var text in texts)
                    _writer.WriteStringValue(text);
                _writer.WriteEndArray();
                break;
            default:
                _writer.WriteStringValue((string)value);
                break;
        }
    }
}
