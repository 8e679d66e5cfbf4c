using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Jobs;

/// <summary>Runs a failed or cancelled job again, from where it stopped.</summary>
[NoScopeNeeded("Which scope is needed follows from the job's kind; JobAccess asks for it.")]
public sealed record RetryJob(JobId Id) : ICommand<Job>;

internal sealed class RetryJobHandler(JobAccess access, IJobQueue queue) : IRequestHandler<RetryJob, Job>
{
    public async Task<Job> Handle(RetryJob request, CancellationToken cancellationToken)
    {
        await access.GetToManageAsync(request.Id, cancellationToken);
        if (!await queue.RetryAsync(request.Id, cancellationToken))
            throw new ProblemException(
                ProblemCatalog.Conflict,
                "Only a job that failed or was cancelled can be tried again."
            );
        return await access.GetAsync(request.Id, cancellationToken);
    }
}
