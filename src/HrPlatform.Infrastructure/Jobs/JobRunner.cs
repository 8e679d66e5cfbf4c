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

    private static readonly JobError _cancelled = new("cancelled", "The job was cancelled.");

    public async Task RunAsync(WorkQueue queue, WorkItem item, CancellationToken stopping)
    {
        var place = await tenants.FindAsync(item.Tenant, item.Environment, stopping);
        if (place is null)
        {
            await queue.RemoveAsync(item, stopping);
            return;
        }
        using var logScope = logger.BeginScope("Job {JobId} {JobKind}", item.Job, item.Kind);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var scope = Enter(place);
        if (await table.StartAsync(place, item.Job, stopping) is { } started)
        {
            var run = RunOf(started);
            var (status, error) = await AttemptAsync(queue, run, scope.ServiceProvider);
            if (status is JobStatus.Failed or JobStatus.Cancelled)
                await GiveUpAsync(run, error ?? _cancelled);
            await EndAsync(queue, item, run, status, error);
            return;
        }
        // It has ended already. One that was cancelled while it waited has never been run.
        if (await table.FindCancelledAsync(place, item.Job, stopping) is { } cancelled)
            await GiveUpAsync(RunOf(cancelled), _cancelled);
        await queue.RemoveAsync(item, stopping);

        JobRun RunOf(StartedJob job) =>
            new(
                item.Kind,
                place,
                job,
                table,
                scope.ServiceProvider.GetRequiredService<ITenantSql>(),
                clock,
                cancellation
            );
    }

    private AsyncServiceScope Enter(TenantPlace place)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.System(place));
        return scope;
    }

    /// <summary>Tells the handler. That fails for the job's own reason often enough, and the job ends nevertheless.</summary>
    private async Task GiveUpAsync(JobRun run, JobError reason)
    {
        // What the run has left in its own scope must not be saved with this.
        await using var scope = Enter(run.Place);
        try
        {
            await scope
                .ServiceProvider.GetRequiredKeyedService<IJobHandler>(run.Kind)
                .GiveUpAsync(run, reason, CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "What the job was about still shows it as going on");
        }
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
            // A conflict is over when whoever was faster is done.
            ProblemException { RetryAfter: null, Problem.Status: < 500 and not 409 } refused => new JobError(
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
