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
        await ObeyAsync(await table.ReportAsync(place, started, Progress, cancellationToken));
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

    /// <summary>
    /// Somebody says that the job was cancelled. Every role of the server may send such a message, so that the job itself
    /// is asked.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        await ObeyAsync(await table.HoldAsync(place, started, cancellationToken));

    public Task LoseAsync()
    {
        Lost = true;
        return cancellation.CancelAsync();
    }

    private Task ObeyAsync(JobHold hold)
    {
        switch (hold)
        {
            case JobHold.CancelRequested:
                CancelRequested = true;
                return cancellation.CancelAsync();
            case JobHold.Lost:
                return LoseAsync();
            default:
                return Task.CompletedTask;
        }
    }
}
