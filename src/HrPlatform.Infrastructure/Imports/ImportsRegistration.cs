using HrPlatform.Application.Imports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Imports;

internal static class ImportsRegistration
{
    public static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton<ICsvFiles, CsvFiles>();
        services.AddScoped<IImportStore, ImportStore>();
        services.AddSingleton(provider =>
            provider.GetRequiredService<IConfiguration>().GetSection("Imports").Get<ImportSettings>()
            ?? new ImportSettings()
        );
        services.AddImportJob();
    }
}
