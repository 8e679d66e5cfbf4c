using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Infrastructure.Ai;
using HrPlatform.Infrastructure.Files;
using HrPlatform.Infrastructure.Identity;
using HrPlatform.Infrastructure.Jobs;
using HrPlatform.Infrastructure.Persistence;
using HrPlatform.Infrastructure.Search;
using HrPlatform.Infrastructure.Persistence.Employees;
using HrPlatform.Infrastructure.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HrPlatform.Infrastructure;

public static class DependencyInjection
{
    /// <summary>Connection strings come from the configuration: <c>ConnectionStrings:Platform</c>, and one per shard.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPersistence();
        services.AddEmployees();
        services.AddSingleton<PlatformMigrator>();
        services.AddSingleton<ITenantProvisioner, TenantProvisioner>();
        services.AddSingleton<ITenantCatalogue, TenantCatalogue>();
        services.AddSingleton<ApiKeyUsage>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUsage>());
        services.AddSingleton<IApiKeyAuthenticator, ApiKeyAuthenticator>();
        services.AddSingleton<IPlatformStart, PlatformStart>();
        services.AddFiles();
        services.AddJobs();
        services.AddDocumentsAndSearch();
        services.AddAgents();
        return services;
    }

    private static void AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton<PostgresShards>();
        services.AddSingleton<TenantConnections>();
        services.AddSingleton<LeasingInterceptor>();
        services.AddSingleton<PlatformSecrets>();
        services.AddScoped<ICursorProtector, CursorProtector>();

        services.AddPooledDbContextFactory<HrDbContext>(Configure);
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IDbContextFactory<HrDbContext>>().CreateDbContext();
            var target = LeaseTarget.Of(provider.GetRequiredService<CallerContext>().Tenant);
            context.Target = target;
            context.Raised.Clear();
            context.Clock = provider.GetRequiredService<TimeProvider>();
            context.Database.SetDbConnection(
                provider.GetRequiredService<TenantConnections>().CreateConnection(target),
                contextOwnsConnection: true
            );
            return context;
        });
        services.AddScoped(provider => new Lazy<HrDbContext>(provider.GetRequiredService<HrDbContext>));
        services.AddScoped<IHrDbContext>(provider => provider.GetRequiredService<HrDbContext>());
        services.AddScoped(provider => new Lazy<IEnumerable<ICommitHook>>(provider.GetServices<ICommitHook>));
        services.AddScoped<UnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<UnitOfWork>());
        services.AddScoped<ITenantSql, TenantSql>();

        services.AddPooledDbContextFactory<PlatformDbContext>(Configure);
        services.AddScoped(provider =>
        {
            var context = provider.GetRequiredService<IDbContextFactory<PlatformDbContext>>().CreateDbContext();
            context.Clock = provider.GetRequiredService<TimeProvider>();
            context.Database.SetDbConnection(
                provider.GetRequiredService<TenantConnections>().CreateConnection(LeaseTarget.Platform),
                contextOwnsConnection: true
            );
            return context;
        });
        services.AddScoped<IPlatformDbContext>(provider => provider.GetRequiredService<PlatformDbContext>());
    }

    private static void Configure(IServiceProvider provider, DbContextOptionsBuilder options) =>
        options
            .UseNpgsql(npgsql => npgsql.UseVector())
            .UseSnakeCaseNamingConvention()
            // A broken unique index is an answer to the caller; what is not, is logged where it becomes a 500.
            .ConfigureWarnings(warnings =>
                warnings.Ignore(CoreEventId.SaveChangesFailed, RelationalEventId.CommandError)
            )
            .AddInterceptors(provider.GetRequiredService<LeasingInterceptor>());
}
