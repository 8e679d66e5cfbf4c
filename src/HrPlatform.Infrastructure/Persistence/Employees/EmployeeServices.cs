using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Organization;
using HrPlatform.Infrastructure.Jobs;
using HrPlatform.Infrastructure.Persistence.Organization;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Persistence.Employees;

internal static class EmployeeServices
{
    public static IServiceCollection AddEmployees(this IServiceCollection services)
    {
        services.AddScoped<EmployeeReads>();
        services.AddScoped<IEmployeeReads>(provider => provider.GetRequiredService<EmployeeReads>());
        services.AddScoped<IEmploymentHistoryReads>(provider => provider.GetRequiredService<EmployeeReads>());
        services.AddScoped<ICustomFieldUse>(provider => provider.GetRequiredService<EmployeeReads>());
        services.AddScoped<IEmployeeReferences, EmployeeReferences>();
        services.AddScoped<IEmployeeStore, EmployeeStore>();
        services.AddScoped<CatalogueReads>();
        services.AddScoped<ICatalogueReads>(provider => provider.GetRequiredService<CatalogueReads>());
        services.AddScoped<IDepartmentTree>(provider => provider.GetRequiredService<CatalogueReads>());
        services.AddJobHandler<ApplyDueChangesJob>(
            new JobKind(ApplyDueChangesJob.Kind, Scopes.HistoryRead, Scopes.EmployeesWrite) { IsBackground = true }
        );
        services.AddSingleton(new RecurringJob(ApplyDueChangesJob.Kind, TimeSpan.FromDays(1)));
        return services;
    }
}
