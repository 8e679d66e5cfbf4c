using System.Net;
using System.Net.Http.Headers;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.Tests.Hosting;

public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_api_whose_database_is_gone_is_alive_but_not_ready_until_it_is_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = new TestHost(database);
        var tenant = await host.CreateTenantAsync();
        using var client = await host.CreateClientAsync(tenant);
        await client.GetAsync("/health/ready", Cancel).ShouldBeTextAsync("Healthy");

        await database.CloseAsync();

        var problem = await client
            .GetAsync("/health/ready", Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        problem.Text("detail").ShouldBe("The database does not answer.");
        await client.GetAsync("/health/live", Cancel).ShouldBeTextAsync("Healthy");
        // A key that nobody has looked up yet is not looked up for this either.
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", NewKey());
        await client.GetAsync("/health/live", Cancel).ShouldBeTextAsync("Healthy");
        await client.GetAsync("/v2/me", Cancel).ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");

        await database.OpenAsync();
        await Eventually.GetAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/health/ready", Cancel);
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task A_database_that_hangs_is_not_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var line = new CuttableLine(database.ConnectionString);
        await using var host = new TestHost(database, settings: ("ConnectionStrings:Platform", line.ConnectionString));
        using var client = host.CreateClient(NewKey());
        await client.GetAsync("/health/ready", Cancel).ShouldBeTextAsync("Healthy");

        line.Cut();

        await client
            .GetAsync("/health/ready", Cancel)
            .WaitAsync(TimeSpan.FromSeconds(20), Cancel)
            .ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        await client.GetAsync("/health/live", Cancel).ShouldBeTextAsync("Healthy");
    }

    private static string NewKey()
    {
        ApiKey.Create(
            TenantId.New(),
            TenantEnvironment.Live,
            "unknown",
            ["employees:read"],
            expiresAt: null,
            out var secret
        );
        return secret.Text;
    }
}

file static class HealthAnswers
{
    public static async Task ShouldBeTextAsync(this Task<HttpResponseMessage> sending, string text)
    {
        using var answer = await sending;
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        body.ShouldBe(text);
    }
}
