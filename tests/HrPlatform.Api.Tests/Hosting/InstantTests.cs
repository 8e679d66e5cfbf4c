using System.Net;

namespace HrPlatform.Api.Tests.Hosting;

public sealed class InstantTests(ApiFixture api)
{
    [Fact]
    public async Task Instants_are_written_in_UTC_with_a_Z()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var created = (await client.Post("/v2/departments", new { name = "Research" })).Expect(HttpStatusCode.Created);

        created["createdAt"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$");
    }
}
