using System.Net;

namespace HrPlatform.Api.Tests.Employees;

public sealed class ListEmployeesTests(ApiFixture api)
{
    [Fact]
    public async Task Each_filter_keeps_what_it_says()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var company = await client.Department("Company");
        var research = await client.Department("Research", company);
        var lab = await client.Department("Lab", research);
        await client.Position("Senior Engineer");
        await client.Skill("Python");
        await client.Skill("SQL");
        (
            await client.Post(
                "/v2/custom-fields",
                new
                {
                    key = "level",
                    label = "Level",
                    type = "number",
                }
            )
        ).Expect(HttpStatusCode.Created);
        var a = await client.Hire(
            new
            {
                firstName = "Zoë",
                lastName = "Müller",
                hireDate = "2019-01-01",
                department = research,
                position = "Senior Engineer",
                skills = new[] { "Python", "SQL" },
                compensation = People.Pay("100.00"),
                externalId = "ext-1",
                custom = new { level = 3 },
            }
        );
        var b = await client.Hire(
            new
            {
                firstName = "Bob",
                lastName = "Brown",
                hireDate = "2021-01-01",
                department = lab,
                skills = new[] { "Python" },
                manager = a.Id,
                compensation = People.Pay("200.00"),
            }
        );
        var c = await client.Hire(
            new
            {
                firstName = "Carl",
                lastName = "Clark",
                hireDate = "2023-01-01",
                manager = b.Id,
                employeeNumber = "C-9",
            }
        );
        (
            await client.Post(
                $"/v2/employees/{c.Id}/history",
                new { kind = "termination", effectiveDate = "2024-01-01" }
            )
        ).Expect(HttpStatusCode.Created);

        async Task Finds(string query, params string[] expected) =>
            (await client.Get($"/v2/employees?{query}"))
                .Expect(HttpStatusCode.OK)
                .Ids()
                .ShouldBe(expected, ignoreOrder: true, query);

        await Finds("", a.Id, b.Id, c.Id);
        await Finds("q=muller", a.Id);
        await Finds("q=zoe+mul", a.Id);
        await Finds("q=engineer", a.Id);
        await Finds("q=c-9", c.Id);
        await Finds("q=%27%22%5C%3A*%26%7C%21%28", a.Id, b.Id, c.Id);
        await Finds($"department={research}", a.Id);
        await Finds("department=research", a.Id);
        await Finds("department=company&includeChildren=true", a.Id, b.Id);
        await Finds("department=unknown");
        await Finds("position=senior+engineer", a.Id);
        await Finds("skill=python", a.Id, b.Id);
        await Finds("skill=python&skill=sql", a.Id);
        await Finds("skill=sql&skill=python&skillMatch=any", a.Id, b.Id);
        await Finds($"manager={a.Id}", b.Id);
        await Finds($"manager={a.Id}&levels=2", b.Id, c.Id);
        await Finds("status=terminated", c.Id);
        await Finds("status=active,terminated", a.Id, b.Id, c.Id);
        await Finds("hiredAfter=2019-01-01", b.Id, c.Id);
        await Finds("hiredBefore=2021-01-01", a.Id);
        await Finds("minSalary=150", b.Id);
        await Finds("maxSalary=150", a.Id);
        await Finds("externalId=ext-1", a.Id);
        await Finds($"ids={a.Id},{c.Id}", a.Id, c.Id);
        await Finds("custom.level=3.0", a.Id);
        await Finds("asOf=2020-06-01", a.Id);
        await Finds("asOf=2023-06-01&status=active", a.Id, b.Id, c.Id);
        await Finds($"asOf=2023-06-01&manager={a.Id}&levels=3", b.Id, c.Id);
    }

    [Theory]
    [InlineData("sort=nonsense", "sort")]
    [InlineData("sort=email,-email", "sort")]
    [InlineData("status=retired", "status")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("manager=pos_01jdcw8v2rfh3tqcz9k5m7x0ae", "manager")]
    [InlineData("manager=x", "manager")]
    [InlineData("department=emp_01jdcw8v2rfh3tqcz9k5m7x0ae", "department")]
    [InlineData("ids=emp_x", "ids")]
    [InlineData("hiredAfter=2020-02-30", "hiredAfter")]
    [InlineData("minSalary=much", "minSalary")]
    [InlineData("levels=0&manager=emp_01jdcw8v2rfh3tqcz9k5m7x0ae", "levels")]
    [InlineData("skillMatch=some", "skillMatch")]
    [InlineData("custom.nope=1", "custom.nope")]
    [InlineData("expand=everything", "expand")]
    [InlineData("fields=everything", "fields")]
    [InlineData("q=%00", "q")]
    [InlineData("email=%00", "email")]
    [InlineData("asOf=soon", "asOf")]
    public async Task Wrong_parameters_are_refused_and_named(string query, string parameter)
    {
        var client = (await Shared.Value(api)).Client;

        var refused = await client.Get($"/v2/employees?{query}");

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused
            .Errors.Select(error => error.Split(' ')[0].TrimStart('/'))
            .ShouldContain(parameter, refused.Body!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sort=lastName,firstName")]
    [InlineData("sort=-hireDate,lastName")]
    [InlineData("sort=department,-experienceYears")]
    [InlineData("sort=-compensation")]
    [InlineData("sort=-createdAt")]
    public async Task A_walk_by_cursor_misses_and_doubles_nobody_while_others_are_hired(string sort)
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        await client.Department("B");
        for (var i = 0; i < 23; i++)
        {
            await client.Hire(
                new
                {
                    lastName = $"Name{i % 5}",
                    hireDate = $"2020-01-{1 + (i % 3):00}",
                    department = (i % 3) switch
                    {
                        0 => "A",
                        1 => "B",
                        _ => null,
                    },
                    experienceYears = i % 4 == 0 ? null : (decimal?)(i % 6),
                    compensation = i % 2 == 0 ? People.Pay($"{i % 7}.00") : null,
                }
            );
        }
        var all = (await client.Get($"/v2/employees?limit=200&{sort}")).Ids();
        List<string> walked = [];
        var path = $"/v2/employees?limit=4&{sort}";
        while (true)
        {
            var page = (await client.Get(path)).Expect(HttpStatusCode.OK);
            walked.AddRange(page.Ids());
            await client.Hire(new { lastName = "Name2", hireDate = "2020-01-02" });
            if (!page["hasMore"]!.GetValue<bool>())
                break;
            var next = page["nextCursor"]!.GetValue<string>();
            page.Response.Headers.GetValues("Link").Single().ShouldContain("rel=\"next\"");
            path = $"/v2/employees?limit=4&{sort}&cursor={next}";
        }

        walked.Distinct().Count().ShouldBe(walked.Count);
        walked.Where(all.Contains).ShouldBe(all);
    }

    [Fact]
    public async Task A_cursor_fits_only_the_arguments_and_the_tenant_that_it_came_from()
    {
        var tenant = await api.CreateTenantAsync();
        var other = await api.CreateTenantAsync();
        for (var i = 0; i < 3; i++)
            await tenant.Client.Hire();
        var cursor = (await tenant.Client.Get("/v2/employees?limit=1"))["nextCursor"]!.GetValue<string>();

        (await tenant.Client.Get($"/v2/employees?limit=2&cursor={cursor}")).Expect(HttpStatusCode.OK);
        (await tenant.Client.Get($"/v2/employees?limit=1&sort=email&cursor={cursor}"))
            .Expect(HttpStatusCode.BadRequest)
            .Code.ShouldBe("invalid-cursor");
        (await tenant.Client.Get($"/v2/employees?limit=1&status=active&cursor={cursor}")).Expect(
            HttpStatusCode.BadRequest
        );
        (await other.Client.Get($"/v2/employees?limit=1&cursor={cursor}")).Expect(HttpStatusCode.BadRequest);
        (await tenant.Client.Get("/v2/employees?cursor=nonsense")).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Fields_and_expansions_shape_the_answer()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("Research");
        var boss = await client.Hire(new { firstName = "Grace", lastName = "Hopper" });
        var ada = await client.Hire(new { manager = boss.Id, department = "Research" });

        var sparse = (await client.Get($"/v2/employees/{ada.Id}?fields=email,manager")).Body!.AsObject();
        sparse.Select(member => member.Key).ShouldBe(["id", "email", "manager", "withheld"]);

        var page = await client.Get("/v2/employees?expand=manager,department&total=true");
        page["total"]!.GetValue<long>().ShouldBe(2);
        var expanded = page["data"]!.AsArray().Single(e => e!["id"]!.GetValue<string>() == ada.Id)!;
        expanded["manager"]!["resource"]!["email"]!.GetValue<string>().ShouldBe(boss["email"]!.GetValue<string>());
        expanded["department"]!["resource"]!["name"]!.GetValue<string>().ShouldBe("Research");
    }

    [Fact]
    public async Task What_the_key_may_not_see_is_left_out_named_and_no_way_to_sort_or_filter()
    {
        var tenant = await api.CreateTenantAsync();
        var hired = await tenant.Client.Hire(
            new
            {
                phone = "1",
                birthDate = "1980-01-01",
                gender = "F",
                compensation = People.Pay("5.00"),
            }
        );
        var client = await tenant.ClientWithScopesAsync("employees:read");

        var seen = (await client.Get($"/v2/employees/{hired.Id}")).Expect(HttpStatusCode.OK);
        seen["withheld"]!
            .AsArray()
            .Select(name => name!.GetValue<string>())
            .ShouldBe(["compensation", "phone", "birthDate", "gender"]);
        foreach (var name in (string[])["compensation", "phone", "birthDate", "gender"])
            seen.Body!.AsObject().ContainsKey(name).ShouldBeFalse(name);
        foreach (
            var query in (string[])
                ["sort=compensation", "sort=-salary", "minSalary=1", "maxSalary=1", "sort=birthDate", "asOf=2024-01-01"]
        )
            (await client.Get($"/v2/employees?{query}")).Expect(HttpStatusCode.Forbidden);

        var flat = (await client.Get($"/v1/employees/{hired.Id}")).Expect(HttpStatusCode.OK);
        flat["withheld"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["salary", "currency"]);
        flat.Body!.AsObject().ContainsKey("salary").ShouldBeFalse();
        (await client.Get("/v1/employees?sort=salary")).Expect(HttpStatusCode.Forbidden);
        var stats = (await client.Get("/v1/employees/stats")).Expect(HttpStatusCode.OK);
        stats.Body!.AsObject().ContainsKey("averageSalaryByDepartment").ShouldBeFalse();
    }
}
