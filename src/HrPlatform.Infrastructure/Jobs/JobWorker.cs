using HrPlatform.Application.Jobs;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HrPlatform.Infrastructure.Jobs;

/// <summary>
/// Takes jobs off the queue and runs them, as many at a time as configured. Any number of processes may do so at once.
/// When the process stops, running jobs go back to the queue with their checkpoints.
/// </summary>
internal sealed class JobWorker(
    TenantConnections connections,
    JobRunner runner,
    JobKinds kinds,
    JobSettings settings,
    TimeProvider clock,
    ILogger<JobWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, settings.Concurrency).Select(slot => WorkAsync(KindsOf(slot), stoppingToken)));

    // The first of several workers leaves out what can wait, so that a long one of those holds nobody up.
    private string[] KindsOf(int slot) =>
        [
            .. kinds
                .All.Where(kind => slot > 0 || settings.Concurrency == 1 || !kind.IsBackground)
                .Select(kind => kind.Name),
        ];

    private async Task WorkAsync(string[] kinds, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var queue = await WorkQueue.OpenAsync(connections, kinds, clock, stopping);
                while (!stopping.IsCancellationRequested)
                {
                    if (await queue.TryClaimAsync(stopping) is { } item)
                        await runner.RunAsync(queue, item, stopping);
                    else
                        await queue.WaitForWorkAsync(settings.PollInterval, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (JobLostException)
            {
                // Whether this connection still holds the lock is unknown; a fresh one surely doesn't.
            }
            catch (Exception exception)
            {
                // The job's item is still there: it is claimed again, here or elsewhere.
                logger.LogWarning(exception, "A worker starts over");
                await PauseAsync(stopping);
            }
        }
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(PauseAfterError, clock, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by its own condition.
        }
    }
}
