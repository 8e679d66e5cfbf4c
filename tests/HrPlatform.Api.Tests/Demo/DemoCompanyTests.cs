using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Tests.Demo;

/// <summary><c>HR_DEMO=1</c>, as <c>make run</c> starts the API.</summary>
public sealed class DemoCompanyTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hr-test-demo-").FullName;
    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_company_is_seeded_once_by_two_processes_of_which_one_is_killed_and_its_key_is_kept_while_it_works()
    {
        var both = await Task.WhenAll(StartAsync("a.key"), StartAsync("b.key"));
        await using (var killed = both[0])
        await using (var survivor = both[1])
        {
            // Somewhere in the middle: the people are being imported or the handbook is being read.
            await Eventually.GetAsync(
                () => _database.ReadAsync<string>("SELECT min(schema_name) FROM platform.tenant_environments"),
                schema => schema is not null
            );
            await Eventually.GetAsync(() => CountAsync("jobs WHERE kind = 'import_employees'"), count => count > 0);
            await killed.KillAsync();
            await survivor.WaitUntilReadyAsync(seconds: 300);
        }
        (await _database.ReadAsync<long>("SELECT count(*) FROM platform.tenants")).ShouldBe(1);
        (await CountAsync("employees")).ShouldBe(2_000);
        var handbook = Directory.GetFiles(DemoData.Handbook, "*.md").Length;
        (await CountAsync("documents")).ShouldBe(handbook);
        (await CountAsync("document_versions WHERE status = 'ready'")).ShouldBe(handbook);
        (await CountAsync("jobs WHERE kind = 'import_employees'")).ShouldBe(1);

        var key = await KeyAfterStartAsync();
        (await KeyAfterStartAsync()).ShouldBe(key);

        await _database.ExecuteAsync("UPDATE platform.api_keys SET scopes = '{employees:read}'");
        var wider = await KeyAfterStartAsync();
        wider.ShouldNotBe(key);

        await _database.ExecuteAsync("UPDATE platform.api_keys SET revoked_at = now() - interval '1 minute'");
        var fresh = await KeyAfterStartAsync();
        fresh.ShouldNotBe(wider);

        await _database.ExecuteAsync("UPDATE platform.api_keys SET expires_at = now() - interval '1 minute'");
        (await KeyAfterStartAsync()).ShouldNotBe(fresh);
        (await CountAsync("employees")).ShouldBe(2_000);
        (await CountAsync("documents")).ShouldBe(handbook);
    }

    /// <summary>What the key file holds once the API is ready; it must open the demo tenant with all scopes.</summary>
    private async Task<string> KeyAfterStartAsync()
    {
        await using var process = await StartAsync("b.key");
        await process.WaitUntilReadyAsync();
        var key = await File.ReadAllTextAsync(Path.Combine(_folder, "b.key"), Cancel);
        using var client = process.CreateClient(key);
        using var answer = await client.GetAsync("/v2/me", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var me = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        me.GetProperty("tenant").Text("slug").ShouldBe("demo");
        me.GetProperty("scopes").GetArrayLength().ShouldBe(Scopes.OfTenant.Count);
        return key;
    }

    private Task<ApiProcess> StartAsync(string keyFile) =>
        ApiProcess.StartAsync(
            _database,
            Path.Combine(_folder, "files"),
            ("HR_DEMO", "1"),
            ("HR_DEMO_KEY_FILE", Path.Combine(_folder, keyFile))
        );

    private async Task<long> CountAsync(string from)
    {
        var schema = await _database.ReadAsync<string>(
            """
            SELECT e.schema_name FROM platform.tenant_environments e JOIN platform.tenants t ON t.id = e.tenant_id
            WHERE t.slug = 'demo' AND e.environment = 'live'
            """
        );
        return await _database.ReadAsync<long>($"SELECT count(*) FROM {schema}.{from}");
    }
}
