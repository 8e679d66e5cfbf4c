using System.Net;
using CsCheck;

namespace HrPlatform.Api.Tests.Employees;

public sealed class EmploymentHistoryTests(ApiFixture api)
{
    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Every_day_answers_with_its_own_state()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        await client.Department("B");
        await client.Position("Junior");
        await client.Position("Senior");
        var boss = await client.Hire(new { hireDate = "2010-01-01" });
        var hired = await client.Hire(
            new
            {
                hireDate = "2020-01-01",
                department = "A",
                position = "Junior",
                compensation = People.Pay("100.00"),
            }
        );
        var path = $"/v2/employees/{hired.Id}";

        async Task Record(object body) => (await client.Post($"{path}/history", body)).Expect(HttpStatusCode.Created);
        await Record(
            new
            {
                kind = "transfer",
                effectiveDate = "2022-01-01",
                department = "B",
            }
        );
        await Record(
            new
            {
                kind = "promotion",
                effectiveDate = "2021-01-01",
                position = "Senior",
            }
        );
        await Record(
            new
            {
                kind = "manager_change",
                effectiveDate = "2021-06-01",
                manager = boss.Id,
            }
        );
        await Record(
            new
            {
                kind = "termination",
                effectiveDate = "2023-01-01",
                reason = "moved away",
            }
        );
        await Record(
            new
            {
                kind = "rehire",
                effectiveDate = "2024-01-01",
                department = "A",
            }
        );
        (
            await client.Post(
                $"{path}/compensation",
                new { amount = new { amount = "150.00", currency = "USD" }, effectiveDate = "2021-01-01" }
            )
        ).Expect(HttpStatusCode.Created);

        async Task Is(string day, string? department, string position, string status, string hireDate, bool managed)
        {
            var seen = (await client.Get($"{path}?asOf={day}")).Expect(HttpStatusCode.OK);
            seen["department"]?["name"]!.GetValue<string>().ShouldBe(department, day);
            seen["position"]!["title"]!.GetValue<string>().ShouldBe(position, day);
            seen["status"]!.GetValue<string>().ShouldBe(status, day);
            seen["hireDate"]!.GetValue<string>().ShouldBe(hireDate, day);
            (seen["manager"] is not null).ShouldBe(managed, day);
        }
        (await client.Get($"{path}?asOf=2019-12-31")).Expect(HttpStatusCode.NotFound);
        await Is("2020-01-01", "A", "Junior", "active", "2020-01-01", managed: false);
        await Is("2021-03-01", "A", "Senior", "active", "2020-01-01", managed: false);
        await Is("2021-06-01", "A", "Senior", "active", "2020-01-01", managed: true);
        await Is("2022-12-31", "B", "Senior", "active", "2020-01-01", managed: true);
        await Is("2023-01-01", "B", "Senior", "terminated", "2020-01-01", managed: true);
        await Is("2024-01-01", "A", "Senior", "active", "2024-01-01", managed: true);

        var pay = (await client.Get($"{path}?asOf=2020-12-31"))["compensation"]!;
        pay["amount"]!["amount"]!.GetValue<string>().ShouldBe("100.00");
        (await client.Get(path))["compensation"]!["amount"]!["amount"]!.GetValue<string>().ShouldBe("150.00");
        var history = (await client.Get($"{path}/history"))["data"]!.AsArray();
        history
            .Select(e => e!["kind"]!.GetValue<string>())
            .ShouldBe(["hire", "promotion", "manager_change", "transfer", "termination", "rehire"]);
        history[3]!["changed"]!.AsArray().Single()!.GetValue<string>().ShouldBe("department");
        history[3]!["validTo"]!.GetValue<string>().ShouldBe("2023-01-01");
        history[4]!["reason"]!.GetValue<string>().ShouldBe("moved away");
    }

    [Fact]
    public async Task What_is_dated_ahead_waits_shows_as_pending_and_can_be_cancelled()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        await client.Department("B");
        var hired = await client.Hire(new { department = "A", compensation = People.Pay("1.00") });
        var path = $"/v2/employees/{hired.Id}";
        var ahead = Today.AddDays(30);

        var planned = (
            await client.Patch(
                path,
                new
                {
                    department = "B",
                    compensation = People.Pay("2.00"),
                    effectiveDate = ahead,
                }
            )
        ).Expect(HttpStatusCode.OK);

        planned["department"]!["name"]!.GetValue<string>().ShouldBe("A");
        planned.ETag.ShouldNotBe(hired.ETag);
        (await client.Get($"{path}?asOf={ahead:O}"))["department"]!["name"]!.GetValue<string>().ShouldBe("B");
        var transfer = (await client.Get($"{path}/history"))["data"]![1]!;
        transfer["pending"]!.GetValue<bool>().ShouldBeTrue();
        var raise = (await client.Get($"{path}/compensation"))["data"]![1]!;
        raise["pending"]!.GetValue<bool>().ShouldBeTrue();

        (await client.Delete($"{path}/history/{transfer["id"]}")).Expect(HttpStatusCode.NoContent);
        (await client.Delete($"{path}/history/{transfer["id"]}")).Expect(HttpStatusCode.NotFound);
        (await client.Delete($"{path}/compensation/{raise["id"]}")).Expect(HttpStatusCode.NoContent);
        var later = await client.Get($"{path}?asOf={ahead:O}");
        later["department"]!["name"]!.GetValue<string>().ShouldBe("A");
        later["compensation"]!["amount"]!["amount"]!.GetValue<string>().ShouldBe("1.00");
        var hire = (await client.Get($"{path}/history"))["data"]![0]!["id"];
        (await client.Delete($"{path}/history/{hire}")).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"kind":"hire","effectiveDate":"2021-01-01"}""", "/kind already-hired")]
    [InlineData("""{"kind":"rehire","effectiveDate":"2021-01-01"}""", "/kind not-terminated")]
    [InlineData("""{"kind":"transfer","effectiveDate":"2019-01-01","department":"A"}""", "/effectiveDate before-hire")]
    [InlineData("""{"kind":"transfer","effectiveDate":"2021-01-01"}""", "/department required")]
    [InlineData("""{"kind":"transfer","effectiveDate":"2021-01-01","department":null}""", " nothing-changes")]
    [InlineData("""{"kind":"promotion","effectiveDate":"2021-01-01"}""", "/position required")]
    [InlineData("""{"kind":"manager_change","effectiveDate":"2021-01-01"}""", "/manager required")]
    [InlineData("""{"kind":"termination","effectiveDate":"2021-01-01","department":"A"}""", "/kind sets-nothing")]
    [InlineData("""{"kind":"dance","effectiveDate":"2021-01-01"}""", "/kind wrong-type")]
    [InlineData("""{"kind":"transfer","department":"A"}""", "/effectiveDate required")]
    [InlineData("""{"kind":"transfer","effectiveDate":"3000-01-01","department":"A"}""", "/effectiveDate out-of-range")]
    public async Task An_event_that_can_not_be_is_refused(string body, string error)
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        var hired = await client.Hire();

        var refused = await client.Post($"/v2/employees/{hired.Id}/history", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.ShouldContain(error, refused.Body!.ToJsonString());
    }

    [Fact]
    public async Task Nobody_reports_to_himself_on_any_day_by_any_detour()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var a = await client.Hire();
        var b = await client.Hire(new { manager = a.Id });
        var c = await client.Hire(new { manager = b.Id });

        (await client.Patch($"/v2/employees/{a.Id}", new { manager = a.Id }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/manager own-manager"]);
        (await client.Patch($"/v2/employees/{a.Id}", new { manager = c.Id }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/manager reporting-cycle"]);
        (await client.Patch($"/v2/employees/{a.Id}", new { manager = c.Id, effectiveDate = Today.AddDays(9) })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await client.Patch($"/v2/employees/{a.Id}", new { manager = c.Id, effectiveDate = "2020-02-01" })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await client.Patch($"/v1/employees/{a.Id}", new { managerId = c.Id }))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/managerId reporting-cycle"]);

        // From the day on which B no longer reports to A, A may report to C; cancelling B's change would close the circle.
        var path = $"/v2/employees/{b.Id}";
        (
            await client.Patch(
                path,
                """{"manager":null,"effectiveDate":"DAY"}""".Replace(
                    "DAY",
                    $"{Today.AddDays(5):O}",
                    StringComparison.Ordinal
                )
            )
        ).Expect(HttpStatusCode.OK);
        (await client.Patch($"/v2/employees/{a.Id}", new { manager = c.Id, effectiveDate = Today.AddDays(4) })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        (await client.Patch($"/v2/employees/{a.Id}", new { manager = c.Id, effectiveDate = Today.AddDays(5) })).Expect(
            HttpStatusCode.OK
        );
        var change = (await client.Get($"{path}/history"))["data"]![1]!["id"];
        (await client.Delete($"{path}/history/{change}")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Parallel_changes_can_not_close_a_circle()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var people = new List<Answer>();
        for (var i = 0; i < 6; i++)
            people.Add(await client.Hire());

        var answers = await Task.WhenAll(
            people.Select(
                (person, i) =>
                    client.Patch($"/v2/employees/{person.Id}", new { manager = people[(i + 1) % people.Count].Id })
            )
        );

        answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(people.Count - 1);
    }

    [Fact]
    public async Task The_line_upwards_and_downwards_follows_the_day()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var top = await client.Hire(new { lastName = "Top" });
        var middle = await client.Hire(new { lastName = "Middle", manager = top.Id });
        var low = await client.Hire(new { lastName = "Low", manager = middle.Id });
        (
            await client.Post(
                $"/v2/employees/{low.Id}/history",
                new
                {
                    kind = "manager_change",
                    effectiveDate = "2024-01-01",
                    manager = top.Id,
                }
            )
        ).Expect(HttpStatusCode.Created);

        (await client.Get($"/v2/employees/{low.Id}/managers")).Ids().ShouldBe([top.Id]);
        (await client.Get($"/v2/employees/{low.Id}/managers?asOf=2023-01-01")).Ids().ShouldBe([middle.Id, top.Id]);
        (await client.Get($"/v2/employees/{top.Id}/reports")).Ids().ShouldBe([middle.Id, low.Id]);
        (await client.Get($"/v2/employees/{top.Id}/reports?asOf=2023-01-01")).Ids().ShouldBe([middle.Id]);
        (await client.Get($"/v2/employees/{top.Id}/reports?asOf=2023-01-01&levels=2"))
            .Ids()
            .ShouldBe([middle.Id, low.Id]);

        var chart = (await client.Get("/v2/org-chart")).Expect(HttpStatusCode.OK);
        chart["people"]!
            .AsArray()
            .Select(p =>
                (p!["name"]!.GetValue<string>(), p["level"]!.GetValue<int>(), p["directReports"]!.GetValue<int>())
            )
            .ShouldBe([("Ada Top", 0, 2), ("Ada Low", 1, 0), ("Ada Middle", 1, 0)]);
        var past = await client.Get($"/v2/org-chart?asOf=2023-01-01&root={middle.Id}");
        past["people"]!.AsArray().Select(p => p!["id"]!.GetValue<string>()).ShouldBe([middle.Id, low.Id]);
    }

    [Fact]
    public async Task History_needs_a_scope_of_its_own()
    {
        var tenant = await api.CreateTenantAsync();
        var hired = await tenant.Client.Hire();
        var client = await tenant.ClientWithScopesAsync("employees:read");

        foreach (
            var path in (string[])
                [
                    $"/v2/employees/{hired.Id}/history",
                    $"/v2/employees/{hired.Id}?asOf=2024-01-01",
                    $"/v2/employees/{hired.Id}/managers?asOf=2024-01-01",
                    $"/v2/employees/{hired.Id}/reports?asOf=2024-01-01",
                    "/v2/employees?asOf=2024-01-01",
                    "/v2/org-chart?asOf=2024-01-01",
                    "/v1/employees/stats?asOf=2024-01-01",
                ]
        )
            (await client.Get(path)).Expect(HttpStatusCode.Forbidden);
    }

    private static readonly Gen<(int Kind, int Day, int Department, int Position)[]> _steps = Gen.Select(
        Gen.Int[0, 4],
        Gen.Int[-5, 60],
        Gen.Int[0, 2],
        Gen.Int[0, 2]
    ).Array[1, 12];

    /// <summary>Whatever was recorded in whatever order, each day's answer equals a plain replay of what was accepted.</summary>
    [Fact]
    public async Task As_of_any_day_equals_the_replayed_history()
    {
        var client = (await api.CreateTenantAsync()).Client;
        string[] departments = ["D0", "D1", "D2"];
        string[] positions = ["P0", "P1", "P2"];
        foreach (var name in departments)
            await client.Department(name);
        foreach (var title in positions)
            await client.Position(title);
        // Some of the days lie ahead.
        var start = Today.AddDays(-40);

        await _steps.SampleAsync(
            async steps =>
            {
                var hired = await client.Hire(
                    new
                    {
                        hireDate = start,
                        department = "D0",
                        position = "P0",
                    }
                );
                List<(int Day, int Order, string Kind, string? Department, string? Position)> accepted =
                [
                    (0, 0, "hire", "D0", "P0"),
                ];
                for (var i = 0; i < steps.Length; i++)
                {
                    var (kind, day, department, position) = steps[i];
                    var name = kind switch
                    {
                        0 => "termination",
                        1 => "rehire",
                        2 => "promotion",
                        _ => "transfer",
                    };
                    var setsDepartment = name is "transfer" or "rehire";
                    var setsPosition = name is "promotion" or "rehire";
                    var body = new Dictionary<string, object>
                    {
                        ["kind"] = name,
                        ["effectiveDate"] = start.AddDays(day),
                    };
                    if (setsDepartment)
                        body["department"] = departments[department];
                    if (setsPosition)
                        body["position"] = positions[position];
                    var answer = await client.Post($"/v2/employees/{hired.Id}/history", body);
                    if (answer.Status == HttpStatusCode.Created)
                    {
                        accepted.Add(
                            (
                                day,
                                i + 1,
                                name,
                                setsDepartment ? departments[department] : null,
                                setsPosition ? positions[position] : null
                            )
                        );
                    }
                    else
                    {
                        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body?.ToJsonString());
                    }
                }

                foreach (var day in (int[])[-1, 0, 5, 13, 21, 34, 40, 47, 61])
                {
                    (string Status, string? Department, string? Position)? expected = null;
                    foreach (var e in accepted.Where(e => e.Day <= day).OrderBy(e => e.Day).ThenBy(e => e.Order))
                    {
                        expected = (
                            e.Kind == "termination" ? "terminated"
                            : e.Kind is "hire" or "rehire" ? "active"
                            : expected!.Value.Status,
                            e.Department ?? expected?.Department,
                            e.Position ?? expected?.Position
                        );
                    }
                    var seen = await client.Get($"/v2/employees/{hired.Id}?asOf={start.AddDays(day):O}");
                    if (expected is not { } state)
                    {
                        seen.Expect(HttpStatusCode.NotFound);
                        continue;
                    }
                    (
                        seen.Expect(HttpStatusCode.OK)["status"]!.GetValue<string>(),
                        seen["department"]!["name"]!.GetValue<string>(),
                        seen["position"]!["title"]!.GetValue<string>()
                    ).ShouldBe((state.Status, state.Department!, state.Position!));
                    var listed = await client.Get(
                        $"/v2/employees?ids={hired.Id}&asOf={start.AddDays(day):O}&status={state.Status}&department={state.Department}&position={state.Position}"
                    );
                    listed.Ids().ShouldBe([hired.Id]);
                }
            },
            iter: 25,
            threads: 2
        );
    }
}
