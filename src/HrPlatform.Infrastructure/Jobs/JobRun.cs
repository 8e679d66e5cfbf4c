using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Jobs;
using HrPlatform.Infrastructure.Persistence;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>One run of a job: what its handler sees, bound to the run's fence.</summary>
internal sealed class JobRun(
    string kind,
    TenantPlace place,
    StartedJob started,
    JobTable table,
    ITenantSql sql,
    TimeProvider clock,
    CancellationTokenSource cancellation
) : JobContext(started.Id, kind, started.Fence, started.CreatedBy, started.Payload, started.Checkpoint)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private long _lastReport = clock.GetTimestamp();

    public StartedJob Started => started;

    public TenantPlace Place => place;

    /// <summary>As last told by the handler, whether written already or not.</summary>
    public JobProgress Progress { get; private set; } = started.Progress;

    public bool CancelRequested { get; private set; } = started.CancelRequested;

    /// <summary>Another run has the job, or this process can no longer be sure that none has.</summary>
    public bool Lost { get; private set; }

    public CancellationToken Token => cancellation.Token;

    public override async Task ReportAsync(
        long processed,
        long? total,
        long failed,
        CancellationToken cancellationToken
    )
    {
        Progress = new JobProgress(processed, total, failed);
        if (clock.GetElapsedTime(_lastReport) < ReportInterval)
            return;
        _lastReport = clock.GetTimestamp();
        switch (await table.ReportAsync(place, started, Progress, cancellationToken))
        {
            case JobHold.CancelRequested:
                await CancelAsync();
                break;
            case JobHold.Lost:
                await LoseAsync();
                break;
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    public override async Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(checkpoint, JobJson.Options);
        if (await sql.ExecuteAsync(table.SaveCheckpoint(started, Progress, json), cancellationToken) > 0)
            return;
        await LoseAsync();
        throw new OperationCanceledException("Another run has taken this job over.", Token);
    }

    /// <summary>The caller asked for the job's end.</summary>
    public Task CancelAsync()
    {
        CancelRequested = true;
        return cancellation.CancelAsync();
    }

    public Task LoseAsync()
    {
        Lost = true;
        return cancellation.CancelAsync();
    }
}
