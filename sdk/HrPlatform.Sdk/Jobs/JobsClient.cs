using System.Runtime.CompilerServices;
using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Long work: imports, exports, the reading of documents.</summary>
public class JobsClient
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private readonly IJobsApi _api;
    private readonly TimeProvider _clock;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    /// <param name="clock">The clock to wait by; the system's when left out.</param>
    public JobsClient(IJobsApi api, TimeProvider? clock = null)
    {
        _api = api;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected JobsClient() { }
#pragma warning restore CS8618

    /// <summary>All jobs that the key may see, newest first; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Job> ListAsync(
        ListJobsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<Job>(
            async (cursor, cancellation) =>
                await _api.ListJobsAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>The job as it is now.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such job.</exception>
    public virtual Task<Job> GetAsync(string jobId, CancellationToken cancellationToken = default) =>
        _api.GetJobAsync(jobId, cancellationToken);

    /// <summary>Asks for the job's end: it stops at the next safe point.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Job> CancelAsync(string jobId, CancellationToken cancellationToken = default) =>
        _api.CancelJobAsync(jobId, cancellationToken: cancellationToken);

    /// <summary>Runs a failed or cancelled job again, from where it stopped.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Job> RetryAsync(string jobId, CancellationToken cancellationToken = default) =>
        _api.RetryJobAsync(jobId, cancellationToken: cancellationToken);

    /// <summary>What is wrong with which line of an import's file, in the order of lines.</summary>
    /// <param name="jobId">The import's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<RowProblem> ListErrorsAsync(
        string jobId,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<RowProblem>(
            async (cursor, cancellation) =>
                await _api.ListJobErrorsAsync(jobId, new() { Cursor = cursor }, cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>The states of a job, as they change, up to the last.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the watching; the job goes on.</param>
    public virtual async IAsyncEnumerable<Job> WatchAsync(
        string jobId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var pause = _firstPause;
        Job? shown = null;
        while (true)
        {
            var job = await GetAsync(jobId, cancellationToken).ConfigureAwait(false);
            if (shown is null || job.UpdatedAt != shown.UpdatedAt || job.Status != shown.Status)
                yield return shown = job;
            if (job.HasEnded)
                yield break;
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }
    }

    /// <summary>Waits until the job has succeeded.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="progress">Hears of each change.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on.</param>
    /// <returns>The job with its result.</returns>
    /// <exception cref="HrJobException">The job failed or was cancelled.</exception>
    public virtual async Task<Job> WaitAsync(
        string jobId,
        IProgress<Job>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        Job? last = null;
        await foreach (var job in WatchAsync(jobId, cancellationToken).ConfigureAwait(false))
        {
            progress?.Report(job);
            last = job;
        }
        return last!.Status == JobStatus.Succeeded ? last : throw new HrJobException(last);
    }
}
