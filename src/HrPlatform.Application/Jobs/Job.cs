using System.Text.Json;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Application.Jobs;

/// <summary>A job as it stands now.</summary>
public sealed record Job(
    JobId Id,
    string Kind,
    JobStatus Status,
    long Processed,
    long? Total,
    long Failed,
    int Attempts,
    bool CancelRequested,
    JsonElement? Result,
    JobError? Error,
    Guid? CreatedBy,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset UpdatedAt
)
{
    /// <summary>Null while the number of units is unknown.</summary>
    public double? Percent =>
        Status == JobStatus.Succeeded ? 100
        : Total is > 0 and var total ? Math.Min(100, Math.Round(100d * Processed / total, 1))
        : null;

    /// <summary>Seconds until the end, if it goes on as so far; null when nothing can be said.</summary>
    public double? EtaSeconds(DateTimeOffset now) =>
        Status == JobStatus.Running && StartedAt is { } started && Total is { } total && Processed > 0
            ? Math.Round(Math.Max(0, total - Processed) * (now - started).TotalSeconds / Processed, 1)
            : null;
}

/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record JobError(string Code, string Message);
