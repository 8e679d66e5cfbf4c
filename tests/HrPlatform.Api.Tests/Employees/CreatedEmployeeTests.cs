using System.Net;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Employees;

public sealed class CreatedEmployeeTests(ApiFixture api)
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"experienceYears":12,"bio":" Writes. ","phone":"+44 20 7946 0958","birthDate":"1990-02-28"}""")]
    [InlineData("""{"department":"Research","position":"Engineer","skills":["SQL","python"]}""")]
    [InlineData("""{"compensation":{"amount":{"amount":"70000.5","currency":"EUR"}},"experienceYears":3.5}""")]
    [InlineData("""{"hireDate":"2099-01-01","compensation":{"amount":{"amount":"1","currency":"JPY"}}}""")]
    [InlineData("""{"custom":{"remote":true,"desk":"B-12","score":1.50}}""")]
    public async Task The_answer_of_a_creation_is_what_a_read_shows(string with)
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("Research");
        await client.Position("Engineer");
        foreach (var skill in new[] { "SQL", "Python" })
            await client.Skill(skill);
        foreach (var (key, type) in new[] { ("remote", "boolean"), ("desk", "text"), ("score", "number") })
            (
                await client.Post(
                    "/v2/custom-fields",
                    new
                    {
                        key,
                        label = key,
                        type,
                    }
                )
            ).Expect(HttpStatusCode.Created);
        var manager = (await client.Hire()).Id;
        var body = JsonNode.Parse(with)!.AsObject();
        body["manager"] = manager;

        var created = await client.Hire(body);

        var read = await client.Get($"/v2/employees/{created.Id}");
        JsonNode.DeepEquals(created.Body, read.Body).ShouldBeTrue($"{created.Body}\n{read.Body}");
        created.ETag.ShouldBe(read.ETag);
    }
}
