using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Work that was begun and goes on at the server, whether or not anybody waits.</summary>
public class JobHandle
{
    private readonly JobsClient _jobs;

    /// <summary>A job by its id, e.g. one that an earlier run of the program began.</summary>
    /// <param name="jobs">Where to ask.</param>
    /// <param name="jobId">The job's id.</param>
    public JobHandle(JobsClient jobs, string jobId)
    {
        _jobs = jobs;
        Id = jobId;
    }

    /// <summary>The job's id. Keep it to wait later.</summary>
    public string Id { get; }

    /// <summary>The job as it is now.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Job> GetAsync(CancellationToken cancellationToken = default) =>
        _jobs.GetAsync(Id, cancellationToken);

    /// <summary>Waits until the job has succeeded.</summary>
    /// <param name="progress">Hears of each change.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on.</param>
    /// <returns>The job with its result.</returns>
    /// <exception cref="HrJobException">The job failed or was cancelled.</exception>
    public virtual Task<Job> WaitAsync(
        IProgress<Job>? progress = null,
        CancellationToken cancellationToken = default
    ) => _jobs.WaitAsync(Id, progress, cancellationToken);

    /// <summary>What is wrong with which line, if the job is an import.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<RowProblem> ListErrorsAsync(CancellationToken cancellationToken = default) =>
        _jobs.ListErrorsAsync(Id, cancellationToken);

    /// <summary>Asks for the job's end: it stops at the next safe point.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Job> CancelAsync(CancellationToken cancellationToken = default) =>
        _jobs.CancelAsync(Id, cancellationToken);
}
