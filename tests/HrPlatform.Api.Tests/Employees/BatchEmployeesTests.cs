using System.Net;

namespace HrPlatform.Api.Tests.Employees;

public sealed class BatchEmployeesTests(ApiFixture api)
{
    [Fact]
    public async Task Each_item_gets_its_answer_and_a_failure_stops_nobody_else()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("Research");
        var known = await client.Hire(new { externalId = "k-1", bio = "old" });
        var same = await client.Hire(new { externalId = "k-2" });
        var taken = await client.Hire();

        object Item(
            string externalId,
            string? email = null,
            string hireDate = "2021-01-01",
            string? department = null
        ) =>
            new
            {
                externalId,
                firstName = "A",
                lastName = "B",
                email = email ?? People.NewEmail(),
                hireDate,
                department,
            };
        var answer = (
            await client.Post(
                "/v2/employees/batch",
                new
                {
                    employees = new[]
                    {
                        Item("n-1", department: "Research"),
                        new { externalId = "k-1", bio = "new" },
                        new { externalId = "k-2" },
                        Item("n-2", email: taken["email"]!.GetValue<string>().ToUpperInvariant()),
                        Item("n-3", department: "Nowhere"),
                        new { externalId = "n-4" },
                        Item("n-1"),
                        new { bio = "no key" },
                        new { externalId = "k-1b", compensation = People.Pay("x") },
                        Item("n-5", department: "pos_01jdcw8v2rfh3tqcz9k5m7x0ae"),
                        Item("n-6"),
                    },
                }
            )
        ).Expect(HttpStatusCode.OK);

        var results = answer["results"]!.AsArray();
        results
            .Select(r => r!["status"]!.GetValue<string>())
            .ShouldBe([
                "created",
                "updated",
                "unchanged",
                "failed",
                "failed",
                "failed",
                "failed",
                "failed",
                "failed",
                "failed",
                "created",
            ]);
        answer["created"]!.GetValue<int>().ShouldBe(2);
        answer["failed"]!.GetValue<int>().ShouldBe(7);
        results[1]!["id"]!.GetValue<string>().ShouldBe(known.Id);
        results[2]!["id"]!.GetValue<string>().ShouldBe(same.Id);
        string Error(int i) => results[i]!["problem"]!["errors"]![0]!["code"]!.GetValue<string>();
        Error(3).ShouldBe("email-taken");
        Error(4).ShouldBe("unknown-department");
        Error(5).ShouldBe("required");
        Error(6).ShouldBe("duplicate-in-batch");
        Error(7).ShouldBe("required");
        Error(8).ShouldBe("invalid-amount");
        Error(9).ShouldBe("invalid-id");
        (await client.Get($"/v2/employees/{known.Id}"))["bio"]!.GetValue<string>().ShouldBe("new");
        (await client.Get($"/v2/employees/{same.Id}")).ETag.ShouldBe(same.ETag);
        (await client.Get("/v2/employees?total=true"))["total"]!.GetValue<long>().ShouldBe(5);
    }

    [Fact]
    public async Task Modes_refuse_the_items_of_the_other_kind()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Hire(new { employeeNumber = "1" });
        var existing = new { employeeNumber = "1", bio = "x" };
        var missing = People.Body(new { employeeNumber = "2" });

        var update = await client.Post(
            "/v2/employees/batch",
            new
            {
                mode = "update",
                matchBy = "employee_number",
                employees = new object[] { existing, missing },
            }
        );
        update.Expect(HttpStatusCode.OK)["results"]!
            .AsArray()
            .Select(r => r!["status"]!.GetValue<string>())
            .ShouldBe(["updated", "failed"]);
        var create = await client.Post(
            "/v2/employees/batch",
            new
            {
                mode = "create",
                matchBy = "employee_number",
                employees = new object[] { existing, missing, People.Body() },
            }
        );
        create.Expect(HttpStatusCode.OK)["results"]!
            .AsArray()
            .Select(r => r!["status"]!.GetValue<string>())
            .ShouldBe(["failed", "created", "created"]);
    }

    [Fact]
    public async Task A_circle_within_the_batch_fails_the_items_that_close_it()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var a = await client.Hire(new { externalId = "a" });
        var b = await client.Hire(new { externalId = "b" });
        var c = await client.Hire(new { externalId = "c" });

        var answer = (
            await client.Post(
                "/v2/employees/batch",
                new
                {
                    employees = new[]
                    {
                        new { externalId = "a", manager = b.Id },
                        new { externalId = "b", manager = a.Id },
                        new { externalId = "c", manager = a.Id },
                    },
                }
            )
        ).Expect(HttpStatusCode.OK);

        answer["results"]!
            .AsArray()
            .Select(r => r!["status"]!.GetValue<string>())
            .ShouldBe(["failed", "failed", "updated"]);
        (await client.Get($"/v2/employees/{a.Id}"))["manager"].ShouldBeNull();
        (await client.Get($"/v2/employees/{c.Id}"))["manager"]!["id"]!.GetValue<string>().ShouldBe(a.Id);
    }

    [Fact]
    public async Task Five_hundred_items_are_taken_and_more_refused()
    {
        var client = (await api.CreateTenantAsync()).Client;
        object[] Items(int count) =>
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i => new
                    {
                        externalId = $"x{i}",
                        firstName = "A",
                        lastName = $"B{i}",
                        email = $"batch{i}@example.com",
                        hireDate = "2021-01-01",
                    }),
            ];

        var first = await client.Post("/v2/employees/batch", new { employees = Items(500) });
        first.Expect(HttpStatusCode.OK)["created"]!.GetValue<int>().ShouldBe(500);
        var again = await client.Post("/v2/employees/batch", new { employees = Items(500) });
        again.Expect(HttpStatusCode.OK)["unchanged"]!.GetValue<int>().ShouldBe(500);
        (await client.Post("/v2/employees/batch", new { employees = Items(501) }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.Single()
            .ShouldStartWith("/employees ");
        (await client.Post("/v2/employees/batch", new { employees = Array.Empty<object>() })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
    }
}
