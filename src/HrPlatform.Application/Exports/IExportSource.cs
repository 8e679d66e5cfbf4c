using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Application.Exports;

/// <summary>Employees one after the other, as they were at one moment, without holding more than one in memory.</summary>
public interface IExportSource
{
    IAsyncEnumerable<ExportRow> ReadAsync(EmployeeFilter filter, CancellationToken cancellationToken);
}

public sealed record ExportRow(EmployeeView Employee, string? ManagerNumber, string? ManagerEmail);

/// <summary>Writes rows in one of the formats.</summary>
public interface IExportWriterFactory
{
    /// <param name="customFields">The keys of the tenant's custom fields, in the order of columns.</param>
    IExportWriter Create(
        ExportFormat format,
        Stream target,
        IReadOnlyList<string> fields,
        IReadOnlyList<string> customFields
    );
}

/// <summary>Disposing it leaves the stream open.</summary>
public interface IExportWriter : IAsyncDisposable
{
    Task WriteAsync(ExportRow row, CustomValues custom, CancellationToken cancellationToken);

    /// <summary>Everything is in the stream afterwards.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}
