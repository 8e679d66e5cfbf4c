using System.Collections.Concurrent;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Jobs;

/// <summary>Jobs whose work is a function of the test.</summary>
public sealed class JobProbe
{
    public const string Kind = "probe";

    private readonly ConcurrentDictionary<string, Func<JobContext, IServiceProvider, CancellationToken, Task>> _work =
        new(StringComparer.Ordinal);

    public void Register(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.AddJobHandler<Handler>(
            new JobKind(Kind, Scopes.ImportsWrite, Scopes.ImportsWrite) { MaxFailures = 3 }
        );
    }

    public async Task<JobId> EnqueueAsync(
        TestHost host,
        Tenant tenant,
        Func<JobContext, IServiceProvider, CancellationToken, Task> work,
        DateTimeOffset? runAt = null
    )
    {
        var name = Guid.CreateVersion7().ToString();
        _work[name] = work;
        await using var scope = await host.EnterAsync(tenant);
        return await scope
            .ServiceProvider.GetRequiredService<IJobQueue>()
            .EnqueueAsync(Kind, new Payload(name), default, new EnqueueOptions { RunAt = runAt });
    }

    public sealed record Payload(string Name);

    private sealed class Handler(JobProbe probe, IServiceProvider services) : IJobHandler
    {
        public Task RunAsync(JobContext job, CancellationToken cancellationToken) =>
            probe._work[job.Payload<Payload>().Name](job, services, cancellationToken);
    }
}
