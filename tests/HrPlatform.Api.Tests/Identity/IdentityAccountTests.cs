using System.Net;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>What people do with their own account: accept, sign in, recover, protect.</summary>
public sealed class IdentityAccountTests(ApiFixture api)
{
    [Fact]
    public async Task An_invitation_works_once_and_is_written_in_the_language_asked_for()
    {
        var tenant = await api.CreateTenantAsync();
        const string Email = "Grace.Hopper@Example.COM";
        var user = (
            await tenant.Client.Post(
                "/v2/users",
                new
                {
                    email = Email,
                    name = "Grace Hopper",
                    roles = new[] { "hr_manager" },
                    language = "fr",
                }
            )
        ).Expect(HttpStatusCode.Created);
        ((string)user["status"]!).ShouldBe("invited");
        var message = await api.LastMessageAsync(Email.ToLowerInvariant());
        message.ShouldContain("vous invite");
        var link = Persons.LinkIn(message);
        using var browser = tenant.Browse();

        await browser.OpenAsync(link);
        await browser.SubmitAsync(("password", "short"));
        browser.Problem.ShouldNotBeNull();
        await browser.SubmitAsync(("password", Persons.Password));
        browser.Title.ShouldBe("Sign in");

        ((string)(await tenant.Client.Get($"/v2/users/{user.Id}"))["status"]!).ShouldBe("active");
        await browser.OpenAsync(link);
        browser.Page.QuerySelector("input[name=password]").ShouldBeNull();
        using var signedIn = await new Person(tenant, user.Id, "GRACE.hopper@example.com").SignInAsync();
        signedIn.Title.ShouldBe("Your account");
        (await tenant.Client.Post($"/v2/users/{user.Id}/invitation")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Inviting_again_ends_the_link_before()
    {
        var tenant = await api.CreateTenantAsync();
        var email = $"again{Guid.CreateVersion7():n}@example.com";
        var user = await tenant.Client.Post(
            "/v2/users",
            new
            {
                email,
                name = "Again",
                roles = new[] { "employee" },
            }
        );
        var old = Persons.LinkIn(await api.LastMessageAsync(email));

        (await tenant.Client.Post($"/v2/users/{user.Id}/invitation")).Expect(HttpStatusCode.OK);

        using var browser = tenant.Browse();
        await browser.OpenAsync(old);
        browser.Page.QuerySelector("input[name=password]").ShouldBeNull();
        await browser.OpenAsync(Persons.LinkIn(await api.LastMessageAsync(email)));
        browser.Page.QuerySelector("input[name=password]").ShouldNotBeNull();
    }

    [Fact]
    public async Task One_address_is_one_user_however_it_is_written()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();

        var refused = await tenant.Client.Post(
            "/v2/users",
            new
            {
                email = person.Email.ToUpperInvariant(),
                name = "Again",
                roles = new[] { "employee" },
            }
        );

        refused.Expect(HttpStatusCode.Conflict).Errors.ShouldBe(["/email email-taken"]);
    }

    [Fact]
    public async Task Nobody_gives_a_role_that_may_do_more_than_they_may()
    {
        var tenant = await api.CreateTenantAsync();
        var admin = await tenant.SignUpAsync("admin");
        using var limited = await tenant.ClientWithScopesAsync("users:manage", "employees:read");
        var wanted = new
        {
            email = "x@example.com",
            name = "X",
            roles = new[] { "admin" },
        };

        (await limited.Post("/v2/users", wanted)).Expect(HttpStatusCode.Forbidden);
        (await limited.Patch($"/v2/users/{admin.Id}", new { disabled = true })).Expect(HttpStatusCode.Forbidden);
        (await limited.Patch($"/v2/users/{admin.Id}", new { roles = new[] { "employee" } })).Expect(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task Wrong_address_and_wrong_password_look_the_same()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var browser = tenant.Browse();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/login");
        await browser.SubmitAsync(("email", person.Email), ("password", "wrong password"));
        var known = browser.Problem;
        await browser.SubmitAsync(("email", "nobody@example.com"), ("password", "wrong password"));

        browser.Problem.ShouldBe(known.ShouldNotBeNull());
    }

    [Fact]
    public async Task Five_wrong_tries_lock_the_account_also_when_made_at_once()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    using var attacker = tenant.Browse();
                    await attacker.OpenAsync($"/account/{tenant.Tenant.Slug}/login");
                    await attacker.SubmitAsync(("email", person.Email), ("password", "wrong password"));
                    attacker.Problem.ShouldNotBeNull();
                })
        );

        using var browser = await person.SignInAsync();
        browser.Problem.ShouldNotBeNull();
        // A new password, by the link in a message, opens it again.
        await ResetAsync(person, "another good password");
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/login");
        await browser.SubmitAsync(("email", person.Email), ("password", "another good password"));
        browser.Title.ShouldBe("Your account");
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_and_the_link_works_once()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var before = await person.SignInAsync();
        before.Title.ShouldBe("Your account");

        var link = await ResetAsync(person, "another good password");

        await before.OpenAsync($"/account/{tenant.Tenant.Slug}");
        before.Title.ShouldBe("Sign in");
        await before.OpenAsync(link);
        before.Page.QuerySelector("input[name=password]").ShouldBeNull();
        using var old = await person.SignInAsync();
        old.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Asking_for_a_new_password_tells_nobody_who_is_a_user()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var pages = new List<string>();
        foreach (var email in new[] { person.Email, "nobody@example.com" })
        {
            using var browser = tenant.Browse();
            await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/forgot");
            await browser.SubmitAsync(("email", email));
            pages.Add(browser.Page.QuerySelector("main")!.TextContent);
        }

        pages[0].ShouldBe(pages[1]);
    }

    [Fact]
    public async Task An_authenticator_app_is_a_second_factor_and_recovery_codes_stand_in_for_it()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var browser = await person.SignInAsync();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/authenticator");
        var key = browser.Page.QuerySelector("#key")!.TextContent;
        await browser.SubmitAsync(("code", "000000"));
        browser.Problem.ShouldNotBeNull();
        var used = Persons.Totp(key);
        await browser.SubmitAsync(("code", used));
        var recovery = browser.Page.QuerySelectorAll("#recovery-codes code").Select(code => code.TextContent).ToList();
        recovery.Count.ShouldBe(10);

        using var other = await person.SignInAsync();
        other.Title.ShouldBe("One more step");
        await other.OpenAsync($"/account/{tenant.Tenant.Slug}");
        other.Title.ShouldBe("Sign in");
        await other.OpenAsync($"/account/{tenant.Tenant.Slug}/second-factor");
        // The code that turned it on was used already.
        await other.SubmitAsync(("code", used));
        other.Problem.ShouldNotBeNull();
        await other.SubmitAsync(("code", Persons.Totp(key, stepsAhead: 1)));
        other.Title.ShouldBe("Your account");

        using var lost = await person.SignInAsync();
        await lost.SubmitAsync(("code", recovery[0].ToLowerInvariant()));
        lost.Title.ShouldBe("Your account");
        using var again = await person.SignInAsync();
        await again.SubmitAsync(("code", recovery[0]));
        again.Problem.ShouldNotBeNull();
        await lost.SubmitAsync(("code", recovery[1]));
        lost.Page.QuerySelector("[role=status]")!.TextContent.ShouldContain("turned off");
    }

    [Fact]
    public async Task Five_wrong_codes_lock_the_account()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var browser = await person.SignInAsync();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/authenticator");
        var key = browser.Page.QuerySelector("#key")!.TextContent;
        await browser.SubmitAsync(("code", Persons.Totp(key)));

        using var attacker = await person.SignInAsync();
        for (var i = 0; i < 5; i++)
            await attacker.SubmitAsync(("code", "12345" + i));
        await attacker.SubmitAsync(("code", Persons.Totp(key, stepsAhead: 1)));

        attacker.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_second_factors_lie_sealed_in_the_database()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var browser = await person.SignInAsync();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/authenticator");
        var key = browser.Page.QuerySelector("#key")!.TextContent;
        await browser.SubmitAsync(("code", Persons.Totp(key)));
        var code = browser.Page.QuerySelector("#recovery-codes code")!.TextContent;
        await using var source = Npgsql.NpgsqlDataSource.Create(api.OwnerConnectionString);

        await using var command = source.CreateCommand(
            "SELECT string_agg(t::text, ' ') FROM platform.user_tokens t WHERE user_id = $1"
        );
        command.Parameters.Add(new() { Value = Persons.IdOf(person).Value });
        var stored = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;

        stored.ShouldNotBeNullOrEmpty();
        stored.ShouldNotContain(key);
        stored.ShouldNotContain(code);
    }

    [Fact]
    public async Task People_see_where_they_are_signed_in_and_end_a_session()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var here = await person.SignInAsync();
        using var there = await person.SignInAsync();
        await here.OpenAsync($"/account/{tenant.Tenant.Slug}");
        here.Page.QuerySelectorAll("input[name=session]").Length.ShouldBe(2);
        var current = here
            .Page.QuerySelectorAll("li")
            .Where(item => item.QuerySelector("input[name=session]") is not null)
            .ToList()
            .FindIndex(item => item.QuerySelector("strong") is not null);

        await here.SubmitAsync(1 - current, ("session", Value(here, 1 - current)));

        here.Page.QuerySelectorAll("input[name=session]").Length.ShouldBe(1);
        await there.OpenAsync($"/account/{tenant.Tenant.Slug}");
        there.Title.ShouldBe("Sign in");

        static string Value(Browser browser, int which) =>
            browser.Page.QuerySelectorAll("input[name=session]")[which].GetAttribute("value")!;
    }

    [Fact]
    public async Task Pages_speak_French_and_let_nothing_foreign_run()
    {
        var tenant = await api.CreateTenantAsync();
        using var browser = tenant.Browse("fr-CA,fr;q=0.9,en;q=0.5");

        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/login");

        browser.Title.ShouldBe("Connexion");
        browser.Page.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        var policy = browser.Response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        browser.Page.QuerySelectorAll("script:not([src]), [style], [onclick]").ShouldBeEmpty();
        foreach (var input in browser.Page.QuerySelectorAll("input:not([type=hidden])"))
            browser.Page.QuerySelector($"label[for={input.Id}]").ShouldNotBeNull(input.OuterHtml);
    }

    [Fact]
    public async Task A_return_address_elsewhere_is_ignored()
    {
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        using var browser = tenant.Browse();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}/login?returnUrl=https://evil.example/");

        await browser.SubmitAsync(("email", person.Email), ("password", Persons.Password));

        browser.LeftTo.ShouldBeNull();
        browser.Title.ShouldBe("Your account");
    }

    [Fact]
    public async Task A_form_from_elsewhere_changes_nothing()
    {
        var tenant = await api.CreateTenantAsync();
        using var browser = await (await tenant.SignUpAsync()).SignInAsync();
        await browser.OpenAsync($"/account/{tenant.Tenant.Slug}");

        await browser.SubmitAsync(("session", "x"), ("__RequestVerificationToken", "forged"));

        browser.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task One_address_cannot_try_passwords_without_end()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database, settings: ("Identity:TriesPerMinute", "3"));
        var tenant = await host.CreateTenantAsync();
        using var browser = new Browser(host.BaseAddress);
        await browser.OpenAsync($"/account/{tenant.Slug}/login");
        for (var i = 0; i < 3; i++)
        {
            await browser.SubmitAsync(("email", $"user{i}@example.com"), ("password", "one password for all"));
            browser.Status.ShouldBe(HttpStatusCode.OK);
        }

        await browser.SubmitAsync(("email", "user4@example.com"), ("password", "one password for all"));

        browser.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private async Task<string> ResetAsync(Person person, string password)
    {
        using var browser = person.Tenant.Browse();
        var sent = api.CountMessages(person.Email);
        await browser.OpenAsync($"/account/{person.Tenant.Tenant.Slug}/forgot");
        await browser.SubmitAsync(("email", person.Email));
        await Eventually.BeTrueAsync(() => api.CountMessages(person.Email) > sent);
        var link = Persons.LinkIn(await api.LastMessageAsync(person.Email));
        await browser.OpenAsync(link);
        await browser.SubmitAsync(("password", password));
        browser.Title.ShouldBe("Sign in");
        return link;
    }
}
