using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HrPlatform.Api.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HrPlatform.Api.Tests.Hosting.RateLimits;

public sealed class RateLimitTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beyond_the_quota_the_answer_is_429_until_the_seconds_that_it_names_have_passed()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57));
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(
            database,
            services => services.AddSingleton<TimeProvider>(clock),
            ("Plans:enterprise:key:quota", "5"),
            ("Plans:enterprise:key:windowSeconds", "60"),
            ("Plans:enterprise:tenant:quota", "7")
        );
        var tenant = await host.CreateTenantAsync();
        using var client = await host.CreateClientAsync(tenant);
        for (var left = 4; left >= 0; left--)
        {
            using var answer = await client.GetAsync("/v2/me", Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            Header(answer, "RateLimit-Policy").ShouldBe("\"key\";q=5;w=60, \"tenant\";q=7;w=60");
            Header(answer, "RateLimit").ShouldStartWith(FormattableString.Invariant($"\"key\";r={left};t="));
        }

        using (var refused = await client.GetAsync("/v2/me", Cancel))
        {
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(12));
            Header(refused, "RateLimit").ShouldStartWith("\"key\";r=0;t=12, \"tenant\";r=2;");
            var problem = await Task.FromResult(refused)
                .ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "quota-exceeded");
            problem.Text("type").ShouldBe("https://iana.org/assignments/http-problem-types#quota-exceeded");
            problem
                .GetProperty("violated-policies")
                .EnumerateArray()
                .Select(name => name.GetString())
                .ShouldBe(["key"]);
        }
        using var colleague = await host.CreateClientAsync(tenant);
        (await colleague.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await colleague.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var shared = await colleague.GetAsync("/v2/me", Cancel).ShouldBeAsync(HttpStatusCode.TooManyRequests);
        shared.GetProperty("violated-policies").EnumerateArray().Select(name => name.GetString()).ShouldBe(["tenant"]);

        clock.Advance(TimeSpan.FromSeconds(12));
        (await client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/v2/me", Cancel)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task An_answer_that_the_caller_has_already_costs_nothing()
    {
        var tenant = await api.CreateTenantAsync("free");
        var made = await tenant
            .Client.PostAsJsonAsync("/v2/api-keys", new { name = "A", scopes = new[] { "employees:read" } }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        var path = $"/v2/api-keys/{made.GetProperty("key").Text("id")}";
        var tag = (await tenant.Client.GetAsync(path, Cancel)).Headers.ETag!.Tag;
        var before = await RemainingAsync(tenant.Client);

        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var answer = await tenant.Client.SendAsync(request, Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            Header(answer, "RateLimit").ShouldContain("\"tenant\";r=");
        }

        (await RemainingAsync(tenant.Client)).ShouldBeGreaterThanOrEqualTo(before - 1);
    }

    [Fact]
    public async Task Every_answer_tells_its_limits_and_its_request_id_whatever_went_wrong()
    {
        var tenant = await api.CreateTenantAsync("free");
        using var stranger = api.CreateClient();
        using var weak = await tenant.ClientWithScopesAsync("employees:read");

        foreach (
            var (client, path, status, policy) in new[]
            {
                (tenant.Client, "/v2/me", 200, "key"),
                (tenant.Client, "/v2/nowhere", 404, "key"),
                (tenant.Client, "/v2/api-keys/wrong", 400, "key"),
                (tenant.Client, "/v2/api-keys/key_01jdcw8v2rfh3tqcz9k5m7x0ae", 404, "key"),
                (weak, "/v2/api-keys", 403, "key"),
                (stranger, "/v2/me", 401, "address"),
                (stranger, "/problems", 200, "address"),
            }
        )
        {
            using var answer = await client.GetAsync(path, Cancel);
            ((int)answer.StatusCode).ShouldBe(status, path);
            Header(answer, "RateLimit-Policy").ShouldStartWith($"\"{policy}\";q=");
            Header(answer, "RateLimit").ShouldStartWith($"\"{policy}\";r=");
            Header(answer, "X-Request-Id").ShouldNotBeEmpty();
        }
        (await stranger.GetAsync("/health/live", Cancel)).Headers.Contains("RateLimit").ShouldBeFalse();
    }

    [Fact]
    public async Task The_limits_of_a_key_can_be_asked_for()
    {
        var tenant = await api.CreateTenantAsync("pro");

        var limits = await tenant.Client.GetFromJsonAsync<JsonElement>("/v2/limits", Cancel);

        limits.Text("plan").ShouldBe("pro");
        limits
            .GetProperty("rateLimits")
            .EnumerateArray()
            .Select(limit =>
                (
                    limit.Text("policy"),
                    limit.GetProperty("quota").GetInt32(),
                    limit.GetProperty("windowSeconds").GetInt32()
                )
            )
            .ShouldBe([("key", 3_000, 60), ("tenant", 30_000, 60)]);
    }

    [Theory]
    [InlineData("Plans:free:key:quota", "none")]
    [InlineData("Plans:free:key:quota", "0")]
    [InlineData("Plans:gold:key:quota", "5")]
    [InlineData("Limits:anonymous:windowSeconds", "-1")]
    public async Task A_wrong_setting_stops_the_start_with_its_name(string key, string value)
    {
        await using var database = await TestDatabase.CreateAsync();

        var refused = Should.Throw<Exception>(() => new TestHost(database, configure: null, (key, value)));

        refused.ToString().ShouldContain(key[..key.LastIndexOf(':')], Case.Insensitive);
    }

    private static async Task<int> RemainingAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/v2/limits", Cancel);
        return int.Parse(
            Regex
                .Match(
                    Header(answer, "RateLimit"),
                    "\"tenant\";r=(?<left>[0-9]+)",
                    RegexOptions.ExplicitCapture,
                    TimeSpan.FromSeconds(1)
                )
                .Groups["left"]
                .ValueSpan,
            CultureInfo.InvariantCulture
        );
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
