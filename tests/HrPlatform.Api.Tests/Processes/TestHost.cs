using System.Net.Http.Headers;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
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
            host.UseSetting("Messages:Folder", Path.Combine(_files, "messages"));
            foreach (var (key, value) in settings)
                host.UseSetting(key, value);
            if (configure is not null)
                host.ConfigureServices(configure);
        });
        _factory.UseKestrel();
        _factory.StartServer();
    }

    /// <summary>Where this host stores files; other processes over the same database must use the same folder.</summary>
    public string FilesRoot => _files;

    public Uri BaseAddress => _factory.ClientOptions.BaseAddress;

    public IServiceProvider Services => _factory.Services;

    public async Task<Tenant> CreateTenantAsync() => (await ProvisionAsync(Services)).Tenant;

    /// <summary>A fresh tenant, made as the platform's operator makes it.</summary>
    public static async Task<ProvisionedTenant> ProvisionAsync(IServiceProvider services, string plan = "enterprise")
    {
        var slug = $"t{Guid.CreateVersion7():n}";
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(Caller.Operator);
        return await scope
            .ServiceProvider.GetRequiredService<IMediator>()
            .Send(new ProvisionTenant(slug, $"Test {slug}", plan, "en"));
    }

    public async Task<HttpClient> CreateClientAsync(Tenant tenant, params string[] scopes) =>
        CreateClient(await CreateKeyAsync(tenant.Id, scopes.Length == 0 ? [.. Scopes.OfTenant] : scopes));

    /// <summary>The secret of a new key; without a tenant, of a platform administrator.</summary>
    public async Task<string> CreateKeyAsync(TenantId? tenant, params string[] scopes)
    {
        await using var scope = Services.CreateAsyncScope();
        var platform = scope.ServiceProvider.GetRequiredService<IPlatformDbContext>();
        platform.ApiKeys.Add(
            ApiKey.Create(tenant, TenantEnvironment.Live, "test", scopes, expiresAt: null, out var secret)
        );
        await platform.SaveChangesAsync(default);
        return secret.Text;
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

    public HttpClient CreateClient(string apiKey)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }
}
