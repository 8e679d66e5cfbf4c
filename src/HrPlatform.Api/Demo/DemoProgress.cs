using Microsoft.Extensions.Diagnostics.HealthChecks;
using Swashbuckle.AspNetCore.Swagger;

namespace HrPlatform.Api.Demo;

/// <summary>How far the demo company is; until it is there, the API is not ready.</summary>
internal sealed class DemoProgress : IHealthCheck
{
    private volatile string _step = "starting";
    private volatile bool _finished;

    /// <summary>One line per step; <c>make run</c> shows lines that begin with an arrow.</summary>
    public void Say(string step)
    {
        if (_step == step)
            return;
        _step = step;
        Console.WriteLine($"==> {step}");
    }

    public void Finish() => _finished = true;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(_finished ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_step));
}

internal static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["HR_DEMO"] != "1")
            return services;
        services.AddSingleton<DemoProgress>();
        services.AddSingleton<DemoExamples>();
        services
            .AddOptions<SwaggerOptions>()
            .Configure<DemoExamples>(
                (options, examples) => options.PreSerializeFilters.Add((document, _) => examples.Apply(document))
            );
        services.AddHostedService<DemoCompany>();
        services.AddHealthChecks().AddCheck<DemoProgress>("demo", tags: ["ready"]);
        return services;
    }
}
