using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Hosting;

public sealed class ProblemTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_without_a_key_is_refused_with_problem_details_and_a_request_id()
    {
        using var client = api.CreateClient();

        using var response = await client.GetAsync("/v2/anything", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("code").GetString().ShouldBe("unauthenticated");
        problem.GetProperty("requestId").GetString().ShouldBe(response.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async Task An_unknown_path_with_a_valid_key_is_a_404_problem()
    {
        var tenant = await api.CreateTenantAsync();

        using var response = await tenant.Client.GetAsync("/v2/anything", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task The_page_that_a_problem_type_points_at_exists()
    {
        using var client = api.CreateClient();
        using var refused = await client.GetAsync("/v2/anything", Cancel);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        using var page = await client.GetAsync(problem.GetProperty("type").GetString(), Cancel);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("unauthenticated");
    }
}
