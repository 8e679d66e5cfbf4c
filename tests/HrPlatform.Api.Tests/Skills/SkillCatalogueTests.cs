using System.Net;
using HrPlatform.Api.Tests.Employees;

namespace HrPlatform.Api.Tests.Skills;

public sealed class SkillCatalogueTests(ApiFixture api)
{
    [Fact]
    public async Task Skills_are_created_changed_listed_and_deleted_only_when_nobody_has_them()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var created = (await client.Post("/v2/skills", new { name = "C#", category = "Programming" })).Expect(
            HttpStatusCode.Created
        );
        await client.Skill("Baking");
        var path = $"/v2/skills/{created.Id}";

        (await client.Post("/v2/skills", new { name = "c#" }))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/name name-taken"]);
        (await client.Get("/v2/skills?category=programming")).Ids().ShouldBe([created.Id]);
        (await client.Patch(path, """{"category":null}""")).Expect(HttpStatusCode.OK)["category"].ShouldBeNull();
        var hired = await client.Hire(new { skills = new[] { created.Id } });
        (await client.Delete(path)).Expect(HttpStatusCode.Conflict);
        (await client.Put($"/v2/employees/{hired.Id}/skills", new { skills = Array.Empty<string>() })).Expect(
            HttpStatusCode.OK
        );
        (await client.Delete(path)).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Changing_the_catalogue_needs_a_scope_of_its_own()
    {
        var tenant = await api.CreateTenantAsync();
        var client = await tenant.ClientWithScopesAsync("employees:read", "employees:write");

        (await client.Get("/v2/skills")).Expect(HttpStatusCode.OK);
        foreach (var path in (string[])["skills", "departments", "positions", "custom-fields"])
        {
            var refused = await client.Post(
                $"/v2/{path}",
                path switch
                {
                    "positions" => (object)new { title = "x" },
                    "custom-fields" => new
                    {
                        key = "x",
                        label = "x",
                        type = "text",
                    },
                    _ => new { name = "x" },
                }
            );
            refused.Expect(HttpStatusCode.Forbidden)["detail"]!.GetValue<string>().ShouldContain("organization:write");
        }
    }
}
