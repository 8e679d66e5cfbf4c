using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Jobs;

/// <summary>Cancels a job that has not ended. One that is cancelled already stays so.</summary>
[NoScopeNeeded("Which scope is needed follows from the job's kind; JobAccess asks for it.")]
public sealed record CancelJob(JobId Id) : ICommand<Job>;

internal sealed class CancelJobHandler(JobAccess access, IJobQueue queue) : IRequestHandler<CancelJob, Job>
{
    public async Task<Job> Handle(CancelJob request, CancellationToken cancellationToken)
    {
        await access.GetToManageAsync(request.Id, cancellationToken);
        var cancelled = await queue.CancelAsync(request.Id, cancellationToken);
        var job = await access.GetAsync(request.Id, cancellationToken);
        return cancelled || job.Status == JobStatus.Cancelled
            ? job
            : throw new ProblemException(ProblemCatalog.Conflict, "The job has ended; there is nothing to cancel.");
    }
}
