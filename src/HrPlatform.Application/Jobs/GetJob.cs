using HrPlatform.Application.Common;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Jobs;

[NoScopeNeeded("Which scope is needed follows from the job's kind; JobAccess asks for it.")]
public sealed record GetJob(JobId Id) : IQuery<Job>;

internal sealed class GetJobHandler(JobAccess access) : IRequestHandler<GetJob, Job>
{
    public Task<Job> Handle(GetJob request, CancellationToken cancellationToken) =>
        access.GetAsync(request.Id, cancellationToken);
}
