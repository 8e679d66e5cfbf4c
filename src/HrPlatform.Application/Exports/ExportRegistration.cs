using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Application.Exports;

public static class ExportRegistration
{
    /// <summary>Lets exports of employees run.</summary>
    public static void AddExportJob(this IServiceCollection services) =>
        services.AddJobHandler<ExportEmployees>(
            new JobKind(JobKindNames.ExportEmployees, Scopes.ExportsRead, Scopes.ExportsRead)
        );
}
