using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Application.Jobs;

/// <summary>Which jobs the caller may see: those of the kinds whose scope he or she has.</summary>
public sealed class JobAccess(IJobReader jobs, JobKinds kinds, CallerContext context)
{
    public IReadOnlyCollection<string> VisibleKinds() =>
        [.. kinds.All.Where(kind => context.Caller.Has(kind.ReadScope)).Select(kind => kind.Name)];

    /// <exception cref="ProblemException">404 also when the job is of a kind that the caller may not see.</exception>
    public async Task<Job> GetAsync(JobId id, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(id, cancellationToken);
        return job is not null && kinds.Find(job.Kind) is { } kind && context.Caller.Has(kind.ReadScope)
            ? job
            : throw ProblemException.NotFound("job with this id");
    }

    /// <exception cref="ProblemException">404 when unseen, 403 when the caller may see but not manage it.</exception>
    public async Task<Job> GetToManageAsync(JobId id, CancellationToken cancellationToken)
    {
        var job = await GetAsync(id, cancellationToken);
        context.Caller.Require(kinds.Find(job.Kind)!.ManageScope);
        return job;
    }
}
