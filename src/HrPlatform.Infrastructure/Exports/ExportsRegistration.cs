using HrPlatform.Application.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Exports;

internal static class ExportsRegistration
{
    public static void AddExports(this IServiceCollection services)
    {
        services.AddScoped<IExportSource, ExportSource>();
        services.AddSingleton<IExportWriterFactory, ExportWriters>();
        services.AddExportJob();
    }
}
