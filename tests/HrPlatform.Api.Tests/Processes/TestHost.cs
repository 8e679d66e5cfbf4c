using System.Net.Http.Headers;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>The API inside the test process, over a database that other hosts may share; for tests of its background work.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;
    private readonly string _files = Directory.CreateTempSubdirectory("hr-test-files-").FullName;

    public TestHost(
        TestDatabase database,
        Action<IServiceCollection>? configure = null,
        params (string Key, string Value)[] settings
    )
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:Platform", database.ConnectionString + ";Pooling=true");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            // Port 0 of UseKestrel alone means the default port, and hosts would collide.
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Files:Root", _files);
            foreach (var (key, value) in settings)
                host.UseSetting(key, value);
            if (configure is not null)
                host.ConfigureServices(configure);
        });
        _factory.UseKestrel();
        _factory.StartServer();
    }

    public IServiceProvider Services => _factory.Services;

    public async Task<Tenant> CreateTenantAsync()
    {
        var slug = $"t{Guid.CreateVersion7():n}";
        var tenant = Tenant.Create(slug, $"Test {slug}", "enterprise", "Platform", "english");
        await Services.GetRequiredService<ITenantProvisioner>().ProvisionAsync(tenant, default);
        return tenant;
    }

    public async Task<HttpClient> CreateClientAsync(Tenant tenant, params string[] scopes)
    {
        await using var scope = Services.CreateAsyncScope();
        var platform = scope.ServiceProvider.GetRequiredService<IPlatformDbContext>();
        platform.ApiKeys.Add(
            ApiKey.Create(
                tenant.Id,
                TenantEnvironment.Live,
                "test",
                scopes.Length == 0 ? [.. Scopes.OfTenant] : scopes,
                expiresAt: null,
                out var secret
            )
        );
        await platform.SaveChangesAsync(default);
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret.Text);
        return client;
    }

    /// <summary>A scope of services inside the tenant, as the platform itself.</summary>
    public async Task<AsyncServiceScope> EnterAsync(Tenant tenant)
    {
        var place = await Services
            .GetRequiredService<ITenantCatalogue>()
            .FindAsync(tenant.Id, TenantEnvironment.Live, default);
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.System(place!));
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }
}
