using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Application.Identity;
using Npgsql;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>The API is killed while it makes a tenant: the same request afterwards makes it, once.</summary>
public sealed class KilledProvisioningTests
{
    private const string Path = "/v2/tenants";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tenant_whose_provisioning_was_killed_at_any_step_is_made_once_by_the_repeated_request()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var control = new TestHost(database, null, ("Jobs:Concurrency", "0"));
        var key = await control.CreateKeyAsync(tenant: null, [.. Scopes.OfPlatform]);
        var tenants = 0;

        // In the order in which provisioning writes: the tenant's row, schema and role of each environment, the keys, the
        // answer. A table that is locked holds it there.
        foreach (var step in new[] { "tenants", "tenant_environments", "api_keys", "idempotency_keys" })
        {
            await using (var doomed = await ApiProcess.StartAsync(database, control.FilesRoot))
            {
                using var client = doomed.CreateClient(key);
                await using var held = await LockAsync(database, step);
                var request = client.SendAsync(Request(step), Cancel);
                await Eventually.GetAsync(() => WaitersAsync(database, step), waiting => waiting > 0);
                await doomed.KillAsync();
                await Should.ThrowAsync<HttpRequestException>(request);
            }
            await Eventually.GetAsync(() => OthersAsync(database), others => others == 0);
            (await SchemasAsync(database)).ShouldBe(2 * tenants, $"nothing of what was begun before {step} is left");

            await using var next = await ApiProcess.StartAsync(database, control.FilesRoot);
            using var again = next.CreateClient(key);
            using var made = await again.SendAsync(Request(step), Cancel);
            using var repeated = await again.SendAsync(Request(step), Cancel);

            tenants++;
            made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Cancel));
            made.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
            await ShouldBeTheSameAsync(repeated, made);
            await KeysShouldWorkAsync(next, made);
            (await database.ReadAsync<long>("SELECT count(*) FROM platform.tenants")).ShouldBe(tenants);
            (await SchemasAsync(database)).ShouldBe(2 * tenants);
        }
    }

    [Fact]
    public async Task A_tenant_whose_answer_was_lost_is_answered_again_with_the_same_keys()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var control = new TestHost(database, null, ("Jobs:Concurrency", "0"));
        var key = await control.CreateKeyAsync(tenant: null, [.. Scopes.OfPlatform]);
        await using (var doomed = await ApiProcess.StartAsync(database, control.FilesRoot))
        {
            using var client = doomed.CreateClient(key);
            var request = client.SendAsync(Request("lost"), HttpCompletionOption.ResponseHeadersRead, Cancel);
            await Eventually.GetAsync(
                () => database.ReadAsync<long>("SELECT count(*) FROM platform.tenants"),
                count => count == 1
            );
            await doomed.KillAsync();
            // Whether the answer was still sent is chance.
            await ((Task)request).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
            );
        }

        await using var next = await ApiProcess.StartAsync(database, control.FilesRoot);
        using var again = next.CreateClient(key);
        using var first = await again.SendAsync(Request("lost"), Cancel);
        using var second = await again.SendAsync(Request("lost"), Cancel);

        first.Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
        await ShouldBeTheSameAsync(second, first);
        await KeysShouldWorkAsync(next, first);
        (await database.ReadAsync<long>("SELECT count(*) FROM platform.tenants")).ShouldBe(1);
        (await SchemasAsync(database)).ShouldBe(2);
    }

    private static HttpRequestMessage Request(string name)
    {
        var slug = $"killed-{name.Replace('_', '-')}";
        return Json.Post(Path, new { slug, name = "Killed" }, $"key-of-{slug}");
    }

    private static async Task<NpgsqlConnection> LockAsync(TestDatabase database, string table)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE platform.{table} IN SHARE MODE", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }

    // Not the upkeep of the keys' last use, which may wait there too.
    private static Task<long> WaitersAsync(TestDatabase database, string table) =>
        database.ReadAsync<long>(
            $"""
            SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE l.relation = 'platform.{table}'::regclass AND NOT l.granted AND a.query ILIKE '%INSERT INTO%'
            """
        );

    /// <summary>Sessions that are inside a transaction; the server notices a dead client when it next hears of it.</summary>
    private static Task<long> OthersAsync(TestDatabase database) =>
        database.ReadAsync<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
            """
        );

    private static Task<long> SchemasAsync(TestDatabase database) =>
        database.ReadAsync<long>("SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'tenant_')");

    private static async Task ShouldBeTheSameAsync(HttpResponseMessage repeated, HttpResponseMessage first)
    {
        repeated.StatusCode.ShouldBe(first.StatusCode);
        repeated.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await repeated.Content.ReadAsStringAsync(Cancel)).ShouldBe(await first.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task KeysShouldWorkAsync(ApiProcess process, HttpResponseMessage made)
    {
        var keys = (await made.ReadAsync()).GetProperty("apiKeys");
        foreach (var environment in new[] { "live", "test" })
        {
            using var client = process.CreateClient(keys.GetProperty(environment).Text("secret"));
            (await client.GetFromJsonAsync<JsonElement>("/v2/employees", Cancel))
                .GetProperty("data")
                .GetArrayLength()
                .ShouldBe(0);
        }
    }
}
