using System.Net.Http.Headers;
using HrPlatform.Api.Tests;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(ApiFixture))]

namespace HrPlatform.Api.Tests;

/// <summary>
/// The real API on a real port over a database of its own, shared by all tests of the assembly. Tests keep apart by
/// making their own tenants.
/// </summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("hr-test-files-").FullName;
    private TestDatabase? _database;
    private WebApplicationFactory<Program>? _factory;

    public IServiceProvider Services => _factory!.Services;

    public Uri BaseAddress => _factory!.ClientOptions.BaseAddress;

    /// <summary>Where messages to people lie.</summary>
    public string MessagesFolder => Path.Combine(_files, "messages");

    /// <summary>The test database as the owner of all schemas.</summary>
    public string OwnerConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        OwnerConnectionString = _database.ConnectionString;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:Platform", OwnerConnectionString + ";Pooling=true;Maximum Pool Size=60");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            // Port 0 of UseKestrel alone means the default port, and hosts would collide.
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Files:Root", _files);
            host.UseSetting("Messages:Folder", Path.Combine(_files, "messages"));
            // All tests come from one address.
            host.UseSetting("Limits:anonymous:quota", "1000000");
            host.UseSetting("Identity:TriesPerMinute", "1000");
            host.UseSetting("Identity:AllowLoopbackIssuers", "true");
        });
        _factory.UseKestrel();
        _factory.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        Directory.Delete(_files, recursive: true);
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>A client without a credential.</summary>
    public HttpClient CreateClient() => _factory!.CreateClient();

    /// <summary>A fresh tenant and a client with a live key of all scopes.</summary>
    public async Task<TestTenant> CreateTenantAsync(string plan = "enterprise")
    {
        var provisioned = await TestHost.ProvisionAsync(Services, plan);
        return new TestTenant(this, provisioned.Tenant, provisioned.Live.Secret.Text)
        {
            TestApiKey = provisioned.Test.Secret.Text,
        };
    }

    /// <summary>The secret of a new key.</summary>
    public async Task<string> CreateKeyAsync(TenantId? tenant, TenantEnvironment environment, params string[] scopes)
    {
        await using var scope = Services.CreateAsyncScope();
        var platform = scope.ServiceProvider.GetRequiredService<IPlatformDbContext>();
        platform.ApiKeys.Add(ApiKey.Create(tenant, environment, "test", scopes, expiresAt: null, out var secret));
        await platform.SaveChangesAsync(default);
        return secret.Text;
    }

    /// <summary>A client with a key of a platform administrator.</summary>
    public async Task<HttpClient> CreatePlatformClientAsync() =>
        CreateClient(await CreateKeyAsync(tenant: null, TenantEnvironment.Live, [.. Scopes.OfPlatform]));

    public HttpClient CreateClient(string apiKey)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }
}

/// <summary>A tenant that one test (or test class) has for itself.</summary>
public sealed record TestTenant(ApiFixture Fixture, Tenant Tenant, string ApiKey)
{
    private readonly Lazy<HttpClient> _client = new(() => Fixture.CreateClient(ApiKey));

    /// <summary>Authenticated with a live key that has every scope.</summary>
    public HttpClient Client => _client.Value;

    /// <summary>A key of the sandbox that has every scope.</summary>
    public required string TestApiKey { get; init; }

    /// <summary>A client with a live key of exactly these scopes.</summary>
    public async Task<HttpClient> ClientWithScopesAsync(params string[] scopes) =>
        Fixture.CreateClient(await Fixture.CreateKeyAsync(Tenant.Id, TenantEnvironment.Live, scopes));
}

internal static class TestPostgres
{
    public static string ConnectionString { get; } =
        Environment.GetEnvironmentVariable("HR_TEST_POSTGRES")
        ?? throw new InvalidOperationException(
            "HR_TEST_POSTGRES is not set. Run the tests with `make test`, which starts PostgreSQL for them."
        );
}
