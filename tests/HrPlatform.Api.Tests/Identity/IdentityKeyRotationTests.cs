using System.Net;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Infrastructure.Identity.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Keys that sign: announced before they are used, kept until nothing that they signed is alive.</summary>
public sealed class IdentityKeyRotationTests
{
    [Fact]
    public async Task A_key_is_published_before_it_signs_and_after_it_has_signed()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database, services => services.AddSingleton<TimeProvider>(clock));
        using var anonymous = new HttpClient { BaseAddress = host.BaseAddress };
        var first = (await PublishedAsync(TimeSpan.Zero)).ShouldHaveSingleItem();

        var announced = await PublishedAsync(TimeSpan.FromDays(24));
        announced.Count.ShouldBe(2);
        announced[0].ShouldBe(first);
        var second = announced[1];

        (await PublishedAsync(TimeSpan.FromDays(7))).ShouldBe([second, first]);
        new JsonWebToken(await IdentityTokenAsync()).Kid.ShouldBe(second);

        (await PublishedAsync(TimeSpan.FromDays(15))).ShouldNotContain(first);

        async Task<List<string>> PublishedAsync(TimeSpan later)
        {
            clock.Advance(later);
            await host.Services.GetRequiredService<OAuthKeys>().RefreshAsync(TestContext.Current.CancellationToken);
            var set = (await anonymous.Get("/.well-known/jwks")).Expect(HttpStatusCode.OK);
            return [.. set["keys"]!.AsArray().Select(key => (string)key!["kid"]!)];
        }

        async Task<string> IdentityTokenAsync()
        {
            var tenant = await host.CreateTenantAsync();
            using var admin = await host.CreateClientAsync(tenant);
            var app = (
                await admin.Post(
                    "/v2/oauth-clients",
                    new
                    {
                        name = "App",
                        type = "web",
                        scopes = new[] { "employees:read" },
                        redirectUris = new[] { App.Callback },
                    }
                )
            ).Expect(HttpStatusCode.Created);
            return await IdentityExternalIssuerTests.IdentityTokenAsync(
                host,
                tenant.Slug,
                admin,
                (string)app["client"]!["id"]!,
                (string)app["secret"]!
            );
        }
    }

    [Fact]
    public async Task Keys_lie_sealed_in_the_database_and_all_processes_have_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = new TestHost(database);
        await using var other = new TestHost(database);

        var ids = one.Services.GetRequiredService<OAuthKeys>().SigningKeyIds;

        other.Services.GetRequiredService<OAuthKeys>().SigningKeyIds.ShouldBe(ids);
        var stored = await database.ReadAsync<string>("SELECT string_agg(sealed, ' ') FROM platform.oauth_keys");
        stored.ShouldNotBeNullOrEmpty();
        // What a key in the clear would begin with, in base64.
        stored.ShouldNotContain("MIIE");
    }
}
