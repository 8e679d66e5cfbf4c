using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Apps that act for themselves (client credentials), and how apps are registered.</summary>
public sealed class IdentityServiceTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_gets_a_token_and_uses_the_API_with_it()
    {
        var tenant = await api.CreateTenantAsync();
        var service = (await tenant.Client.RegisterServiceAsync("employees:read", "documents:read")).Expect(
            HttpStatusCode.Created
        );
        ((string)service["secret"]!).ShouldStartWith("hr_secret_");

        using var client = api.CreateClient(await api.ServiceTokenAsync(service));
        var me = (await client.Get("/v2/me")).Expect(HttpStatusCode.OK);

        ((string)me["tenant"]!["id"]!).ShouldBe(tenant.Tenant.Id.ToString());
        ((string)me["client"]!["id"]!).ShouldBe((string)service["client"]!["id"]!);
        me["scopes"]!.AsArray().Select(scope => (string)scope!).ShouldBe(["documents:read", "employees:read"]);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);
        (await client.Get("/v2/api-keys")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_service_may_ask_for_less_but_not_for_more_than_it_was_registered_for()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read", "documents:read");
        using var less = api.CreateClient(await api.ServiceTokenAsync(service, "documents:read"));
        (await less.Get("/v2/employees")).Expect(HttpStatusCode.Forbidden);
        (await less.Get("/v2/documents")).Expect(HttpStatusCode.OK);

        using var client = api.CreateClient();
        foreach (var scope in new[] { "employees:write", "platform:tenants", "there:is-none" })
        {
            var refused = await client.FormAsync(
                "/connect/token",
                ("grant_type", "client_credentials"),
                ("client_id", (string)service["client"]!["id"]!),
                ("client_secret", (string)service["secret"]!),
                ("scope", scope)
            );
            refused.Expect(HttpStatusCode.BadRequest);
            ((string)refused["error"]!).ShouldBeOneOf("invalid_scope", "invalid_request");
        }
    }

    [Fact]
    public async Task A_wrong_secret_or_an_unknown_app_is_refused()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read");
        using var client = api.CreateClient();
        foreach (
            var (id, secret) in new[]
            {
                ((string)service["client"]!["id"]!, "hr_secret_0000000000000000000000000000000000000000000"),
                ("cli_01jd0000000000000000000000", (string)service["secret"]!),
                ("nobody", (string)service["secret"]!),
            }
        )
        {
            var refused = await client.FormAsync(
                "/connect/token",
                ("grant_type", "client_credentials"),
                ("client_id", id),
                ("client_secret", secret)
            );
            refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
            ((string)refused["error"]!).ShouldBe("invalid_client");
        }
    }

    [Fact]
    public async Task A_secret_may_also_be_sent_as_basic_authentication()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read");
        using var client = api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{(string)service["client"]!["id"]!}:{(string)service["secret"]!}")
            )
        );

        (await client.FormAsync("/connect/token", ("grant_type", "client_credentials"))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_renewed_secret_ends_the_old_one_and_a_removed_app_ends_its_tokens_at_once()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read");
        var path = $"/v2/oauth-clients/{(string)service["client"]!["id"]!}";
        using var client = api.CreateClient(await api.ServiceTokenAsync(service));
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        var renewed = (await tenant.Client.Post($"{path}/secret")).Expect(HttpStatusCode.Created);
        using (var anonymous = api.CreateClient())
        {
            (
                await anonymous.FormAsync(
                    "/connect/token",
                    ("grant_type", "client_credentials"),
                    ("client_id", (string)service["client"]!["id"]!),
                    ("client_secret", (string)service["secret"]!)
                )
            ).Expect(HttpStatusCode.Unauthorized);
        }
        await api.ServiceTokenAsync(renewed);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        (await tenant.Client.Delete(path)).Expect(HttpStatusCode.NoContent);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
        (await tenant.Client.Get(path)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Fewer_scopes_of_an_app_hold_for_tokens_that_exist()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read", "documents:read");
        using var client = api.CreateClient(await api.ServiceTokenAsync(service));
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        (
            await tenant.Client.Patch(
                $"/v2/oauth-clients/{(string)service["client"]!["id"]!}",
                new { scopes = new[] { "documents:read" } }
            )
        ).Expect(HttpStatusCode.OK);

        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Forbidden);
        (await client.Get("/v2/documents")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_suspended_tenants_tokens_are_refused()
    {
        var tenant = await api.CreateTenantAsync();
        using var client = api.CreateClient(
            await api.ServiceTokenAsync(await tenant.Client.RegisterServiceAsync("employees:read"))
        );
        using var platform = await api.CreatePlatformClientAsync();
        (await platform.Patch($"/v2/tenants/{tenant.Tenant.Id}", new { status = "suspended" })).Expect(
            HttpStatusCode.OK
        );

        (await client.Get("/v2/employees")).Code.ShouldBe("tenant-suspended");
    }

    [Fact]
    public async Task An_app_of_the_sandbox_works_in_the_sandbox()
    {
        var tenant = await api.CreateTenantAsync();
        using var sandbox = api.CreateClient(tenant.TestApiKey);
        var service = (await sandbox.RegisterServiceAsync("employees:read")).Expect(HttpStatusCode.Created);
        ((string)service["client"]!["environment"]!).ShouldBe("test");

        using var client = api.CreateClient(await api.ServiceTokenAsync(service));

        ((string)(await client.Get("/v2/me"))["environment"]!).ShouldBe("test");
        var wanted = new
        {
            name = "Live",
            type = "service",
            scopes = new[] { "employees:read" },
            environment = "live",
        };
        (await sandbox.Post("/v2/oauth-clients", wanted)).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Apps_of_another_tenant_do_not_exist()
    {
        var (a, b) = (await api.CreateTenantAsync(), await api.CreateTenantAsync());
        var service = await a.Client.RegisterServiceAsync("employees:read");
        var path = $"/v2/oauth-clients/{(string)service["client"]!["id"]!}";

        (await b.Client.Get(path)).Expect(HttpStatusCode.NotFound);
        (await b.Client.Patch(path, new { name = "Mine" })).Expect(HttpStatusCode.NotFound);
        (await b.Client.Post($"{path}/secret")).Expect(HttpStatusCode.NotFound);
        (await b.Client.Delete(path)).Expect(HttpStatusCode.NotFound);
        (await b.Client.Get("/v2/oauth-clients"))["data"]!.AsArray().ShouldBeEmpty();
        (await a.Client.Get(path)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_app_gets_no_scope_that_its_registrar_lacks()
    {
        var tenant = await api.CreateTenantAsync();
        using var limited = await tenant.ClientWithScopesAsync("clients:manage", "employees:read");

        (await limited.RegisterServiceAsync("employees:read")).Expect(HttpStatusCode.Created);
        (await limited.RegisterServiceAsync("employees:read", "compensation:read")).Expect(HttpStatusCode.Forbidden);
        var strong = await tenant.Client.RegisterServiceAsync("compensation:read");
        (await limited.Post($"/v2/oauth-clients/{(string)strong["client"]!["id"]!}/secret")).Expect(
            HttpStatusCode.Forbidden
        );
    }

    [Theory]
    [InlineData("http://planner.example/cb")]
    [InlineData("https://planner.example/cb#fragment")]
    [InlineData("https://*.planner.example/cb")]
    [InlineData("https://user@planner.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/relative")]
    [InlineData("planner:/cb")]
    public async Task A_redirect_address_that_could_send_codes_astray_is_refused(string uri)
    {
        var tenant = await api.CreateTenantAsync();

        var refused = await tenant.Client.Post(
            "/v2/oauth-clients",
            new
            {
                name = "Planner",
                type = "web",
                scopes = new[] { "employees:read" },
                redirectUris = new[] { uri },
            }
        );

        refused.Expect(HttpStatusCode.UnprocessableEntity);
        refused.Errors.ShouldContain("/redirectUris invalid-redirect-uri");
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_app_is_told_by_field()
    {
        var tenant = await api.CreateTenantAsync();

        var refused = await tenant.Client.Post(
            "/v2/oauth-clients",
            new
            {
                name = " ",
                type = "service",
                scopes = new[] { "platform:tenants" },
                redirectUris = new[] { "https://planner.example/cb" },
                logoUrl = "http://planner.example/logo.png",
            }
        );

        refused.Errors.ShouldBe(
            ["/name required", "/logoUrl invalid-url", "/scopes unknown-scope", "/redirectUris redirect-uris"],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task An_app_is_changed_only_in_the_version_that_was_read()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read");
        var path = $"/v2/oauth-clients/{(string)service["client"]!["id"]!}";
        var read = (await tenant.Client.Get(path)).Expect(HttpStatusCode.OK);

        (await tenant.Client.Patch(path, new { name = "New" }, read.ETag)).Expect(HttpStatusCode.OK);
        (await tenant.Client.Patch(path, new { name = "Newer" }, read.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        (await tenant.Client.Get(path, (await tenant.Client.Get(path)).ETag)).Expect(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    [InlineData("x' OR '1'='1")]
    public async Task A_token_that_nobody_gave_out_is_401(string token)
    {
        using var client = api.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        var response = await client.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task Tokens_lie_in_the_database_as_hashes_only()
    {
        var tenant = await api.CreateTenantAsync();
        var service = await tenant.Client.RegisterServiceAsync("employees:read");
        var token = await api.ServiceTokenAsync(service);
        await using var source = Npgsql.NpgsqlDataSource.Create(api.OwnerConnectionString);

        await using var command = source.CreateCommand(
            """
            SELECT count(*) FROM platform.oauth_tokens o WHERE o::text LIKE '%' || $1 || '%'
            UNION ALL SELECT count(*) FROM platform.oauth_clients c WHERE c::text LIKE '%' || $2 || '%'
            """
        );
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = (string)service["secret"]! });
        await using var reader = await command.ExecuteReaderAsync(Cancel);

        while (await reader.ReadAsync(Cancel))
            reader.GetInt64(0).ShouldBe(0);
    }

    [Fact]
    public async Task The_discovery_document_tells_what_the_server_can_do()
    {
        using var client = api.CreateClient();

        var document = (await client.Get("/.well-known/openid-configuration")).Expect(HttpStatusCode.OK);

        Texts("code_challenge_methods_supported").ShouldBe(["S256"]);
        Texts("grant_types_supported")
            .ShouldBe(["authorization_code", "client_credentials", "refresh_token"], ignoreOrder: true);
        Texts("response_types_supported").ShouldBe(["code"]);
        Texts("scopes_supported").ShouldContain("employees:read");
        foreach (
            var endpoint in new[]
            {
                "authorization_endpoint",
                "token_endpoint",
                "userinfo_endpoint",
                "end_session_endpoint",
                "introspection_endpoint",
                "revocation_endpoint",
            }
        )
            ((string)document[endpoint]!).ShouldStartWith(client.BaseAddress!.ToString());
        var keys = await client.Get(new Uri((string)document["jwks_uri"]!).PathAndQuery);
        keys["keys"]!.AsArray().ShouldNotBeEmpty();
        foreach (var key in keys["keys"]!.AsArray())
            key!.AsObject().ContainsKey("d").ShouldBeFalse();

        string[] Texts(string name) => [.. document[name]!.AsArray().Select(text => (string)text!)];
    }
}
