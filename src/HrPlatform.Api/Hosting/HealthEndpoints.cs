using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Application.Common.Problems;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HrPlatform.Api.Hosting;

/// <summary>
/// <c>/health/live</c> says that the process answers, and asks nothing else: it would be restarted for a failure that is
/// not its own. <c>/health/ready</c> says that requests can be served.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        // Answered before the key in a request is looked up in the database.
        endpoints
            .MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
            .AllowAnonymous()
            .DisableRateLimiting()
            .ShortCircuit();
        endpoints
            .MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions
                {
                    Predicate = check => check.Tags.Contains("ready"),
                    ResponseWriter = WriteAsync,
                }
            )
            .AllowAnonymous()
            .DisableRateLimiting()
            .ShortCircuit();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        if (report.Status != HealthStatus.Unhealthy)
            return context.Response.WriteAsync(report.Status.ToString(), context.RequestAborted);
        var reasons = report
            .Entries.Values.Where(entry => entry.Status == HealthStatus.Unhealthy)
            .Select(entry => entry.Description ?? "Not ready.");
        return ProblemWriter.WriteAsync(
            context,
            new ProblemException(ProblemCatalog.Unavailable, string.Join(' ', reasons))
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            }
        );
    }
}
