using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Files;

internal static class FilesRegistration
{
    public static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<LocalFileRoot>();
        services.AddScoped<IFileStore, LocalFileStore>();
        services.AddJobHandler<DeleteFiles>(
            new JobKind(DeleteFiles.Kind, Scopes.KeysManage, Scopes.KeysManage) { IsBackground = true }
        );
        services.AddJobHandler<RemoveUnusedFiles>(
            new JobKind(RemoveUnusedFiles.Kind, Scopes.KeysManage, Scopes.KeysManage) { IsBackground = true }
        );
        services.AddSingleton(new RecurringJob(RemoveUnusedFiles.Kind, TimeSpan.FromDays(1)));
    }
}
