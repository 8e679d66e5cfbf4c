using HrPlatform.Application.Employees;
using HrPlatform.Application.Files;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Employees;

namespace HrPlatform.Application.Exports;

/// <summary>What an export has made, in the job's result.</summary>
/// <param name="Withheld">Fields that were left out because the export's creator may not see them.</param>
/// <param name="Scopes">What a key needs to download the file, besides <c>exports:read</c>.</param>
public sealed record ExportResult(
    string FileName,
    string ContentType,
    long Rows,
    long Bytes,
    string Sha256,
    IReadOnlyList<string> Withheld,
    IReadOnlyList<string> Scopes
);

/// <summary>The checkpoint: the finished file.</summary>
internal sealed record ExportedFile(Guid File, ExportResult Result);

/// <summary>
/// Writes employees to a file, one after the other from one statement: what the file shows is one moment's state, and
/// its size doesn't matter to the memory. A run that is interrupted starts over; half a file is never seen.
/// </summary>
internal sealed class ExportEmployees(
    IExportSource source,
    IExportWriterFactory writers,
    IFileStore files,
    IEmployeeReads reads,
    IEmployeeReferences references,
    TimeProvider clock
) : IJobHandler
{
    private const long MaxFileBytes = 8L << 30;

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        if (job.Checkpoint<ExportedFile>() is { } finished)
        {
            job.Result = finished.Result;
            return;
        }
        var payload = job.Payload<ExportPayload>();
        var filter = await payload.Filter.ToFilter().WithStoredCustomAsync(references, cancellationToken);
        var total = (
            await reads.ListAsync(new EmployeeListRequest(filter, [], Limit: 1, WithTotal: true), cancellationToken)
        ).Total;
        var custom = (await references.ResolveAsync(ReferenceSet.Empty, cancellationToken)).CustomFields.Keys;

        await using var file = await files.CreateAsync(MaxFileBytes, cancellationToken);
        long rows = 0;
        await using (
            var writer = writers.Create(
                payload.Format,
                file.Content,
                payload.Fields,
                [.. custom.Order(StringComparer.Ordinal)]
            )
        )
        {
            await foreach (var row in source.ReadAsync(filter, cancellationToken))
            {
                await writer.WriteAsync(row, CustomValues.FromJson(row.Employee.Custom), cancellationToken);
                rows++;
                await job.ReportAsync(rows, Math.Max(total ?? 0, rows), failed: 0, cancellationToken);
            }
            await writer.FinishAsync(cancellationToken);
        }
        var stored = await file.CommitAsync(cancellationToken);

        var csv = payload.Format == ExportFormat.Csv;
        var result = new ExportResult(
            $"employees-{clock.GetUtcNow():yyyy-MM-dd}.{(csv ? "csv" : "jsonl")}",
            csv ? "text/csv; charset=utf-8" : "application/jsonl",
            rows,
            stored.Length,
            stored.Sha256Text,
            payload.Withheld,
            [.. payload.Fields.Select(ExportFields.ScopeOf).OfType<string>().Distinct()]
        );
        await job.ReportAsync(rows, rows, failed: 0, cancellationToken);
        await job.SaveCheckpointAsync(new ExportedFile(stored.Id.Value, result), cancellationToken);
        job.Result = result;
    }
}
