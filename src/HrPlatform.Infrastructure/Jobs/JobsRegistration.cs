using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Jobs;

internal static class JobsRegistration
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobKinds>();
        services.AddScoped<JobAccess>();
        services.AddScoped<IJobQueue, JobQueue>();
        services.AddScoped<IJobReader, JobReader>();
        services.AddSingleton(provider =>
            provider.GetRequiredService<IConfiguration>().GetSection("Jobs").Get<JobSettings>() ?? new JobSettings()
        );
        services.AddSingleton<JobTable>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService<RecurringJobs>();
        services.AddJobHandler<CleanUp>(
            new JobKind(CleanUp.Kind, Scopes.KeysManage, Scopes.KeysManage) { IsBackground = true }
        );
        services.AddSingleton(new RecurringJob(CleanUp.Kind, TimeSpan.FromHours(1)));
    }
}

/// <summary>Section <c>Jobs</c> of the configuration.</summary>
internal sealed class JobSettings
{
    /// <summary>How many jobs this process runs at a time; 0 for a process that only serves requests.</summary>
    public int Concurrency { get; init; } = 2;

    /// <summary>How long a job can stay unnoticed when its notification was lost.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait after the first failure; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(5);
}
