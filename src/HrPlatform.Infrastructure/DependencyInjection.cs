using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Infrastructure.Ai;
using HrPlatform.Infrastructure.Exports;
using HrPlatform.Infrastructure.Files;
using HrPlatform.Infrastructure.Identity;
using HrPlatform.Infrastructure.Imports;
using HrPlatform.Infrastructure.Jobs;
using HrPlatform.Infrastructure.Persistence;
using HrPlatform.Infrastructure.Persistence.Employees;
using HrPlatform.Infrastructure.Search;
using HrPlatform.Infrastructure.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Internal;
using Microsoft.Extensions.Configuration;
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
        services.AddScoped<ITenantProvisioner, TenantProvisioner>();
        services.AddSingleton<ITenantCatalogue, TenantCatalogue>();
        services.AddSingleton(provider => PlanConfiguration.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddHostedService<ControlPlaneUpkeep>();
        services.AddSingleton<ApiKeyUsage>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyUsage>());
        services.AddSingleton<IApiKeyAuthenticator, ApiKeyAuthenticator>();
        services.AddSingleton<IPlatformStart, PlatformStart>();
        services.AddSingleton<IPlatformLocks, PlatformLocks>();
        services.AddIdentity();
        services.AddFiles();
        services.AddJobs();
        services.AddImports();
        services.AddExports();
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
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
        services.AddScoped<ICursorProtector, CursorProtector>();

        services.AddLeasedContext<HrDbContext>(
            (provider, context) =>
            {
                var caller = provider.GetRequiredService<CallerContext>();
                var target = LeaseTarget.Of(caller.Caller, caller.Tenant);
                context.Target = target;
                context.Raised.Clear();
                context.Clock = provider.GetRequiredService<TimeProvider>();
                return target;
            }
        );
        services.AddScoped<IHrDbContext>(provider => provider.GetRequiredService<HrDbContext>());
        services.AddScoped<TenantUnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<TenantUnitOfWork>());
        services.AddScoped(provider => new Lazy<IUnitOfWork>(provider.GetRequiredService<IUnitOfWork>));
        services.AddScoped<ITenantSql, TenantSql>();

        services.AddLeasedContext<PlatformDbContext>(
            (provider, context) =>
            {
                context.Clock = provider.GetRequiredService<TimeProvider>();
                return LeaseTarget.Platform;
            }
        );
        services.AddScoped<IPlatformDbContext>(provider => provider.GetRequiredService<PlatformDbContext>());
        services.AddScoped<PlatformUnitOfWork>();
        services.AddScoped<IPlatformUnitOfWork>(provider => provider.GetRequiredService<PlatformUnitOfWork>());
        services.AddScoped(provider => new Lazy<IPlatformUnitOfWork>(provider.GetRequiredService<IPlatformUnitOfWork>));
        services.AddScoped<IPlatformSql, PlatformSql>();
        services.AddLeasedContext<AccountsDbContext>((_, _) => LeaseTarget.Platform);
    }

    /// <summary>
    /// A pooled context on a leased connection. The pool's scoped lease gives the context back, once: the container
    /// disposes a context once per service that it is registered as, and a second return would hand a context that
    /// another request has taken meanwhile to a third.
    /// </summary>
    private static void AddLeasedContext<TContext>(
        this IServiceCollection services,
        Func<IServiceProvider, TContext, LeaseTarget> prepare
    )
        where TContext : DbContext
    {
        services.AddDbContextPool<TContext>(Configure);
        services.AddScoped(provider =>
        {
#pragma warning disable EF1001 // The scoped lease has no public name; AddDbContextPool itself resolves contexts through it.
            var context = provider.GetRequiredService<IScopedDbContextLease<TContext>>().Context;
#pragma warning restore EF1001
            // Two round trips a save. A statement that fails ends the unit of work; a batch sets savepoints of its own.
            context.Database.AutoSavepointsEnabled = false;
            var target = prepare(provider, context);
            context.Database.SetDbConnection(
                provider.GetRequiredService<TenantConnections>().CreateConnection(target),
                contextOwnsConnection: true
            );
            return context;
        });
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
