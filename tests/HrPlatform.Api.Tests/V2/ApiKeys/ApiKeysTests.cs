using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HrPlatform.Api.Tests.V2.ApiKeys;

public sealed class ApiKeysTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_works_at_once_with_its_scopes_and_shows_its_secret_only_then()
    {
        var tenant = await api.CreateTenantAsync();

        using var response = await tenant.Client.SendAsync(
            Json.Post("/v2/api-keys", new { name = "Payroll", scopes = new[] { "employees:read", "keys:manage" } }),
            Cancel
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var made = await response.ReadAsync();
        var secret = made.Text("secret");
        ApiKeySecret.TryParse(secret, out _).ShouldBeTrue();
        var key = made.GetProperty("key");
        key.Text("hint").ShouldBe(secret[^4..]);
        key.Text("status").ShouldBe("active");
        using var client = api.CreateClient(secret);
        var me = await client.GetFromJsonAsync<JsonElement>("/v2/me", Cancel);
        me.GetProperty("scopes")
            .EnumerateArray()
            .Select(scope => scope.GetString())
            .ShouldBe(["employees:read", "keys:manage"]);
        me.GetProperty("apiKey").Text("name").ShouldBe("Payroll");

        response.Headers.Location!.ToString().ShouldBe($"/v2/api-keys/{key.Text("id")}");
        foreach (var path in new[] { $"/v2/api-keys/{key.Text("id")}", "/v2/api-keys" })
        {
            var text = await tenant.Client.GetStringAsync(path, Cancel);
            text.ShouldContain(key.Text("id"));
            text.ShouldNotContain(secret);
            text.ShouldNotContain("hash");
            text.ShouldNotContain("secret");
        }
    }

    [Fact]
    public async Task A_key_makes_no_key_that_may_do_more_than_it_may_itself()
    {
        var tenant = await api.CreateTenantAsync();
        using var weak = await tenant.ClientWithScopesAsync("keys:manage", "employees:read");
        var strong = await CreateAsync(tenant.Client, "employees:write", "employees:read");

        var problem = await weak.PostAsJsonAsync(
                "/v2/api-keys",
                new { name = "More", scopes = new[] { "employees:read", "employees:write" } },
                Cancel
            )
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        problem.Text("detail").ShouldContain("employees:write");
        await weak.PostAsJsonAsync($"/v2/api-keys/{strong.GetProperty("key").Text("id")}/rotate", new { }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await tenant
            .Client.PostAsJsonAsync("/v2/api-keys", new { name = "P", scopes = new[] { "platform:tenants" } }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var without = await tenant.ClientWithScopesAsync("employees:read");
        await without.GetAsync("/v2/api-keys", Cancel).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_sandbox_key_is_no_way_to_live_data()
    {
        var tenant = await api.CreateTenantAsync();
        using var sandbox = api.CreateClient(tenant.TestApiKey);
        var live = (await CreateAsync(tenant.Client, "employees:read")).GetProperty("key").Text("id");

        await sandbox
            .PostAsJsonAsync(
                "/v2/api-keys",
                new
                {
                    name = "L",
                    scopes = new[] { "employees:read" },
                    environment = "live",
                },
                Cancel
            )
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await sandbox
            .GetAsync($"/v2/api-keys/{live}", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await sandbox
            .PostAsJsonAsync($"/v2/api-keys/{live}/rotate", new { }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await sandbox
            .DeleteAsync($"/v2/api-keys/{live}", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        var seen = await sandbox.GetFromJsonAsync<JsonElement>("/v2/api-keys", Cancel);
        seen.GetProperty("data").EnumerateArray().ShouldAllBe(key => key.Text("environment") == "test");
        var own = await sandbox
            .PostAsJsonAsync("/v2/api-keys", new { name = "T", scopes = new[] { "employees:read" } }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        own.Text("secret").ShouldStartWith("hr_test_");
        var fromLive = await tenant
            .Client.PostAsJsonAsync(
                "/v2/api-keys",
                new
                {
                    name = "T",
                    scopes = new[] { "employees:read" },
                    environment = "test",
                },
                Cancel
            )
            .ShouldBeAsync(HttpStatusCode.Created);
        fromLive.Text("secret").ShouldStartWith("hr_test_");
    }

    [Fact]
    public async Task Keys_of_another_tenant_do_not_exist()
    {
        var (a, b) = (await api.CreateTenantAsync(), await api.CreateTenantAsync());
        using var platform = await api.CreatePlatformClientAsync();
        var path = $"/v2/api-keys/{(await CreateAsync(b.Client, "employees:read")).GetProperty("key").Text("id")}";

        foreach (var client in new[] { a.Client, platform })
        {
            await client.GetAsync(path, Cancel).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
            await client
                .SendAsync(Json.Patch(path, new { name = "Mine" }), Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
            await client
                .PostAsJsonAsync($"{path}/rotate", new { }, Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
            await client.DeleteAsync(path, Cancel).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }
        (await b.Client.GetAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var cursor = (await b.Client.GetFromJsonAsync<JsonElement>("/v2/api-keys?limit=1", Cancel)).Text("nextCursor");
        await a
            .Client.GetAsync($"/v2/api-keys?limit=1&cursor={cursor}", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-cursor");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_stays_in_the_list()
    {
        var tenant = await api.CreateTenantAsync();
        var made = await CreateAsync(tenant.Client, "employees:read");
        var path = $"/v2/api-keys/{made.GetProperty("key").Text("id")}";
        using var client = api.CreateClient(made.Text("secret"));
        (await client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await tenant.Client.DeleteAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await client.GetAsync("/v2/me", Cancel).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        (await tenant.Client.DeleteAsync(path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await tenant.Client.GetFromJsonAsync<JsonElement>(path, Cancel)).Text("status").ShouldBe("revoked");
        await tenant
            .Client.PostAsJsonAsync($"{path}/rotate", new { }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
        var revoked = await tenant.Client.GetFromJsonAsync<JsonElement>(
            "/v2/api-keys?status=revoked&total=true",
            Cancel
        );
        revoked.GetProperty("total").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_rename_needs_the_version_that_it_was_made_for()
    {
        var tenant = await api.CreateTenantAsync();
        var path = $"/v2/api-keys/{(await CreateAsync(tenant.Client, "employees:read")).GetProperty("key").Text("id")}";
        var tag = (await tenant.Client.GetAsync(path, Cancel)).Headers.ETag!.Tag;

        (await (await tenant.Client.SendAsync(Json.Patch(path, new { name = "New" }, tag), Cancel)).ReadAsync())
            .Text("name")
            .ShouldBe("New");
        await tenant
            .Client.SendAsync(Json.Patch(path, new { name = "Newer" }, tag), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await tenant
            .Client.SendAsync(Json.Patch(path, new { scopes = new[] { "keys:manage" } }), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_key_is_told_by_field()
    {
        var tenant = await api.CreateTenantAsync();

        var problem = await tenant
            .Client.PostAsJsonAsync(
                "/v2/api-keys",
                new
                {
                    name = "",
                    scopes = new[] { "employees:read", "employees:fire" },
                    expiresAt = "2001-01-01T00:00:00Z",
                },
                Cancel
            )
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");

        problem
            .GetProperty("errors")
            .EnumerateArray()
            .Select(error => $"{error.Text("pointer")} {error.Text("code")}")
            .ShouldBe(["/name required", "/scopes/1 unknown-scope", "/expiresAt in-the-past"], ignoreOrder: true);
    }

    [Fact]
    public async Task Rotation_overlaps_for_as_long_as_asked_and_expiry_holds_to_the_second()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57));
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database, services => services.AddSingleton<TimeProvider>(clock));
        var tenant = await host.CreateTenantAsync();
        using var manager = await host.CreateClientAsync(tenant);
        var old = await CreateAsync(manager, "employees:read");
        var path = $"/v2/api-keys/{old.GetProperty("key").Text("id")}";
        using var oldClient = host.CreateClient(old.Text("secret"));

        var successor = await manager
            .PostAsJsonAsync($"{path}/rotate", new { overlapSeconds = 60 }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        using var newClient = host.CreateClient(successor.Text("secret"));
        successor.GetProperty("key").Text("replaces").ShouldBe(old.GetProperty("key").Text("id"));
        successor.GetProperty("key").GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await newClient.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await manager
            .PostAsJsonAsync($"{path}/rotate", new { }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");

        clock.Advance(TimeSpan.FromSeconds(59));
        (await oldClient.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(1));
        await oldClient.GetAsync("/v2/me", Cancel).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        (await newClient.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await manager.GetFromJsonAsync<JsonElement>(path, Cancel)).Text("status").ShouldBe("expired");

        var next = $"/v2/api-keys/{successor.GetProperty("key").Text("id")}/rotate";
        await manager
            .PostAsJsonAsync(next, new { overlapSeconds = -1 }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");
        var last = await manager
            .PostAsJsonAsync(next, new { overlapSeconds = 0 }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        await newClient.GetAsync("/v2/me", Cancel).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        last.GetProperty("key").Text("status").ShouldBe("active");
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_told_without_a_new_version_of_it()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57));
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database, services => services.AddSingleton<TimeProvider>(clock));
        using var manager = await host.CreateClientAsync(await host.CreateTenantAsync());
        var made = await CreateAsync(manager, "employees:read");
        var path = $"/v2/api-keys/{made.GetProperty("key").Text("id")}";
        made.GetProperty("key").GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        using var client = host.CreateClient(made.Text("secret"));
        (await client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var used = await Eventually.GetAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return manager.GetFromJsonAsync<JsonElement>(path, Cancel);
            },
            key => key.GetProperty("lastUsedAt").ValueKind == JsonValueKind.String
        );

        used.Text("updatedAt").ShouldBe(made.GetProperty("key").Text("updatedAt"));
    }

    [Theory]
    [InlineData("Basic aHI6aHI=")]
    [InlineData("Bearer")]
    [InlineData("Bearer hr_live_0000000000000000000000000000000000000000000000000")]
    [InlineData("Bearer hr_live_' OR 1=1 --")]
    public async Task A_credential_of_another_form_is_401(string authorization)
    {
        using var client = api.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/me");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        await client.SendAsync(request, Cancel).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_live_secret_with_the_sandboxs_prefix_is_nobodys_key()
    {
        var tenant = await api.CreateTenantAsync();
        using var client = api.CreateClient(tenant.ApiKey.Replace("hr_live_", "hr_test_", StringComparison.Ordinal));

        await client.GetAsync("/v2/me", Cancel).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_database_holds_no_secret()
    {
        var tenant = await api.CreateTenantAsync();
        var made = await CreateAsync(tenant.Client, "employees:read");
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM platform.api_keys k WHERE k::text LIKE '%' || $1 || '%'",
            owner
        )
        {
            Parameters = { new() { Value = made.Text("secret")[8..40] } },
        };

        (await command.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    private static async Task<JsonElement> CreateAsync(HttpClient client, params string[] scopes) =>
        await client
            .PostAsJsonAsync("/v2/api-keys", new { name = "Program", scopes }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
}
