using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Application.Imports;

public static class ImportRegistration
{
    /// <summary>Lets imports of employees run.</summary>
    public static void AddImportJob(this IServiceCollection services)
    {
        services.AddScoped<ImportChanges>();
        services.AddJobHandler<ImportEmployees>(
            new JobKind(JobKindNames.ImportEmployees, Scopes.ImportsWrite, Scopes.ImportsWrite)
        );
    }
}
