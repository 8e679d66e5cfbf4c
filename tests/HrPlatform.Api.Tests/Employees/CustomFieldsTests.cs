using System.Net;

namespace HrPlatform.Api.Tests.Employees;

public sealed class CustomFieldsTests(ApiFixture api)
{
    [Fact]
    public async Task Values_are_typed_kept_cleared_and_found()
    {
        var client = (await api.CreateTenantAsync()).Client;
        async Task Field(string key, string type, string[]? options = null) =>
            (
                await client.Post(
                    "/v2/custom-fields",
                    new
                    {
                        key,
                        label = key,
                        type,
                        options,
                    }
                )
            ).Expect(HttpStatusCode.Created);
        await Field("cost", "text");
        await Field("grade", "number");
        await Field("badge", "date");
        await Field("remote", "boolean");
        await Field("size", "select", ["S", "M"]);

        var hired = await client.Hire(
            new
            {
                custom = new
                {
                    cost = "CC",
                    grade = 3.50,
                    badge = "2026-01-31",
                    remote = false,
                    size = "M",
                },
            }
        );
        await client.Hire();
        hired["custom"]!["grade"]!.GetValue<decimal>().ShouldBe(3.5m);
        hired["custom"]!["remote"]!.GetValue<bool>().ShouldBeFalse();

        foreach (var query in (string[])["custom.cost=CC", "custom.grade=3.5", "custom.remote=False", "custom.size=M"])
            (await client.Get($"/v2/employees?{query}")).Expect(HttpStatusCode.OK).Ids().ShouldBe([hired.Id], query);
        (await client.Get("/v2/employees?custom.cost=cc")).Ids().ShouldBeEmpty();
        (await client.Get("/v2/employees?custom.grade=many")).Expect(HttpStatusCode.UnprocessableEntity);

        var patched = await client.Patch($"/v2/employees/{hired.Id}", """{"custom":{"cost":null,"grade":4}}""");
        patched.Expect(HttpStatusCode.OK)["custom"]!.AsObject().ContainsKey("cost").ShouldBeFalse();
        patched["custom"]!["grade"]!.GetValue<int>().ShouldBe(4);
        patched["custom"]!["size"]!.GetValue<string>().ShouldBe("M");

        var refused = await client.Patch(
            $"/v2/employees/{hired.Id}",
            """{"custom":{"cost":1,"grade":"3","badge":"31.01.2026","remote":"yes","size":"XL","nope":1}}"""
        );
        refused
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe([
                "/custom/cost invalid-value",
                "/custom/grade invalid-value",
                "/custom/badge invalid-value",
                "/custom/remote invalid-value",
                "/custom/size invalid-value",
                "/custom/nope unknown-custom-field",
            ]);
        (await client.Patch($"/v2/employees/{hired.Id}", """{"custom":null}""")).Expect(HttpStatusCode.OK)["custom"]!
            .AsObject()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_required_field_must_be_filled_when_creating_and_not_be_cleared()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var before = await client.Hire();
        (
            await client.Post(
                "/v2/custom-fields",
                new
                {
                    key = "team",
                    label = "Team",
                    type = "text",
                    required = true,
                }
            )
        ).Expect(HttpStatusCode.Created);

        (await client.Post("/v2/employees", People.Body()))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/custom/team required"]);
        var hired = await client.Hire(new { custom = new { team = "A" } });
        (await client.Patch($"/v2/employees/{hired.Id}", """{"custom":{"team":null}}"""))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/custom/team required"]);
        (await client.Patch($"/v2/employees/{before.Id}", new { bio = "other fields still change" })).Expect(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task Fields_are_listed_changed_and_deleted_only_when_unused()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var field = (
            await client.Post(
                "/v2/custom-fields",
                new
                {
                    key = "size",
                    label = "Size",
                    type = "select",
                    options = new[] { "S" },
                }
            )
        ).Expect(HttpStatusCode.Created);
        var path = $"/v2/custom-fields/{field.Id}";

        (
            await client.Post(
                "/v2/custom-fields",
                new
                {
                    key = "size",
                    label = "Again",
                    type = "text",
                }
            )
        ).Expect(HttpStatusCode.Conflict).Errors.ShouldBe(["/key key-taken"]);
        (await client.Get(path, ifNoneMatch: field.ETag)).Expect(HttpStatusCode.NotModified);
        var changed = (await client.Patch(path, new { options = new[] { "S", "M" } }, ifMatch: field.ETag)).Expect(
            HttpStatusCode.OK
        );
        changed["options"]!.AsArray().Count.ShouldBe(2);
        (await client.Patch(path, new { label = "x" }, ifMatch: field.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        (await client.Patch(path, new { options = new[] { "S", "M" } })).ETag.ShouldBe(changed.ETag);
        (await client.Get("/v2/custom-fields"))["data"]!.AsArray().Count.ShouldBe(1);

        var hired = await client.Hire(new { custom = new { size = "M" } });
        (await client.Delete(path)).Expect(HttpStatusCode.Conflict);
        (await client.Patch($"/v2/employees/{hired.Id}", """{"custom":{"size":null}}""")).Expect(HttpStatusCode.OK);
        (await client.Delete(path)).Expect(HttpStatusCode.NoContent);
        (await client.Get(path)).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"key":"1x","label":"L","type":"text"}""", "/key")]
    [InlineData("""{"key":"a b","label":"L","type":"text"}""", "/key")]
    [InlineData("""{"key":"x","label":"","type":"text"}""", "/label")]
    [InlineData("""{"key":"x","label":"L","type":"colour"}""", "/type")]
    [InlineData("""{"key":"x","label":"L","type":"select"}""", "/options")]
    [InlineData("""{"key":"x","label":"L","type":"text","options":["a"]}""", "/options")]
    [InlineData("""{"key":"x","label":"L","type":"select","options":["a","a"]}""", "/options")]
    [InlineData("""{"key":"x","label":"L","type":"select","options":[""]}""", "/options/0")]
    [InlineData("""{"key":"x","label":"L","type":"select","options":[null]}""", "/options/0")]
    [InlineData("""{"key":"x","label":"L"}""", "/type")]
    public async Task A_field_that_makes_no_sense_is_refused(string body, string pointer)
    {
        var client = (await Shared.Value(api)).Client;

        var refused = await client.SendText(HttpMethod.Post, "/v2/custom-fields", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }
}
