using System.Net;
using System.Text.Json.Nodes;
using HrPlatform.Api.Tests.Employees;

namespace HrPlatform.Api.Tests.Organization;

public sealed class DepartmentsTests(ApiFixture api)
{
    [Fact]
    public async Task Departments_form_a_tree_without_circles()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var company = await client.Department("Company");
        var research = await client.Department("Research", "company");
        var lab = await client.Department("Lab", research);

        (await client.Get($"/v2/departments/{lab}"))["parent"]!["name"]!.GetValue<string>().ShouldBe("Research");
        (await client.Get("/v2/departments?top=true")).Ids().ShouldBe([company]);
        (await client.Get($"/v2/departments?parent={company}")).Ids().ShouldBe([research]);
        (await client.Patch($"/v2/departments/{company}", new { parent = lab }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/parent cycle"]);
        (await client.Patch($"/v2/departments/{company}", new { parent = company })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await client.Patch($"/v2/departments/{lab}", """{"parent":null}"""))
            .Expect(HttpStatusCode.OK)["parent"]
            .ShouldBeNull();
        (await client.Patch($"/v2/departments/{lab}", new { parent = "Nowhere" }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/parent unknown-department"]);
    }

    [Fact]
    public async Task The_tree_shows_departments_within_each_other_with_their_headcounts()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var company = await client.Department("Company");
        var research = await client.Department("Research", company);
        await client.Department("Lab", research);
        await client.Department("Annex");
        foreach (var (name, department) in new[] { ("Ada", "Research"), ("Bo", "Lab"), ("Cy", "Lab"), ("Di", "Lab") })
        {
            var email = $"{name}@example.com";
            var body = new
            {
                firstName = name,
                lastName = "B",
                email,
                hireDate = "2020-01-01",
                department,
            };
            var id = (await client.Post("/v2/employees", body)).Expect(HttpStatusCode.Created).Id;
            if (name == "Di")
                (await client.Delete($"/v2/employees/{id}")).Expect(HttpStatusCode.NoContent);
        }

        static string Text(JsonNode node) =>
            $"{node["name"]} {node["headcount"]}/{node["totalHeadcount"]}[{string.Join(',', node["departments"]!.AsArray().Select(child => Text(child!)))}]";

        var whole = (await client.Get("/v2/departments/tree"))["departments"]!.AsArray();
        whole.Select(node => Text(node!)).ShouldBe(["Annex 0/0[]", "Company 0/3[Research 1/3[Lab 2/2[]]]"]);
        var part = (await client.Get($"/v2/departments/tree?root={research}&depth=1"))["departments"]!.AsArray();
        part.Select(node => Text(node!)).ShouldBe(["Research 1/3[]"]);
        (await client.Get("/v2/departments/tree?depth=0")).Expect(HttpStatusCode.UnprocessableEntity);
        var foreign = await (await api.CreateTenantAsync()).Client.Department("Elsewhere");
        (await client.Get($"/v2/departments/tree?root={foreign}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Parallel_moves_can_not_close_a_circle()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var a = await client.Department("A");
        var b = await client.Department("B");

        var answers = await Task.WhenAll(
            client.Patch($"/v2/departments/{a}", new { parent = b }),
            client.Patch($"/v2/departments/{b}", new { parent = a })
        );

        answers
            .Select(answer => answer.Status)
            .ShouldBe([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], ignoreOrder: true);
    }

    [Fact]
    public async Task Names_and_codes_are_unique_whatever_case_and_accents()
    {
        var client = (await api.CreateTenantAsync()).Client;
        (await client.Post("/v2/departments", new { name = "Qualité", code = "Q" })).Expect(HttpStatusCode.Created);

        (await client.Post("/v2/departments", new { name = "QUALITE" }))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/name name-taken"]);
        (await client.Post("/v2/departments", new { name = "Other", code = "q" }))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/code code-taken"]);
    }

    [Fact]
    public async Task A_department_is_deleted_only_when_nothing_refers_to_it()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var company = await client.Department("Company");
        var research = await client.Department("Research", company);
        var spare = await client.Department("Spare", company);
        var hired = await client.Hire(new { department = research });

        (await client.Delete($"/v2/departments/{company}")).Expect(HttpStatusCode.Conflict);
        (await client.Delete($"/v2/departments/{research}")).Expect(HttpStatusCode.Conflict);
        (await client.Patch($"/v2/employees/{hired.Id}", """{"department":null}""")).Expect(HttpStatusCode.OK);
        (await client.Delete($"/v2/departments/{research}")).Expect(HttpStatusCode.Conflict);
        (await client.Delete($"/v2/departments/{spare}")).Expect(HttpStatusCode.NoContent);
        (await client.Get($"/v2/departments/{spare}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Changes_keep_the_tag_when_nothing_differs_and_honour_it_otherwise()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var created = (await client.Post("/v2/departments", new { name = "A", code = "c" })).Expect(
            HttpStatusCode.Created
        );
        var path = $"/v2/departments/{created.Id}";

        (await client.Put(path, new { name = "A", code = "c" })).Expect(HttpStatusCode.OK).ETag.ShouldBe(created.ETag);
        (await client.Get(path, ifNoneMatch: created.ETag)).Expect(HttpStatusCode.NotModified);
        var renamed = (await client.Put(path, new { name = "B" }, ifMatch: created.ETag)).Expect(HttpStatusCode.OK);
        renamed["code"].ShouldBeNull();
        (await client.Put(path, new { name = "C" }, ifMatch: created.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        (await client.Delete(path, ifMatch: created.ETag)).Expect(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Lists_are_walked_by_cursor_in_the_order_of_names()
    {
        var client = (await api.CreateTenantAsync()).Client;
        string[] names = ["beta", "Alpha", "Émile", "gamma", "Delta"];
        foreach (var name in names)
            await client.Department(name);
        List<string> walked = [];
        string? cursor = null;
        do
        {
            var page = (
                await client.Get($"/v2/departments?limit=2&total=true{(cursor is null ? "" : $"&cursor={cursor}")}")
            ).Expect(HttpStatusCode.OK);
            page["total"]!.GetValue<long>().ShouldBe(5);
            walked.AddRange(page["data"]!.AsArray().Select(d => d!["name"]!.GetValue<string>()));
            cursor = page["nextCursor"]?.GetValue<string>();
        } while (cursor is not null);

        walked.ShouldBe(["Alpha", "beta", "Delta", "Émile", "gamma"]);
        (await client.Get("/v2/departments?q=EMIL"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":""}""", "/name")]
    [InlineData("""{"name":null}""", "/name")]
    [InlineData("""{"name":1}""", "/name")]
    [InlineData("""{}""", "/name")]
    [InlineData("""{"name":"a","code":"123456789012345678901234567890123456789012345678901"}""", "/code")]
    [InlineData("""{"name":"a\u0000"}""", "/name")]
    [InlineData("""{"name":"a","parent":"emp_01jdcw8v2rfh3tqcz9k5m7x0ae"}""", "/parent")]
    [InlineData("""{"name":"a","colour":"red"}""", "/colour")]
    public async Task A_department_that_makes_no_sense_is_refused(string body, string pointer)
    {
        var client = (await Shared.Value(api)).Client;

        var refused = await client.SendText(HttpMethod.Post, "/v2/departments", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }
}
