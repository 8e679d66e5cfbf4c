using System.Net;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Authorization code and proof key: apps that act for users, by the pages that users see.</summary>
public sealed class IdentityCodeFlowTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("web")]
    [InlineData("browser")]
    public async Task A_user_lets_an_app_act_and_the_app_uses_the_API_as_the_user(string type)
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var app = await App.RegisterAsync(tenant, type);
        using var browser = tenant.Browse();

        await browser.OpenAsync(app.AuthorizePath());
        browser.Title.ShouldBe("Sign in");
        await browser.SubmitAsync(("email", person.Email), ("password", Persons.Password));
        browser.Title.ShouldBe("Shift planner asks for access");
        browser.Page.QuerySelector("main")!.TextContent.ShouldContain("Read employees");
        await browser.SubmitAsync(("decision", "allow"));

        var answer = App.Answer(browser);
        answer["state"].ShouldBe("the-state");
        answer.ShouldContainKey("iss");
        var tokens = (await app.ExchangeAsync(answer["code"])).Expect(HttpStatusCode.OK);
        var identity = OAuthCalls.Payload((string)tokens["id_token"]!);
        identity.Text("sub").ShouldBe(person.Id);
        identity.Text("nonce").ShouldBe("the-nonce");
        identity.Text("aud").ShouldBe(app.ClientId);
        identity.Text("email").ShouldBe(person.Email);
        identity.Text("tenant").ShouldBe(tenant.Tenant.Id.ToString());
        using var client = api.CreateClient((string)tokens["access_token"]!);
        var me = (await client.Get("/v2/me")).Expect(HttpStatusCode.OK);
        ((string)me["user"]!["id"]!).ShouldBe(person.Id);
        me["scopes"]!.AsArray().Select(scope => (string)scope!).ShouldBe(["employees:read"]);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);
        // Neither asked for nor consented to, though the app and the user could.
        (await client.Get("/v2/users")).Expect(HttpStatusCode.Forbidden);
        ((string)(await client.Get("/connect/userinfo")).Expect(HttpStatusCode.OK)["name"]!).ShouldBe("Ada Lovelace");
    }

    [Fact]
    public async Task The_identity_token_is_signed_with_a_published_key()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        var tokens = await app.TokensAsync(await tenant.SignUpAsync());
        using var client = api.CreateClient();
        var keys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(
            await client.GetStringAsync("/.well-known/jwks", Cancel)
        );

        var checkedToken = await new Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler().ValidateTokenAsync(
            (string)tokens["id_token"]!,
            new Microsoft.IdentityModel.Tokens.TokenValidationParameters
            {
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidIssuer = client.BaseAddress!.ToString(),
                ValidAudience = app.ClientId,
            }
        );

        checkedToken.IsValid.ShouldBeTrue(checkedToken.Exception?.Message);
    }

    [Fact]
    public async Task Consent_is_asked_once_and_again_when_the_app_wants_more()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();
        await app.CodeAsync(browser);

        await browser.OpenAsync(app.AuthorizePath());
        App.Answer(browser).ShouldContainKey("code");
        await browser.OpenAsync(app.AuthorizePath(("scope", "openid employees:read users:manage")));
        browser.Title.ShouldBe("Shift planner asks for access");
        await browser.OpenAsync(app.AuthorizePath(("prompt", "consent")));
        browser.Title.ShouldBe("Shift planner asks for access");
    }

    [Fact]
    public async Task A_user_can_refuse()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        await browser.OpenAsync(app.AuthorizePath());
        await browser.SubmitAsync(("decision", "deny"));

        App.Answer(browser)["error"].ShouldBe("access_denied");
    }

    [Fact]
    public async Task A_decision_counts_only_from_our_own_page()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();
        await browser.OpenAsync(app.AuthorizePath());

        await browser.SubmitAsync(("decision", "allow"), ("__RequestVerificationToken", "forged"));

        browser.LeftTo.ShouldBeNull();
        ((int)browser.Status).ShouldBeInRange(400, 499);
    }

    [Theory]
    [InlineData("redirect_uri", "https://planner.example/elsewhere")]
    [InlineData("redirect_uri", "https://planner.example/signed-in/")]
    [InlineData("redirect_uri", "https://evil.example/signed-in")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "cli_01jd0000000000000000000000")]
    public async Task Nobody_is_sent_to_an_address_that_was_not_registered(string name, string? value)
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        await browser.OpenAsync(app.AuthorizePath((name, value)));

        browser.LeftTo.ShouldBeNull();
        browser.Status.ShouldBe(HttpStatusCode.BadRequest);
        browser.Title.ShouldBe("This request can't be served");
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge_method", null)]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("scope", "openid employees:write")]
    [InlineData("scope", "openid there:is-none")]
    public async Task A_request_that_the_app_may_not_make_is_sent_back_with_an_error(string name, string? value)
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        await browser.OpenAsync(app.AuthorizePath((name, value)));

        if (browser.LeftTo is null)
            browser.Status.ShouldBe(HttpStatusCode.BadRequest);
        else
            browser.LeftTo.ToString().ShouldContain("error=");
        browser.LeftTo?.ToString().ShouldNotContain("code=");
    }

    [Fact]
    public async Task A_code_works_once_for_its_app_with_its_proof_key()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        var other = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        ((string)(await app.ExchangeAsync(await app.CodeAsync(browser), new string('x', 64)))["error"]!).ShouldBe(
            "invalid_grant"
        );
        ((string)(await other.ExchangeAsync(await app.CodeAsync(browser), app.Verifier))["error"]!).ShouldBe(
            "invalid_grant"
        );
        var code = await app.CodeAsync(browser);
        var tokens = (await app.ExchangeAsync(code)).Expect(HttpStatusCode.OK);
        ((string)(await app.ExchangeAsync(code))["error"]!).ShouldBe("invalid_grant");
        // Whoever presents a code again has stolen it, or was stolen from: what came from it ends, too.
        (await app.RefreshAsync((string)tokens["refresh_token"]!)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_using_it_again_ends_all_that_came_from_it()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant, "browser");
        var first = await app.TokensAsync(await tenant.SignUpAsync());
        var second = (await app.RefreshAsync((string)first["refresh_token"]!)).Expect(HttpStatusCode.OK);
        second["refresh_token"]!.ToString().ShouldNotBe(first["refresh_token"]!.ToString());
        using var client = api.CreateClient((string)second["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        var stolen = await app.RefreshAsync((string)first["refresh_token"]!);

        ((string)stolen["error"]!).ShouldBe("invalid_grant");
        (await app.RefreshAsync((string)second["refresh_token"]!)).Expect(HttpStatusCode.BadRequest);
        await Processes.Eventually.GetAsync(
            async () => (await client.Get("/v2/employees")).Status,
            status => status == HttpStatusCode.Unauthorized,
            seconds: 15
        );
    }

    [Fact]
    public async Task A_revoked_token_is_refused_and_introspection_says_so()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        var tokens = await app.TokensAsync(await tenant.SignUpAsync());
        var access = (string)tokens["access_token"]!;
        ((bool)(await app.FormAsync("/connect/introspect", ("token", access)))["active"]!).ShouldBeTrue();

        (await app.FormAsync("/connect/revoke", ("token", access))).Expect(HttpStatusCode.OK);

        using var client = api.CreateClient(access);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
        ((bool)(await app.FormAsync("/connect/introspect", ("token", access)))["active"]!).ShouldBeFalse();
        (await app.RefreshAsync((string)tokens["refresh_token"]!)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Another_app_learns_nothing_about_a_token()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        var tokens = await app.TokensAsync(await tenant.SignUpAsync());
        var other = await App.RegisterAsync(tenant);

        var told = await other.FormAsync("/connect/introspect", ("token", (string)tokens["access_token"]!));
        await other.FormAsync("/connect/revoke", ("token", (string)tokens["access_token"]!));

        told.Body?["active"]?.GetValue<bool>().ShouldBeFalse();
        using var client = api.CreateClient((string)tokens["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Users_of_another_tenant_cannot_use_a_tenants_app()
    {
        var (a, b) = (await api.CreateTenantAsync(), await api.CreateTenantAsync());
        var app = await App.RegisterAsync(a);
        var stranger = await b.SignUpAsync();
        using var browser = await stranger.SignInAsync();

        await browser.OpenAsync(app.AuthorizePath(("tenant", b.Tenant.Slug)));

        // Signed in to b, and yet asked to sign in to a.
        browser.LeftTo.ShouldBeNull();
        browser.Address.AbsolutePath.ShouldBe($"/account/{a.Tenant.Slug}/login");
        await browser.SubmitAsync(("email", stranger.Email), ("password", Persons.Password));
        browser.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_app_of_the_platform_serves_each_tenant_without_asking_for_consent()
    {
        using var platform = await api.CreatePlatformClientAsync();
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant, "browser", platform);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        await browser.OpenAsync(app.AuthorizePath(("tenant", tenant.Tenant.Slug)));

        (await app.ExchangeAsync(App.Answer(browser)["code"])).Expect(HttpStatusCode.OK);
        await browser.OpenAsync(app.AuthorizePath());
        browser.LeftTo!.Query.ShouldContain("error=invalid_request");
    }

    [Fact]
    public async Task An_app_gets_no_more_than_the_users_roles_give_now()
    {
        var tenant = await api.CreateTenantAsync();
        (
            await tenant.Client.Post(
                "/v2/employees",
                new
                {
                    firstName = "Grace",
                    lastName = "Hopper",
                    email = "grace@example.com",
                    hireDate = "2020-01-01",
                }
            )
        ).Expect(HttpStatusCode.Created);
        var person = await tenant.SignUpAsync("hr_manager");
        var app = await App.RegisterAsync(tenant);
        using var browser = await person.SignInAsync();
        var code = await app.CodeAsync(browser, ("scope", "openid employees:read users:manage"));
        using var client = api.CreateClient((string)(await app.ExchangeAsync(code))["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK)["data"]!.AsArray().Count.ShouldBe(1);
        (await client.Get("/v2/users")).Expect(HttpStatusCode.Forbidden);

        (await tenant.Client.Patch($"/v2/users/{person.Id}", new { roles = new[] { "employee" } })).Expect(
            HttpStatusCode.OK
        );

        // An employee reaches the own record only, and this user has none.
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK)["data"]!.AsArray().ShouldBeEmpty();
        ((string)(await client.Get("/v2/me")).Expect(HttpStatusCode.OK)["reach"]!).ShouldBe("self");
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once_everywhere()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await person.SignInAsync();
        var tokens = await app.ExchangeAsync(await app.CodeAsync(browser));
        using var client = api.CreateClient((string)tokens["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        (await tenant.Client.Patch($"/v2/users/{person.Id}", new { disabled = true })).Expect(HttpStatusCode.OK);

        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync((string)tokens["refresh_token"]!)).Expect(HttpStatusCode.BadRequest);
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}");
        browser.Title.ShouldBe("Sign in");
        await browser.SubmitAsync(("email", person.Email), ("password", Persons.Password));
        browser.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_session_that_an_administrator_ends_takes_its_tokens_along()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await person.SignInAsync();
        var tokens = await app.ExchangeAsync(await app.CodeAsync(browser));
        var sessions = (await tenant.Client.Get($"/v2/users/{person.Id}/sessions")).Expect(HttpStatusCode.OK);
        var session = sessions["data"]!.AsArray().Single()!;
        session["apps"]!.AsArray().Select(name => (string)name!).ShouldBe(["Shift planner"]);
        using var client = api.CreateClient((string)tokens["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);

        (await tenant.Client.Delete($"/v2/users/{person.Id}/sessions/{(string)session["id"]!}")).Expect(
            HttpStatusCode.NoContent
        );

        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
        (await app.RefreshAsync((string)tokens["refresh_token"]!)).Expect(HttpStatusCode.BadRequest);
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}");
        browser.Title.ShouldBe("Sign in");
    }

    [Fact]
    public async Task An_app_signs_the_user_out()
    {
        var tenant = await api.CreateTenantAsync();
        var app = await App.RegisterAsync(tenant);
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();
        var tokens = await app.ExchangeAsync(await app.CodeAsync(browser));

        await browser.OpenAsync(
            $"/connect/logout?id_token_hint={(string)tokens["id_token"]!}&post_logout_redirect_uri={Uri.EscapeDataString("https://planner.example/bye")}&state=s"
        );
        browser.Title.ShouldBe("Sign out?");
        await browser.SubmitAsync(("decision", "yes"));

        browser.LeftTo!.ToString().ShouldBe("https://planner.example/bye?state=s");
        using var client = api.CreateClient((string)tokens["access_token"]!);
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_a_page_nobody_is_asked_anything()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var app = await App.RegisterAsync(tenant);
        using var nobody = tenant.Browse();
        await nobody.OpenAsync(app.AuthorizePath(("prompt", "none")));
        App.Answer(nobody)["error"].ShouldBe("login_required");
        using var browser = await person.SignInAsync();
        await browser.OpenAsync(app.AuthorizePath(("prompt", "none")));
        App.Answer(browser)["error"].ShouldBe("consent_required");
    }

    [Fact]
    public async Task A_cookie_is_no_credential_of_the_API()
    {
        var tenant = await api.CreateTenantAsync();
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();

        await browser.OpenAsync("/v2/me");

        browser.Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
