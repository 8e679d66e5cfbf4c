using System.Net;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Employees;

public sealed class CreateEmployeeTests(ApiFixture api)
{
    [Fact]
    public async Task What_was_sent_comes_back_with_names_of_what_it_refers_to()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var department = await client.Department("Research");
        await client.Position("Engineer");
        await client.Skill("Python");
        await client.Skill("SQL");
        var boss = await client.Hire(new { firstName = "Grace", lastName = "Hopper" });

        var created = await client.Hire(
            new
            {
                employeeNumber = "1",
                externalId = "x-1",
                phone = "+44 1",
                birthDate = "1985-12-10",
                gender = "F",
                bio = "Line one\nline two",
                experienceYears = 12.5,
                department = "research",
                position = "Engineer",
                manager = boss.Id,
                skills = new[] { "sql", "Python", "SQL" },
                compensation = People.Pay("88958.00"),
            }
        );

        created.ETag.ShouldNotBeNull();
        created.Response.Headers.Location!.ToString().ShouldBe($"/v2/employees/{created.Id}");
        var read = (await client.Get($"/v2/employees/{created.Id}")).Expect(HttpStatusCode.OK);
        JsonNode.DeepEquals(read.Body, created.Body).ShouldBeTrue(read.Body!.ToJsonString());
        read.ETag.ShouldBe(created.ETag);
        read["department"]!["id"]!.GetValue<string>().ShouldBe(department);
        read["department"]!["name"]!.GetValue<string>().ShouldBe("Research");
        read["manager"]!["name"]!.GetValue<string>().ShouldBe("Grace Hopper");
        read["skills"]!.AsArray().Select(s => s!["name"]!.GetValue<string>()).ShouldBe(["Python", "SQL"]);
        read["compensation"]!["amount"]!["amount"]!.GetValue<string>().ShouldBe("88958.00");
        read["compensation"]!["effectiveDate"]!.GetValue<string>().ShouldBe("2020-01-01");
        read["status"]!.GetValue<string>().ShouldBe("active");
        read["bio"]!.GetValue<string>().ShouldBe("Line one\nline two");
        read["withheld"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_fifty_parallel_creations_with_one_email_exactly_one_succeeds()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var email = People.NewEmail();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    client.Post(
                        "/v2/employees",
                        People.Body(new { email = i % 2 == 0 ? email : email.ToUpperInvariant() })
                    )
                )
        );

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        var refused = answers.Where(a => a.Status != HttpStatusCode.Created).ToList();
        refused.ShouldAllBe(a => a.Status == HttpStatusCode.Conflict && a.Errors.Single() == "/email email-taken");
    }

    [Fact]
    public async Task Number_and_external_id_are_unique_too()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Hire(new { employeeNumber = "7", externalId = "x" });

        (await client.Post("/v2/employees", People.Body(new { employeeNumber = "7" })))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/employeeNumber employee-number-taken"]);
        (await client.Post("/v2/employees", People.Body(new { externalId = "x" })))
            .Expect(HttpStatusCode.Conflict)
            .Errors.ShouldBe(["/externalId external-id-taken"]);
    }

    [Fact]
    public async Task An_unknown_skill_is_told_with_the_nearest_known_names()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Skill("JavaScript");
        await client.Skill("Java");
        await client.Skill("Cooking");

        var refused = (
            await client.Post("/v2/employees", People.Body(new { skills = new[] { "Java", "Javascrpt" } }))
        ).Expect(HttpStatusCode.UnprocessableEntity);

        refused.Errors.ShouldBe(["/skills/1 unknown-skill"]);
        var message = refused["errors"]![0]!["message"]!.GetValue<string>();
        message.ShouldContain("Javascrpt");
        message.ShouldContain("Nearest: 'JavaScript', 'Java'");
    }

    [Fact]
    public async Task Unknown_references_are_all_told_at_once()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var body = People.Body(
            new
            {
                department = "Nowhere",
                position = "Nobody",
                manager = "emp_01jdcw8v2rfh3tqcz9k5m7x0ae",
                skills = new[] { "Nothing" },
            }
        );

        (await client.Post("/v2/employees", body))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe([
                "/department unknown-department",
                "/position unknown-position",
                "/skills/0 unknown-skill",
                "/manager unknown-employee",
            ]);
    }

    [Fact]
    public async Task A_hire_dated_ahead_is_scheduled()
    {
        var client = (await api.CreateTenantAsync()).Client;

        var created = await client.Hire(new { hireDate = "2150-01-01", compensation = People.Pay("1.00") });

        created["status"]!.GetValue<string>().ShouldBe("scheduled");
        created["compensation"]!["effectiveDate"]!.GetValue<string>().ShouldBe("2150-01-01");
        (await client.Get($"/v2/employees/{created.Id}?asOf=2149-12-31")).Expect(HttpStatusCode.NotFound);
        (await client.Get($"/v2/employees/{created.Id}?asOf=2150-01-01")).Expect(HttpStatusCode.OK)["status"]!
            .GetValue<string>()
            .ShouldBe("active");
    }

    [Fact]
    public async Task Pay_needs_a_scope_of_its_own()
    {
        var tenant = await api.CreateTenantAsync();
        var client = await tenant.ClientWithScopesAsync("employees:read", "employees:write");

        (await client.Post("/v2/employees", People.Body(new { compensation = People.Pay("1.00") }))).Expect(
            HttpStatusCode.Forbidden
        )["detail"]!
            .GetValue<string>()
            .ShouldContain("compensation:write");
        (await client.Post("/v2/employees", People.Body())).Expect(HttpStatusCode.Created);
    }

    public static TheoryData<string, string, string> Malformed() =>
        new()
        {
            { "firstName", "null", "/firstName" },
            { "firstName", "1", "/firstName" },
            { "lastName", "\"\"", "/lastName" },
            { "lastName", "\"" + new string('x', 101) + "\"", "/lastName" },
            { "lastName", "\"a\\u0000b\"", "/lastName" },
            { "lastName", "[]", "/lastName" },
            { "email", "null", "/email" },
            { "email", "\"no-address\"", "/email" },
            { "email", "\"" + new string('x', 250) + "@example.com\"", "/email" },
            { "email", "{}", "/email" },
            { "hireDate", "\"2020-13-01\"", "/hireDate" },
            { "hireDate", "\"01.01.2020\"", "/hireDate" },
            { "hireDate", "\"0001-01-01\"", "/hireDate" },
            { "hireDate", "null", "/hireDate" },
            { "hireDate", "20200101", "/hireDate" },
            { "birthDate", "\"2021-01-01\"", "/birthDate" },
            { "birthDate", "\"yesterday\"", "/birthDate" },
            { "employeeNumber", "1", "/employeeNumber" },
            { "employeeNumber", "\"" + new string('1', 51) + "\"", "/employeeNumber" },
            { "externalId", "\"" + new string('1', 101) + "\"", "/externalId" },
            { "phone", "\"" + new string('1', 51) + "\"", "/phone" },
            { "gender", "true", "/gender" },
            { "bio", "\"" + new string('b', 10_001) + "\"", "/bio" },
            { "experienceYears", "-1", "/experienceYears" },
            { "experienceYears", "1.25", "/experienceYears" },
            { "experienceYears", "\"12\"", "/experienceYears" },
            { "experienceYears", "1e300", "/experienceYears" },
            { "department", "1", "/department" },
            { "department", "\"pos_01jdcw8v2rfh3tqcz9k5m7x0ae\"", "/department" },
            { "manager", "\"dep_01jdcw8v2rfh3tqcz9k5m7x0ae\"", "/manager" },
            { "manager", "\"Ada\"", "/manager" },
            { "skills", "\"Python\"", "/skills" },
            { "skills", "[1]", "/skills/0" },
            { "skills", "[null]", "/skills/0" },
            { "skills", "[\"\"]", "/skills/0" },
            { "compensation", "1", "/compensation" },
            { "compensation", "{}", "/compensation/amount" },
            { "compensation", """{"amount":{"amount":1,"currency":"USD"}}""", "/compensation/amount/amount" },
            { "compensation", """{"amount":{"amount":"x","currency":"USD"}}""", "/compensation/amount/amount" },
            { "compensation", """{"amount":{"amount":"-1","currency":"USD"}}""", "/compensation/amount/amount" },
            { "compensation", """{"amount":{"amount":"1.001","currency":"USD"}}""", "/compensation/amount/amount" },
            { "compensation", """{"amount":{"amount":"1","currency":"DOLLAR"}}""", "/compensation/amount/currency" },
            { "custom", "[]", "/custom" },
            { "custom", """{"nope":1}""", "/custom/nope" },
            { "salary", "1", "/salary" },
            { "id", "\"emp_01jdcw8v2rfh3tqcz9k5m7x0ae\"", "/id" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Malformed_input_is_refused_and_the_field_named(string field, string json, string pointer)
    {
        var client = (await Shared.Value(api)).Client;
        var body = People.Body();
        var text = body.ToJsonString();
        text = body.ContainsKey(field)
            ? text.Replace(
                $"\"{field}\":{body[field]!.ToJsonString()}",
                $"\"{field}\":{json}",
                StringComparison.Ordinal
            )
            : $"{text[..^1]},\"{field}\":{json}}}";

        var refused = await client.SendText(HttpMethod.Post, "/v2/employees", text);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"firstName\":\"a\",\"firstName\":\"b\"}")]
    [InlineData("{}")]
    public async Task A_body_that_is_no_employee_is_refused(string body)
    {
        var client = (await Shared.Value(api)).Client;

        var refused = await client.SendText(HttpMethod.Post, "/v2/employees", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Code.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_missing_field_is_named_at_once() =>
        (await (await Shared.Value(api)).Client.Post("/v2/employees", new { phone = "1" })).Errors.ShouldBe(
            ["/firstName required", "/lastName required", "/email required", "/hireDate required"],
            ignoreOrder: true
        );
}

/// <summary>One tenant for tests that write nothing.</summary>
internal static class Shared
{
    private static readonly Lock _lock = new();
    private static Task<TestTenant>? _tenant;

    public static Task<TestTenant> Value(ApiFixture api)
    {
        lock (_lock)
            return _tenant ??= api.CreateTenantAsync();
    }
}
