using HrPlatform.Application.Files;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Files;

internal static class FilesRegistration
{
    public static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton<LocalFileRoot>();
        services.AddScoped<IFileStore, LocalFileStore>();
    }
}
