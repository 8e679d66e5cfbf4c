using HrPlatform.Application.Jobs;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Runs each day in each tenant: batch by batch until nothing is due.</summary>
public sealed class ApplyDueChangesJob(IMediator mediator) : IJobHandler
{
    public const string Kind = "apply_due_changes";

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        var applied = 0;
        int batch;
        do
        {
            batch = await mediator.Send(new ApplyDueChanges(), cancellationToken);
            applied += batch;
        } while (batch > 0);
        job.Result = new { employees = applied };
    }
}
