using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>Runs one claimed item to its end and writes down how it ended.</summary>
internal sealed class JobRunner(
    IServiceScopeFactory scopes,
    ITenantCatalogue tenants,
    JobTable table,
    JobKinds kinds,
    JobSettings settings,
    TimeProvider clock,
    ILogger<JobRunner> logger
)
{
    /// <summary>A job that brings the process down each time must not do so forever.</summary>
    private const int MaxIdleStarts = 40;

    public async Task RunAsync(WorkQueue queue, WorkItem item, CancellationToken stopping)
    {
        var place = await tenants.FindAsync(item.Tenant, item.Environment, stopping);
        var started = place is null ? null : await table.StartAsync(place, item.Job, stopping);
        if (place is null || started is null)
        {
            await queue.RemoveAsync(item, stopping);
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.System(place));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = new JobRun(
            item.Kind,
            place,
            started,
            table,
            scope.ServiceProvider.GetRequiredService<ITenantSql>(),
            clock,
            cancellation
        );
        using var logScope = logger.BeginScope("Job {JobId} {JobKind}", item.Job, item.Kind);
        var (status, error) = await AttemptAsync(queue, run, scope.ServiceProvider);
        await EndAsync(queue, item, run, status, error);
    }

    /// <summary>A null status means that the job is somebody else's now.</summary>
    private async Task<(JobStatus? Status, JobError? Error)> AttemptAsync(
        WorkQueue queue,
        JobRun run,
        IServiceProvider services
    )
    {
        if (run.CancelRequested)
            return (JobStatus.Cancelled, null);
        if (run.Started.IdleStarts > MaxIdleStarts)
        {
            return (
                JobStatus.Failed,
                new JobError("never-got-further", $"The job was started {MaxIdleStarts} times without getting further.")
            );
        }

        using var over = new CancellationTokenSource();
        var watching = queue.WatchAsync(run, over.Token);
        try
        {
            var handler = services.GetRequiredKeyedService<IJobHandler>(run.Kind);
            await handler.RunAsync(run, run.Token);
            return (JobStatus.Succeeded, null);
        }
        catch (Exception exception) when (run.Token.IsCancellationRequested)
        {
            if (exception is not OperationCanceledException)
                logger.LogDebug(exception, "The run was interrupted");
            return run.Lost ? (null, null)
                : run.CancelRequested ? (JobStatus.Cancelled, null)
                : (JobStatus.Queued, null);
        }
        catch (Exception exception) when (ErrorForGood(exception) is { } error)
        {
            return (JobStatus.Failed, error);
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "Run {Attempt} of the job failed", run.Attempt);
            var last = run.Started.Failures + 1 >= kinds.Find(run.Kind)!.MaxFailures;
            return (last ? JobStatus.Failed : JobStatus.Queued, ErrorAfter(exception));
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    private async Task EndAsync(WorkQueue queue, WorkItem item, JobRun run, JobStatus? status, JobError? error)
    {
        // What happened is written down also while the process stops.
        if (
            status is not { } ended
            || !await table.EndAsync(
                run.Place,
                run.Started,
                ended,
                run.Progress,
                run.Result,
                error,
                CancellationToken.None
            )
        )
        {
            logger.LogWarning("Run {Attempt} lost the job to another run", run.Attempt);
            throw new JobLostException();
        }

        if (ended != JobStatus.Queued)
        {
            logger.LogInformation("The job ended: {Status} {Error}", ended, error?.Code);
            await queue.RemoveAsync(item, CancellationToken.None);
            return;
        }
        var delay = error is null ? TimeSpan.Zero : DelayAfter(run.Started.Failures);
        await queue.PutBackAsync(item, clock.GetUtcNow() + delay, CancellationToken.None);
    }

    private TimeSpan DelayAfter(int failures)
    {
        var delay = settings.RetryDelay * Math.Pow(2, Math.Min(failures, 16));
        return delay < settings.MaxRetryDelay ? delay : settings.MaxRetryDelay;
    }

    private static JobError? ErrorForGood(Exception exception) =>
        exception switch
        {
            JobFailedException failed => new JobError(failed.Code, failed.Message),
            ProblemException { RetryAfter: null, Problem.Status: < 500 } refused => new JobError(
                refused.Problem.Code,
                refused.Message
            ),
            DomainException broken => new JobError(broken.Code, broken.Message),
            _ => null,
        };

    // The text of an unexpected exception may hold what only we should see.
    private static JobError ErrorAfter(Exception exception) =>
        exception is ProblemException problem
            ? new JobError(problem.Problem.Code, problem.Message)
            : new JobError(ProblemCatalog.InternalError.Code, "An unexpected error happened while the job ran.");
}

/// <summary>The worker's claim is void: it must start over with a fresh connection.</summary>
internal sealed class JobLostException() : Exception("The job was taken over by another run.");
