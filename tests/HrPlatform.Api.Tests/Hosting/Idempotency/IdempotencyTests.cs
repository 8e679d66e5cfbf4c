using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Common.Problems;
using Microsoft.Extensions.Primitives;
using Npgsql;

namespace HrPlatform.Api.Tests.Hosting.Idempotency;

public sealed class IdempotencyTests(ApiFixture api)
{
    private const string Path = "/v2/api-keys";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_parallel_requests_with_one_key_have_one_effect()
    {
        var tenant = await api.CreateTenantAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => tenant.Client.SendAsync(Json.Post(Path, Body("Once"), "same"), Cancel))
        );

        var done = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ToList();
        done.Count(answer => !answer.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
        var bodies = await Task.WhenAll(done.Select(answer => answer.Content.ReadAsStringAsync(Cancel)));
        bodies.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        foreach (var answer in answers.Except(done))
        {
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            await Task.FromResult(answer).ShouldBeProblemAsync(HttpStatusCode.Conflict, "idempotency-key-in-use");
        }
        (await CountAsync(tenant.Client, "Once")).ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_request_gets_the_first_answer_and_the_database_does_not_hold_its_secret()
    {
        var tenant = await api.CreateTenantAsync();
        using var first = await tenant.Client.SendAsync(Json.Post(Path, Body("A"), "k-1"), Cancel);
        // Quoted or bare, it is the same key.
        using var second = await tenant.Client.SendAsync(Json.Post(Path, Body("A"), "\"k-1\""), Cancel);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Headers.CacheControl!.NoStore.ShouldBeTrue();
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync(Cancel)).ShouldBe(await first.Content.ReadAsStringAsync(Cancel));
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        (await StoredAsync()).ShouldAllBe(body => !body.Contains("hr_live_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        var tenant = await api.CreateTenantAsync();
        await tenant.Client.SendAsync(Json.Post(Path, Body("A"), "k"), Cancel).ShouldBeAsync(HttpStatusCode.Created);

        await tenant
            .Client.SendAsync(Json.Post(Path, Body("B"), "k"), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        (await CountAsync(tenant.Client, "B")).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_belongs_to_its_tenant_credential_environment_and_route()
    {
        var (a, b) = (await api.CreateTenantAsync(), await api.CreateTenantAsync());
        using var sandbox = api.CreateClient(a.TestApiKey);
        using var colleague = await a.ClientWithScopesAsync("keys:manage", "employees:read");
        var secrets = new List<string>();

        foreach (var client in new[] { a.Client, b.Client, sandbox, colleague })
        {
            var made = await client
                .SendAsync(Json.Post(Path, Body("A"), "k"), Cancel)
                .ShouldBeAsync(HttpStatusCode.Created);
            secrets.Add(made.Text("secret"));
            var rotated = await client
                .SendAsync(Json.Post($"{Path}/{made.GetProperty("key").Text("id")}/rotate", new { }, "k"), Cancel)
                .ShouldBeAsync(HttpStatusCode.Created);
            secrets.Add(rotated.Text("secret"));
        }

        secrets.ShouldBeUnique();
    }

    [Fact]
    public async Task A_refused_request_may_be_corrected_under_the_same_key()
    {
        var tenant = await api.CreateTenantAsync();
        await tenant
            .Client.SendAsync(Json.Post(Path, Body(""), "k"), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");
        await tenant
            .Client.SendAsync(Json.Post(Path, new { nonsense = 1 }, "k"), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-request");

        await tenant
            .Client.SendAsync(Json.Post(Path, Body("Corrected"), "k"), Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\"open")]
    [InlineData("\"two\" parts\"")]
    [InlineData("\"wrong \\e escape\"")]
    [InlineData("tab\tinside")]
    public async Task A_key_of_another_form_is_refused(string key)
    {
        var tenant = await api.CreateTenantAsync();

        var problem = await tenant
            .Client.SendAsync(Json.Post(Path, Body("A"), key), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-request");

        problem.GetProperty("errors")[0].Text("pointer").ShouldBe("Idempotency-Key");
        (await CountAsync(tenant.Client, "A")).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_has_at_most_255_characters_and_is_sent_once()
    {
        var tenant = await api.CreateTenantAsync();
        await tenant
            .Client.SendAsync(Json.Post(Path, Body("A"), new string('k', 255)), Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        await tenant
            .Client.SendAsync(Json.Post(Path, Body("A"), new string('k', 256)), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        Should.Throw<ProblemException>(() => IdempotencyKey.Parse(new StringValues(["one", "two"])));
        Should.Throw<ProblemException>(() => IdempotencyKey.Parse("clé"));
    }

    [Fact]
    public async Task Provisioning_a_tenant_is_safe_to_repeat()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var body = new { slug = $"t{Guid.CreateVersion7():n}", name = "A" };

        var first = await platform
            .SendAsync(Json.Post("/v2/tenants", body, "k"), Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        var second = await platform
            .SendAsync(Json.Post("/v2/tenants", body, "k"), Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);

        second.ToString().ShouldBe(first.ToString());
    }

    [Fact]
    public async Task A_crash_between_work_and_answer_leaves_neither_and_the_repeat_does_the_work_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database);
        using var client = await host.CreateClientAsync(await host.CreateTenantAsync());
        await using var owner = new NpgsqlConnection(database.ConnectionString);
        await owner.OpenAsync(Cancel);
        // The key can be looked up, but its answer can't be stored: the request stops after its work.
        await using var transaction = await owner.BeginTransactionAsync(Cancel);
        await ExecuteAsync(owner, "LOCK TABLE platform.idempotency_keys IN SHARE MODE");
        var request = client.SendAsync(Json.Post(Path, Body("Crash"), "k"), Cancel);
        var backend = await Eventually.GetAsync(
            () =>
                ScalarAsync(
                    owner,
                    "SELECT pid FROM pg_locks WHERE relation = 'platform.idempotency_keys'::regclass AND NOT granted"
                ),
            pid => pid is int
        );
        (await ScalarAsync(owner, "SELECT count(*) FROM platform.api_keys WHERE name = 'Crash'")).ShouldBe(0L);

        await ScalarAsync(owner, $"SELECT pg_terminate_backend({backend})");
        using var crashed = await request;
        ((int)crashed.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        await transaction.RollbackAsync(Cancel);

        (await ScalarAsync(owner, "SELECT count(*) FROM platform.api_keys WHERE name = 'Crash'")).ShouldBe(0L);
        var repeated = await client
            .SendAsync(Json.Post(Path, Body("Crash"), "k"), Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        repeated.Text("secret").ShouldStartWith("hr_live_");
        (await CountAsync(client, "Crash")).ShouldBe(1);
    }

    private static object Body(string name) => new { name, scopes = new[] { "employees:read" } };

    private static async Task<int> CountAsync(HttpClient client, string name)
    {
        var keys = await client.GetFromJsonAsync<JsonElement>("/v2/api-keys?limit=200", Cancel);
        return keys.GetProperty("data").EnumerateArray().Count(key => key.Text("name") == name);
    }

    private async Task<List<string>> StoredAsync()
    {
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT body FROM platform.idempotency_keys", owner);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var bodies = new List<string>();
        while (await reader.ReadAsync(Cancel))
            bodies.Add(Encoding.Latin1.GetString(reader.GetFieldValue<byte[]>(0)));
        bodies.ShouldNotBeEmpty();
        return bodies;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static Task ExecuteAsync(NpgsqlConnection connection, string sql) => ScalarAsync(connection, sql);
}
