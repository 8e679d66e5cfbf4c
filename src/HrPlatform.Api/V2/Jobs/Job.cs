using System.Text.Json;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Api.V2.Jobs;

/// <summary>Work that outlives the request that asked for it. Poll it until it has ended.</summary>
public sealed record Job
{
    /// <summary>The job's id.</summary>
    /// <example>job_01kb4w3x5ve9ksfd7cqh2t6z8m</example>
    public required JobId Id { get; init; }

    /// <summary>What the job does.</summary>
    /// <example>import_employees</example>
    public required string Kind { get; init; }

    /// <summary>It has ended when this is `succeeded`, `failed` or `cancelled`.</summary>
    /// <example>running</example>
    public required JobStatus Status { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgress Progress { get; init; }

    /// <summary>Somebody asked for its end; it stops at the next safe point.</summary>
    /// <example>false</example>
    public required bool CancelRequested { get; init; }

    /// <summary>How often it was started: more than once after failures or restarts of the server.</summary>
    /// <example>1</example>
    public required int Attempts { get; init; }

    /// <summary>Figures of the outcome, by kind; also of what was done before it was cancelled.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Result { get; init; }

    /// <summary>Why it failed, or why the last attempt did.</summary>
    public JobError? Error { get; init; }

    /// <summary>Paths of what belongs to it, by name: `self`, `errors`, `file`.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>When it was asked for.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first ran.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    /// <example>2026-11-23T09:30:42Z</example>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When anything of this last changed.</summary>
    /// <example>2026-11-23T09:30:42Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static Job Of(Application.Jobs.Job job, DateTimeOffset now) =>
        new()
        {
            Id = job.Id,
            Kind = job.Kind,
            Status = job.Status,
            Progress = new JobProgress
            {
                Processed = job.Processed,
                Total = job.Total,
                Failed = job.Failed,
                Percent = job.Percent,
                EtaSeconds = job.EtaSeconds(now),
            },
            CancelRequested = job.CancelRequested,
            Attempts = job.Attempts,
            Result = job.Result?.Deserialize<Dictionary<string, JsonElement>>(),
            Error = job.Error is { } error ? new JobError { Code = error.Code, Message = error.Message } : null,
            Links = LinksOf(job),
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            UpdatedAt = job.UpdatedAt,
        };

    private static Dictionary<string, string> LinksOf(Application.Jobs.Job job)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal) { ["self"] = $"/v2/jobs/{job.Id}" };
        if (job.Kind == JobKindNames.ImportEmployees)
            links["errors"] = $"/v2/jobs/{job.Id}/errors";
        if (job is { Kind: JobKindNames.ExportEmployees, Status: JobStatus.Succeeded })
            links["file"] = $"/v2/exports/{job.Id}/file";
        return links;
    }
}

/// <summary>How far a job is.</summary>
public sealed record JobProgress
{
    /// <summary>Units done, the failed ones included.</summary>
    /// <example>1200</example>
    public required long Processed { get; init; }

    /// <summary>Units in all; null while unknown.</summary>
    /// <example>2000</example>
    public long? Total { get; init; }

    /// <summary>Units that could not be done; `/v2/jobs/{id}/errors` says why.</summary>
    /// <example>3</example>
    public required long Failed { get; init; }

    /// <summary>0 to 100; null while the total is unknown.</summary>
    /// <example>60</example>
    public double? Percent { get; init; }

    /// <summary>Seconds until the end, if it goes on as so far.</summary>
    /// <example>2.5</example>
    public double? EtaSeconds { get; init; }
}

/// <summary>Why a job failed.</summary>
public sealed record JobError
{
    /// <summary>Stable name of the error.</summary>
    /// <example>rows-rejected</example>
    public required string Code { get; init; }

    /// <summary>What happened and what to do.</summary>
    /// <example>3 rows have errors, so nothing was imported.</example>
    public required string Message { get; init; }
}
