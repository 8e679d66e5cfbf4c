using System.Net;
using HrPlatform.Api.Tests.Employees;

namespace HrPlatform.Api.Tests.Organization;

public sealed class PositionsTests(ApiFixture api)
{
    [Fact]
    public async Task Positions_are_created_changed_listed_and_deleted()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var created = (await client.Post("/v2/positions", new { title = "Engineer", level = "L1" })).Expect(
            HttpStatusCode.Created
        );
        var path = $"/v2/positions/{created.Id}";

        (await client.Post("/v2/positions", new { title = "ENGINEER" }))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/title title-taken"]);
        (await client.Patch(path, new { level = "L1" })).Expect(HttpStatusCode.OK).ETag.ShouldBe(created.ETag);
        (await client.Patch(path, new { title = "Senior Engineer" }, ifMatch: created.ETag)).Expect(HttpStatusCode.OK)[
            "level"
        ]!
            .GetValue<string>()
            .ShouldBe("L1");
        (await client.Put(path, new { title = "Senior Engineer" })).Expect(HttpStatusCode.OK)["level"].ShouldBeNull();
        (await client.Get("/v2/positions?q=senior")).Ids().ShouldBe([created.Id]);
        await client.Hire(new { position = created.Id });
        (await client.Delete(path)).Expect(HttpStatusCode.Conflict);
        var spare = await client.Position("Spare");
        (await client.Delete($"/v2/positions/{spare}")).Expect(HttpStatusCode.NoContent);
    }
}
