using System.Net;
using System.Security.Cryptography;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Infrastructure.Identity.External;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Tokens of issuers that a tenant trusts, and of those that it doesn't.</summary>
public sealed class IdentityExternalIssuerTests(ApiFixture api)
{
    private const string Audience = "hrplatform";

    [Fact]
    public async Task A_token_of_a_second_OIDC_server_lets_its_user_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var server = new TestHost(database);
        var theirs = await server.CreateTenantAsync();
        using var admin = await server.CreateClientAsync(theirs);
        var registered = (
            await admin.Post(
                "/v2/oauth-clients",
                new
                {
                    name = "HrPlatform",
                    type = "web",
                    scopes = new[] { "employees:read" },
                    redirectUris = new[] { App.Callback },
                }
            )
        ).Expect(HttpStatusCode.Created);
        var clientId = (string)registered["client"]!["id"]!;
        var identity = await IdentityTokenAsync(server, theirs.Slug, admin, clientId, (string)registered["secret"]!);
        var ours = await api.CreateTenantAsync();
        (
            await ours.Client.Post(
                "/v2/identity-providers",
                new
                {
                    name = "Second server",
                    issuer = server.BaseAddress.ToString(),
                    audience = clientId,
                    roleClaim = "tenant",
                    roleMapping = new Dictionary<string, string> { [theirs.Id.ToString()] = "hr_manager" },
                }
            )
        ).Expect(HttpStatusCode.Created);

        using var client = api.CreateClient(identity);
        var me = (await client.Get("/v2/me")).Expect(HttpStatusCode.OK);

        ((string)me["tenant"]!["id"]!).ShouldBe(ours.Tenant.Id.ToString());
        ((string)me["user"]!["email"]!).ShouldBe("grace@example.com");
        (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);
        (await client.Get("/v2/api-keys")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_comes_for_the_first_time_becomes_a_user_once()
    {
        await using var issuer = await StubIssuer.StartAsync();
        var tenant = await api.CreateTenantAsync();
        await TrustAsync(tenant, issuer);
        for (var i = 0; i < 3; i++)
        {
            using var client = api.CreateClient(issuer.Sign(issuer.Claims("grace", Audience)));
            (await client.Get("/v2/employees")).Expect(HttpStatusCode.OK);
        }

        var users = (await tenant.Client.Get("/v2/users"))["data"]!.AsArray();
        users.Count.ShouldBe(1);
        ((string)users[0]!["email"]!).ShouldBe("grace@example.com");
        users[0]!["roles"]!.AsArray().Select(role => (string)role!).ShouldBe(["hr_manager"]);

        (await tenant.Client.Patch($"/v2/users/{(string)users[0]!["id"]!}", new { disabled = true })).Expect(
            HttpStatusCode.OK
        );
        using var disabled = api.CreateClient(issuer.Sign(issuer.Claims("grace", Audience)));
        (await disabled.Get("/v2/employees")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_that_are_wrong_in_any_way_are_refused()
    {
        await using var issuer = await StubIssuer.StartAsync();
        var tenant = await api.CreateTenantAsync();
        await TrustAsync(tenant, issuer);
        await ExpectAsync(issuer.Sign(issuer.Claims("grace", Audience)), HttpStatusCode.OK, "a sound one");

        using var otherKey = RSA.Create(2048);
        var sound = issuer.Sign(issuer.Claims("grace", Audience)).Split('.');
        foreach (
            var (what, token) in new[]
            {
                ("issuer", issuer.Sign(With("iss", "https://issuer.example"))),
                ("issuer with a slash", issuer.Sign(With("iss", issuer.Issuer + "/"))),
                ("audience", issuer.Sign(With("aud", "somebody-else"))),
                ("no audience", issuer.Sign(Without("aud"))),
                ("another key under the same id", issuer.Sign(Claims(), otherKey)),
                ("an unknown key", issuer.Sign(Claims(), otherKey, "invented")),
                ("alg none", StubIssuer.Unsigned(Claims())),
                ("HMAC with the public key", issuer.SignedWithThePublicKey(Claims())),
                ("expired", issuer.Sign(With("exp", StubIssuer.Seconds(-120)))),
                ("not yet valid", issuer.Sign(With("nbf", StubIssuer.Seconds(120)))),
                ("without an end", issuer.Sign(Without("exp"))),
                ("without a subject", issuer.Sign(Without("sub"))),
                ("changed claims", $"{sound[0]}.{sound[1][..^4]}AAAA.{sound[2]}"),
                ("no signature", $"{sound[0]}.{sound[1]}."),
                ("four dots", "a.b.c.d.e"),
                ("three dots of nothing", ".."),
            }
        )
            await ExpectAsync(token, HttpStatusCode.Unauthorized, what);

        Dictionary<string, object> Claims() => issuer.Claims("grace", Audience);

        Dictionary<string, object> With(string name, object value)
        {
            var claims = Claims();
            claims[name] = value;
            return claims;
        }

        Dictionary<string, object> Without(string name)
        {
            var claims = Claims();
            claims.Remove(name);
            return claims;
        }

        async Task ExpectAsync(string token, HttpStatusCode status, string what)
        {
            using var client = api.CreateClient();
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            (await client.Get("/v2/employees")).Status.ShouldBe(status, what);
        }
    }

    [Fact]
    public async Task Roles_come_from_the_mapping_alone_and_without_one_nobody_comes_in()
    {
        await using var issuer = await StubIssuer.StartAsync();
        var tenant = await api.CreateTenantAsync();
        var admin = await tenant.SignUpAsync("admin");
        var provider = await TrustAsync(tenant, issuer);
        // The address of an administrator: the same person, but with the rights that the mapping gives.
        var claims = issuer.Claims("grace", Audience);
        claims["email"] = admin.Email;
        using var client = api.CreateClient(issuer.Sign(claims));
        ((string)(await client.Get("/v2/me")).Expect(HttpStatusCode.OK)["user"]!["id"]!).ShouldBe(admin.Id);
        (await client.Get("/v2/api-keys")).Expect(HttpStatusCode.Forbidden);

        claims["email_verified"] = false;
        claims["sub"] = "somebody-else";
        using var unverified = api.CreateClient(issuer.Sign(claims));
        (await unverified.Get("/v2/me")).Expect(HttpStatusCode.Unauthorized);

        var stranger = issuer.Claims("stranger", Audience);
        stranger["groups"] = new[] { "nobody" };
        using var nobody = api.CreateClient(issuer.Sign(stranger));
        (await nobody.Get("/v2/me")).Expect(HttpStatusCode.Unauthorized);

        var path = $"/v2/identity-providers/{provider.Id}";
        (await tenant.Client.Patch(path, new { enabled = false })).Expect(HttpStatusCode.OK);
        (await client.Get("/v2/me")).Expect(HttpStatusCode.Unauthorized);
        (await tenant.Client.Delete(path)).Expect(HttpStatusCode.NoContent);
        (await tenant.Client.Get(path)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_gives_by_an_issuer_what_they_cannot_give_by_hand()
    {
        var tenant = await api.CreateTenantAsync();
        using var limited = await tenant.ClientWithScopesAsync("identity-providers:manage", "employees:read");

        (await limited.Post("/v2/identity-providers", Trusted("https://issuer.example", "admin"))).Expect(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task A_new_key_is_fetched_but_invented_ones_do_not_make_us_ask_without_end()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var issuer = await StubIssuer.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(
            database,
            services => services.AddSingleton<TimeProvider>(clock),
            ("Identity:AllowLoopbackIssuers", "true")
        );
        using var admin = await host.CreateClientAsync(await host.CreateTenantAsync());
        (await admin.Post("/v2/identity-providers", Trusted(issuer.Issuer, "hr_manager"))).Expect(
            HttpStatusCode.Created
        );
        await ExpectAsync(HttpStatusCode.OK);
        issuer.KeyRequests.ShouldBe(1);

        using var invented = RSA.Create(2048);
        for (var i = 0; i < 20; i++)
        {
            using var client = host.CreateClient(issuer.Sign(issuer.Claims("grace", Audience), invented, $"no-{i}"));
            (await client.Get("/v2/me")).Expect(HttpStatusCode.Unauthorized);
        }
        issuer.KeyRequests.ShouldBe(1);

        issuer.Rotate();
        clock.Advance(IssuerKeys.NotSoonerThan);
        await ExpectAsync(HttpStatusCode.OK);
        issuer.KeyRequests.ShouldBe(2);

        async Task ExpectAsync(HttpStatusCode status)
        {
            using var client = host.CreateClient(issuer.Sign(issuer.Claims("grace", Audience)));
            (await client.Get("/v2/me")).Expect(status);
        }
    }

    [Theory]
    [InlineData("http://issuer.example")]
    [InlineData("http://127.0.0.1:5432")]
    [InlineData("https://localhost/issuer")]
    [InlineData("https://[::1]/")]
    [InlineData("https://user:secret@issuer.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("issuer.example")]
    public async Task An_issuer_lives_on_the_internet(string issuer)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database);
        using var admin = await host.CreateClientAsync(await host.CreateTenantAsync());

        var refused = await admin.Post("/v2/identity-providers", Trusted(issuer, "employee"));

        refused.Expect(HttpStatusCode.UnprocessableEntity).Errors.ShouldContain("/issuer invalid-url");
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.20.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    public void Only_addresses_of_the_internet_are_asked(string address, bool isPublic) =>
        IssuerAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    private static async Task<Answer> TrustAsync(TestTenant tenant, StubIssuer issuer) =>
        (await tenant.Client.Post("/v2/identity-providers", Trusted(issuer.Issuer, "hr_manager"))).Expect(
            HttpStatusCode.Created
        );

    private static object Trusted(string issuer, string role) =>
        new
        {
            name = "Company login",
            issuer,
            audience = Audience,
            roleClaim = "groups",
            roleMapping = new Dictionary<string, string> { ["hr-team"] = role },
        };

    internal static async Task<string> IdentityTokenAsync(
        TestHost server,
        string slug,
        HttpClient admin,
        string clientId,
        string secret
    )
    {
        (
            await admin.Post(
                "/v2/users",
                new
                {
                    email = "grace@example.com",
                    name = "Grace Hopper",
                    roles = new[] { "employee" },
                }
            )
        ).Expect(HttpStatusCode.Created);
        var message = Directory.EnumerateFiles(Path.Combine(server.FilesRoot, "messages"), "*.eml").Single();
        using var mail = await MimeKit.MimeMessage.LoadAsync(message, TestContext.Current.CancellationToken);
        using var browser = new Browser(server.BaseAddress);
        await browser.OpenAsync(Persons.LinkIn(mail.TextBody!));
        await browser.SubmitAsync(("password", Persons.Password));
        await browser.SubmitAsync(("email", "grace@example.com"), ("password", Persons.Password));
        browser.Address.AbsolutePath.ShouldBe($"/account/{slug}");
        var app = new App(null!, clientId, secret);
        var code = await app.CodeAsync(browser);
        using var anonymous = new HttpClient { BaseAddress = server.BaseAddress };
        var tokens = await anonymous.FormAsync(
            "/connect/token",
            ("grant_type", "authorization_code"),
            ("client_id", clientId),
            ("client_secret", secret),
            ("code", code),
            ("redirect_uri", App.Callback),
            ("code_verifier", app.Verifier)
        );
        return (string)tokens.Expect(HttpStatusCode.OK)["id_token"]!;
    }
}
