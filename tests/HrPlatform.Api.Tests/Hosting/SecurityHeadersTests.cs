using System.Net;
using HrPlatform.Api.Tests.Employees;

namespace HrPlatform.Api.Tests.Hosting;

/// <summary>Headers that keep browsers and shared caches from doing harm with answers.</summary>
public sealed class SecurityHeadersTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v2/employees", HttpStatusCode.OK)]
    [InlineData("/v1/employees", HttpStatusCode.OK)]
    [InlineData("/v2/employees/emp_1", HttpStatusCode.BadRequest)]
    [InlineData("/v2/nothing", HttpStatusCode.NotFound)]
    [InlineData("/v2/tenants", HttpStatusCode.Forbidden)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    public async Task Answers_are_data_that_nobody_runs_frames_or_shares(string path, HttpStatusCode status)
    {
        var client = (await api.CreateTenantAsync()).Client;

        using var response = await client.GetAsync(path, Cancel);

        response.StatusCode.ShouldBe(status);
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(response, "Referrer-Policy").ShouldBe("no-referrer");
        Header(response, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        var caching = response.Headers.CacheControl.ShouldNotBeNull();
        (caching.NoStore || (caching.Private && caching.NoCache)).ShouldBeTrue(caching.ToString());
        response.Headers.Contains("Server").ShouldBeFalse();
        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("the request came in the clear");
    }

    [Fact]
    public async Task A_conditional_read_still_works_and_a_secret_is_never_stored()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var hired = await client.Hire();

        var read = await client.Get($"/v2/employees/{hired.Id}");
        (await client.Get($"/v2/employees/{hired.Id}", read.ETag)).Status.ShouldBe(HttpStatusCode.NotModified);

        var key = (
            await client.Post("/v2/api-keys", new { name = "reports", scopes = new[] { "employees:read" } })
        ).Expect(HttpStatusCode.Created);
        key.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_documentation_is_not_shown_inside_other_pages()
    {
        using var client = api.CreateClient();

        using var response = await client.GetAsync("/docs/index.html", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
