using System.Net;

namespace HrPlatform.Api.Tests.Employees;

public sealed class V1EmployeesTests(ApiFixture api)
{
    [Fact]
    public async Task The_flat_contract_covers_create_read_replace_patch_delete_and_restore()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("Research");
        await client.Position("Engineer");
        await client.Skill("Python");
        var boss = await client.Hire();
        var email = People.NewEmail();

        var created = (
            await client.Post(
                "/v1/employees",
                new
                {
                    name = "Maria de la Cruz",
                    email,
                    department = "Research",
                    position = "Engineer",
                    skills = new[] { "Python" },
                    experienceYears = 4.5,
                    salary = 50000.5,
                    hireDate = "2021-05-01",
                    managerId = boss.Id,
                    bio = "Hi",
                }
            )
        ).Expect(HttpStatusCode.Created);
        created["name"]!.GetValue<string>().ShouldBe("Maria de la Cruz");
        created["salary"]!.GetValue<decimal>().ShouldBe(50000.5m);
        created["currency"]!.GetValue<string>().ShouldBe("USD");
        created["skills"]![0]!.GetValue<string>().ShouldBe("Python");
        created.Response.Headers.Location!.ToString().ShouldBe($"/v1/employees/{created.Id}");
        (await client.Get($"/v2/employees/{created.Id}"))["lastName"]!.GetValue<string>().ShouldBe("Cruz");
        // What v1 doesn't know, a replacement through v1 leaves alone.
        (await client.Patch($"/v2/employees/{created.Id}", new { employeeNumber = "77" })).Expect(HttpStatusCode.OK);

        var replaced = (
            await client.Put(
                $"/v1/employees/{created.Id}",
                new
                {
                    name = "Maria Cruz",
                    email,
                    hireDate = "2021-05-01",
                    salary = 60000,
                }
            )
        ).Expect(HttpStatusCode.OK);
        replaced["department"].ShouldBeNull();
        replaced["skills"]!.AsArray().ShouldBeEmpty();
        replaced["bio"].ShouldBeNull();
        replaced["salary"]!.GetValue<decimal>().ShouldBe(60000);
        (await client.Get($"/v2/employees/{created.Id}"))["employeeNumber"]!.GetValue<string>().ShouldBe("77");

        var patched = (await client.Patch($"/v1/employees/{created.Id}", new { name = "Cher" })).Expect(
            HttpStatusCode.OK
        );
        patched["name"]!.GetValue<string>().ShouldBe("Cher");
        (await client.Patch($"/v1/employees/{created.Id}", new { status = "terminated" })).Expect(HttpStatusCode.OK)[
            "status"
        ]!
            .GetValue<string>()
            .ShouldBe("terminated");
        (await client.Patch($"/v1/employees/{created.Id}", new { status = "active" })).Expect(HttpStatusCode.OK)[
            "status"
        ]!
            .GetValue<string>()
            .ShouldBe("active");

        (await client.Delete($"/v1/employees/{created.Id}")).Expect(HttpStatusCode.NoContent);
        (await client.Get($"/v1/employees/{created.Id}")).Expect(HttpStatusCode.NotFound);
        (await client.Get("/v1/employees"))["totalItems"]!.GetValue<long>().ShouldBe(1);
        (await client.Post($"/v1/employees/{created.Id}/restore")).Expect(HttpStatusCode.OK);
        (await client.Get($"/v1/employees/{created.Id}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_by_number_count_everything()
    {
        var client = (await api.CreateTenantAsync()).Client;
        for (var i = 0; i < 5; i++)
            await client.Hire(new { lastName = $"N{i}", compensation = People.Pay($"{i}.00") });

        var page = (await client.Get("/v1/employees?sort=-salary&page=2&pageSize=2")).Expect(HttpStatusCode.OK);

        page["items"]!.AsArray().Select(e => e!["name"]!.GetValue<string>()).ShouldBe(["Ada N2", "Ada N1"]);
        page["page"]!.GetValue<int>().ShouldBe(2);
        page["pageSize"]!.GetValue<int>().ShouldBe(2);
        page["totalItems"]!.GetValue<long>().ShouldBe(5);
        page["totalPages"]!.GetValue<long>().ShouldBe(3);
        (await client.Get("/v1/employees?pageSize=1000"))["pageSize"]!.GetValue<int>().ShouldBe(100);
        (await client.Get("/v1/employees?page=99"))["items"]!.AsArray().ShouldBeEmpty();
        (await client.Get("/v1/employees?page=0")).Expect(HttpStatusCode.BadRequest);
        (await client.Get("/v1/employees?search=n3"))["totalItems"]!.GetValue<long>().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"name":"","email":"a@example.com"}""", "/name")]
    [InlineData("""{"name":"A B","email":"nope"}""", "/email")]
    [InlineData("""{"name":"A B","email":"a@example.com","salary":-1}""", "/salary")]
    [InlineData("""{"name":"A B","email":"a@example.com","salary":"1"}""", "/salary")]
    [InlineData("""{"name":"A B","email":"a@example.com","currency":"EUR"}""", "/salary")]
    [InlineData("""{"name":"A B","email":"a@example.com","salary":1,"currency":"E"}""", "/currency")]
    [InlineData(
        """{"name":"A B","email":"a@example.com","managerId":"emp_01jdcw8v2rfh3tqcz9k5m7x0ae"}""",
        "/managerId"
    )]
    [InlineData("""{"name":"A B","email":"a@example.com","firstName":"A"}""", "/firstName")]
    [InlineData("""{"name":"A B","email":"a@example.com","status":"terminated"}""", "/status")]
    [InlineData("""{"name":"A B","email":"a@example.com","status":"gone"}""", "/status")]
    public async Task Errors_point_at_the_flat_fields(string body, string pointer)
    {
        var client = (await Shared.Value(api)).Client;

        var refused = await client.SendText(HttpMethod.Post, "/v1/employees", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }

    [Fact]
    public async Task Statistics_count_who_is_employed()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        await client.Department("B");
        await client.Skill("Python");
        await client.Hire(
            new
            {
                department = "A",
                skills = new[] { "Python" },
                experienceYears = 2,
                compensation = People.Pay("100.00"),
            }
        );
        await client.Hire(
            new
            {
                department = "A",
                experienceYears = 4,
                compensation = People.Pay("300.00"),
            }
        );
        var gone = await client.Hire(new { department = "B", compensation = People.Pay("999.00") });
        (await client.Patch($"/v1/employees/{gone.Id}", new { status = "terminated" })).Expect(HttpStatusCode.OK);

        var stats = (await client.Get("/v1/employees/stats")).Expect(HttpStatusCode.OK);

        stats["total"]!.GetValue<long>().ShouldBe(2);
        var department = stats["byDepartment"]!.AsArray().Single()!;
        department["department"]!.GetValue<string>().ShouldBe("A");
        department["count"]!.GetValue<long>().ShouldBe(2);
        stats["averageSalaryByDepartment"]![0]!["averageSalary"]!.GetValue<decimal>().ShouldBe(200);
        stats["skills"]![0]!["skill"]!.GetValue<string>().ShouldBe("Python");
        stats["averageExperienceYears"]!.GetValue<decimal>().ShouldBe(3);
        var before = (await client.Get("/v1/employees/stats?asOf=2021-01-01")).Expect(HttpStatusCode.OK);
        before["total"]!.GetValue<long>().ShouldBe(3);
    }

    [Fact]
    public async Task The_catalogues_are_listed()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var top = await client.Department("Company");
        await client.Department("Lab", top);
        await client.Position("Engineer");
        await client.Skill("Zig");
        await client.Skill("ada");

        (await client.Get("/v1/skills"))["items"]!
            .AsArray()
            .Select(s => s!["name"]!.GetValue<string>())
            .ShouldBe(["ada", "Zig"]);
        (await client.Get("/v1/departments?search=LA"))["items"]![0]!["parent"]!.GetValue<string>().ShouldBe("Company");
        (await client.Get("/v1/positions"))["totalItems"]!.GetValue<long>().ShouldBe(1);
    }
}
