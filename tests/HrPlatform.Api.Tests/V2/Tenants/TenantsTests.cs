using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Tenants;
using Npgsql;

namespace HrPlatform.Api.Tests.V2.Tenants;

public sealed class TenantsTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provisioned_tenant_can_be_used_at_once_with_both_of_its_keys()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var slug = NewSlug();

        var made = await platform
            .SendAsync(
                Json.Post(
                    "/v2/tenants",
                    new
                    {
                        slug,
                        name = "  Ardenvale  ",
                        plan = "pro",
                        language = "fr",
                    }
                ),
                Cancel
            )
            .ShouldBeAsync(HttpStatusCode.Created);

        var tenant = made.GetProperty("tenant");
        tenant.Text("slug").ShouldBe(slug);
        tenant.Text("name").ShouldBe("Ardenvale");
        tenant.Text("plan").ShouldBe("pro");
        tenant.Text("status").ShouldBe("active");
        tenant.Text("language").ShouldBe("fr");
        foreach (var environment in new[] { "live", "test" })
        {
            var secret = made.GetProperty("apiKeys").GetProperty(environment).Text("secret");
            secret.ShouldStartWith($"hr_{environment}_");
            using var client = api.CreateClient(secret);
            var me = await client.GetFromJsonAsync<JsonElement>("/v2/me", Cancel);
            me.GetProperty("tenant").Text("id").ShouldBe(tenant.Text("id"));
            me.Text("environment").ShouldBe(environment);
            me.Text("plan").ShouldBe("pro");
            me.GetProperty("scopes").GetArrayLength().ShouldBe(Scopes.OfTenant.Count);
        }
    }

    [Fact]
    public async Task A_slug_belongs_to_one_tenant_also_under_parallel_requests()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var slug = NewSlug();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => platform.PostAsJsonAsync("/v2/tenants", new { slug, name = "A" }, Cancel))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            var problem = await Task.FromResult(answer).ShouldBeProblemAsync(HttpStatusCode.Conflict, "conflict");
            problem.GetProperty("errors")[0].Text("code").ShouldBe("slug-taken");
        }
        var rows = await platform.GetFromJsonAsync<JsonElement>($"/v2/tenants?slug={slug}&total=true", Cancel);
        rows.GetProperty("total").GetInt64().ShouldBe(1);
        // Whoever lost has left no schema and no role behind.
        // In one statement, because other tests make tenants meanwhile.
        (
            await OwnerScalarAsync(
                """
                SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'tenant_%'
                    AND nspname NOT IN (SELECT schema_name FROM platform.tenant_environments)
                """
            )
        ).ShouldBe(0L);
    }

    [Theory]
    [InlineData("ab", "invalid-slug")]
    [InlineData("Ardenvale", "invalid-slug")]
    [InlineData("1company", "invalid-slug")]
    [InlineData("-company", "invalid-slug")]
    [InlineData("company-", "invalid-slug")]
    [InlineData("two--hyphens", "invalid-slug")]
    [InlineData("a12345678901234567890123456789012345678901", "invalid-slug")]
    [InlineData("tenant\"; DROP SCHEMA platform CASCADE; --", "invalid-slug")]
    [InlineData("admin", "reserved-slug")]
    [InlineData("", "required")]
    public async Task A_slug_that_breaks_the_rules_is_refused(string slug, string code)
    {
        using var platform = await api.CreatePlatformClientAsync();

        var problem = await platform
            .PostAsJsonAsync("/v2/tenants", new { slug, name = "A" }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");

        var error = problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.Text("pointer").ShouldBe("/slug");
        error.Text("code").ShouldBe(code);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        using var platform = await api.CreatePlatformClientAsync();

        var problem = await platform
            .PostAsJsonAsync(
                "/v2/tenants",
                new
                {
                    slug = "X",
                    name = " ",
                    plan = "gold",
                    language = "xx",
                },
                Cancel
            )
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");

        problem
            .GetProperty("errors")
            .EnumerateArray()
            .Select(error => error.Text("pointer"))
            .ShouldBe(["/slug", "/name", "/plan", "/language"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_tenants_own_key_may_not_touch_tenants_whatever_its_row_says()
    {
        var tenant = await api.CreateTenantAsync();
        await tenant.Client.GetAsync("/v2/tenants", Cancel).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var forged = api.CreateClient(
            await api.CreateKeyAsync(tenant.Tenant.Id, TenantEnvironment.Live, [.. Scopes.OfPlatform])
        );

        foreach (var path in new[] { "/v2/tenants", $"/v2/tenants/{tenant.Tenant.Id}" })
            await forged.GetAsync(path, Cancel).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await forged
            .PostAsJsonAsync("/v2/tenants", new { slug = NewSlug(), name = "A" }, Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await forged
            .SendAsync(Json.Patch($"/v2/tenants/{tenant.Tenant.Id}", new { plan = "enterprise" }), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_platform_key_sees_no_tenants_data()
    {
        using var platform = await api.CreatePlatformClientAsync();

        var problem = await platform.GetAsync("/v2/jobs", Cancel).ShouldBeAsync(HttpStatusCode.Forbidden);

        problem.Text("code").ShouldBe("forbidden");
    }

    [Fact]
    public async Task The_list_is_read_to_its_end_by_cursor_without_a_row_missed_or_doubled()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Add((await api.CreateTenantAsync("pro")).Tenant.Id.ToString());

        var seen = new List<string>();
        var path = "/v2/tenants?plan=pro&limit=2";
        while (true)
        {
            using var response = await platform.GetAsync(path, Cancel);
            var page = await response.ReadAsync();
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.Text("id")));
            page.GetProperty("data").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            if (!page.GetProperty("hasMore").GetBoolean())
                break;
            response.Headers.GetValues("Link").Single().ShouldContain("rel=\"next\"");
            path = $"/v2/tenants?plan=pro&limit=2&cursor={page.Text("nextCursor")}";
        }

        seen.ShouldBeUnique();
        seen.ShouldBe(seen.Order(StringComparer.Ordinal));
        made.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task A_cursor_fits_only_the_list_and_filter_that_it_came_from()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var tenant = await api.CreateTenantAsync();
        await api.CreateTenantAsync();
        var page = await platform.GetFromJsonAsync<JsonElement>("/v2/tenants?limit=1", Cancel);
        var cursor = page.Text("nextCursor");

        foreach (var path in new[] { "/v2/tenants?plan=pro", "/v2/api-keys?limit=1" })
        {
            await platform
                .GetAsync($"{path}&cursor={cursor}", Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-cursor");
        }
        await tenant
            .Client.GetAsync($"/v2/api-keys?cursor={cursor}", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-cursor");
        await platform
            .GetAsync("/v2/tenants?cursor=%27%3B%20DROP%20TABLE%20tenants", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-cursor");
    }

    [Fact]
    public async Task A_suspended_tenant_is_refused_at_once_and_served_again_when_reactivated()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var tenant = await api.CreateTenantAsync();
        (await tenant.Client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await PatchAsync(platform, tenant.Tenant.Id, new { status = "suspended" });
        await tenant
            .Client.GetAsync("/v2/me", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tenant-suspended");
        (await tenant.Client.GetAsync("/health/live", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await PatchAsync(platform, tenant.Tenant.Id, new { status = "active" });
        (await tenant.Client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_it_was_made_for()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var tenant = await api.CreateTenantAsync("free");
        var path = $"/v2/tenants/{tenant.Tenant.Id}";
        var read = await platform.GetAsync(path, Cancel);
        var tag = read.Headers.ETag!.Tag;

        using var changed = await platform.SendAsync(Json.Patch(path, new { plan = "pro", name = "New" }, tag), Cancel);
        (await changed.ReadAsync()).Text("plan").ShouldBe("pro");
        changed.Headers.ETag!.Tag.ShouldNotBe(tag);

        await platform
            .SendAsync(Json.Patch(path, new { plan = "free" }, tag), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition-failed");
        using var again = await platform.SendAsync(Json.Patch(path, new { plan = "pro" }), Cancel);
        again.Headers.ETag!.Tag.ShouldBe(changed.Headers.ETag.Tag);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, path);
        conditional.Headers.TryAddWithoutValidation("If-None-Match", again.Headers.ETag.Tag);
        (await platform.SendAsync(conditional, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_patch_refuses_what_is_unknown_wrong_or_cannot_be_cleared()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var path = $"/v2/tenants/{(await api.CreateTenantAsync()).Tenant.Id}";

        foreach (
            var body in new object[]
            {
                new { plan = "gold" },
                new { name = (string?)null },
                new { plan = (string?)null },
                new { status = (string?)null },
            }
        )
        {
            await platform
                .SendAsync(Json.Patch(path, body), Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation-failed");
        }
        foreach (var body in new object[] { new { slug = "other" }, new { status = "gone" } })
        {
            await platform
                .SendAsync(Json.Patch(path, body), Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        }
        await platform
            .GetAsync("/v2/tenants/emp_01jdcw8v2rfh3tqcz9k5m7x0ae", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-id");
        await platform
            .GetAsync($"/v2/tenants/{TenantId.New()}", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static string NewSlug() => $"t{Guid.CreateVersion7():n}";

    private static async Task PatchAsync(HttpClient platform, TenantId tenant, object body) =>
        await platform.SendAsync(Json.Patch($"/v2/tenants/{tenant}", body), Cancel).ShouldBeAsync(HttpStatusCode.OK);

    private async Task<long> OwnerScalarAsync(string sql)
    {
        await using var owner = new NpgsqlConnection(api.OwnerConnectionString);
        await owner.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, owner);
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
