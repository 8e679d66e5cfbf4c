using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Application.Jobs;

/// <summary>Hands work to the workers. Everything joins the unit of work when one is active.</summary>
public interface IJobQueue
{
    /// <summary>The job runs after the transaction has committed, and doesn't exist when it is rolled back.</summary>
    /// <exception cref="ProblemException">429 when too many jobs of the tenant wait already.</exception>
    Task<JobId> EnqueueAsync<TPayload>(
        string kind,
        TPayload payload,
        CancellationToken cancellationToken,
        EnqueueOptions? options = null
    )
        where TPayload : class;

    /// <summary>
    /// A waiting job is cancelled at once, a running one soon. False when the job has ended, or does not exist.
    /// </summary>
    Task<bool> CancelAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Lets a failed or cancelled job continue from its checkpoint. False in any other state.</summary>
    Task<bool> RetryAsync(JobId job, CancellationToken cancellationToken);
}

public sealed record EnqueueOptions
{
    /// <summary>Given by the caller so that enqueueing can be repeated: a job that exists with this id stays as it is.</summary>
    public JobId? Id { get; init; }

    /// <summary>Not before this time; at once when left out.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Of how many units the job consists, when known.</summary>
    public long? Total { get; init; }
}

/// <summary>Reads jobs.</summary>
public interface IJobReader
{
    Task<Job?> FindAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Null when the job has none.</summary>
    Task<TCheckpoint?> FindCheckpointAsync<TCheckpoint>(JobId job, CancellationToken cancellationToken)
        where TCheckpoint : class;

    /// <summary>Newest first.</summary>
    /// <param name="before">Only jobs that are older than this one.</param>
    Task<IReadOnlyList<Job>> ListAsync(
        IReadOnlyCollection<string> kinds,
        JobStatus? status,
        JobId? before,
        int limit,
        CancellationToken cancellationToken
    );
}
