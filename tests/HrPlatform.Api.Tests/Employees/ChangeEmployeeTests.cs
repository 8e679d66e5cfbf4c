using System.Net;

namespace HrPlatform.Api.Tests.Employees;

public sealed class ChangeEmployeeTests(ApiFixture api)
{
    [Fact]
    public async Task A_patch_changes_what_it_names_and_null_clears()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("Research");
        var hired = await client.Hire(
            new
            {
                phone = "1",
                bio = "b",
                department = "Research",
            }
        );

        var patched = (
            await client.Patch($"/v2/employees/{hired.Id}", """{"phone":null,"firstName":"Augusta"}""")
        ).Expect(HttpStatusCode.OK);

        patched["phone"].ShouldBeNull();
        patched.Body!.AsObject().ContainsKey("phone").ShouldBeTrue();
        patched["firstName"]!.GetValue<string>().ShouldBe("Augusta");
        patched["bio"]!.GetValue<string>().ShouldBe("b");
        patched["department"]!["name"]!.GetValue<string>().ShouldBe("Research");
        patched.ETag.ShouldNotBe(hired.ETag);
        (await client.Patch($"/v2/employees/{hired.Id}", """{"department":null}"""))
            .Expect(HttpStatusCode.OK)["department"]
            .ShouldBeNull();
    }

    [Fact]
    public async Task A_replacement_clears_what_it_leaves_out_but_not_the_pay()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Skill("Python");
        var hired = await client.Hire(
            new
            {
                phone = "1",
                bio = "b",
                externalId = "x",
                skills = new[] { "Python" },
                compensation = People.Pay("7.00"),
            }
        );

        var replaced = (
            await client.Put(
                $"/v2/employees/{hired.Id}",
                new
                {
                    firstName = "Ada",
                    lastName = "King",
                    email = hired["email"]!.GetValue<string>(),
                    hireDate = "2020-01-01",
                }
            )
        ).Expect(HttpStatusCode.OK);

        replaced["lastName"]!.GetValue<string>().ShouldBe("King");
        replaced["phone"].ShouldBeNull();
        replaced["bio"].ShouldBeNull();
        replaced["externalId"].ShouldBeNull();
        replaced["skills"]!.AsArray().ShouldBeEmpty();
        replaced["compensation"]!["amount"]!["amount"]!.GetValue<string>().ShouldBe("7.00");
    }

    [Fact]
    public async Task A_replacement_keeps_what_the_key_can_not_see()
    {
        var tenant = await api.CreateTenantAsync();
        var hired = await tenant.Client.Hire(new { phone = "1", birthDate = "1980-01-01" });
        var client = await tenant.ClientWithScopesAsync("employees:read", "employees:write");

        (
            await client.Put(
                $"/v2/employees/{hired.Id}",
                new
                {
                    firstName = "Ada",
                    lastName = "King",
                    email = hired["email"]!.GetValue<string>(),
                    hireDate = "2020-01-01",
                }
            )
        ).Expect(HttpStatusCode.OK);

        var seen = await tenant.Client.Get($"/v2/employees/{hired.Id}");
        seen["phone"]!.GetValue<string>().ShouldBe("1");
        seen["birthDate"]!.GetValue<string>().ShouldBe("1980-01-01");
    }

    [Fact]
    public async Task A_write_that_changes_nothing_leaves_no_trace()
    {
        var tenant = await api.CreateTenantAsync();
        var client = tenant.Client;
        await client.Department("Research");
        await client.Skill("Python");
        var body = People.Body(
            new
            {
                department = "Research",
                skills = new[] { "Python" },
                compensation = People.Pay("7.00"),
                bio = "b",
            }
        );
        var hired = (await client.Post("/v2/employees", body)).Expect(HttpStatusCode.Created);
        var before = await client.Get($"/v2/employees/{hired.Id}");
        var events = await EventsOf(tenant);

        foreach (
            var write in (Func<Task<Answer>>[])
                [
                    () => client.Put($"/v2/employees/{hired.Id}", body),
                    () => client.Patch($"/v2/employees/{hired.Id}", new { bio = "b", department = "research" }),
                    () => client.Patch($"/v2/employees/{hired.Id}", new { compensation = People.Pay("7.0", "usd") }),
                    () => client.Patch($"/v2/employees/{hired.Id}", "{}"),
                    () => client.Put($"/v2/employees/{hired.Id}/skills", new { skills = new[] { "python" } }),
                    () => client.Patch($"/v1/employees/{hired.Id}", new { name = "Ada Byron", salary = 7 }),
                    () => client.Post($"/v2/employees/{hired.Id}/restore"),
                ]
        )
            (await write()).Expect(HttpStatusCode.OK);

        var after = await client.Get($"/v2/employees/{hired.Id}");
        after.ETag.ShouldBe(before.ETag);
        after["updatedAt"]!.ToJsonString().ShouldBe(before["updatedAt"]!.ToJsonString());
        (await EventsOf(tenant)).ShouldBe(events);
        (await client.Get($"/v2/employees/{hired.Id}/history"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tags_answer_304_and_protect_from_lost_updates()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var hired = await client.Hire();
        var path = $"/v2/employees/{hired.Id}";

        (await client.Get(path, ifNoneMatch: hired.ETag)).Expect(HttpStatusCode.NotModified);
        (await client.Get($"{path}?fields=email", ifNoneMatch: hired.ETag)).Expect(HttpStatusCode.OK);
        (await client.Patch(path, new { bio = "1" }, ifMatch: hired.ETag)).Expect(HttpStatusCode.OK);
        (await client.Get(path, ifNoneMatch: hired.ETag)).Expect(HttpStatusCode.OK);
        (await client.Patch(path, new { bio = "2" }, ifMatch: hired.ETag))
            .Expect(HttpStatusCode.PreconditionFailed)
            .Code.ShouldBe("precondition-failed");
        (await client.Patch(path, new { bio = "2" }, ifMatch: "\"nonsense\"")).Expect(
            HttpStatusCode.PreconditionFailed
        );
        (await client.Delete(path, ifMatch: hired.ETag)).Expect(HttpStatusCode.PreconditionFailed);
        (await client.Patch(path, new { bio = "3" }, ifMatch: "*")).Expect(HttpStatusCode.OK);
        var current = await client.Get(path);
        (await client.Delete(path, ifMatch: current.ETag)).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_parallel_changes_with_one_tag_exactly_one_succeeds()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var hired = await client.Hire();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => client.Patch($"/v2/employees/{hired.Id}", new { bio = $"{i}" }, ifMatch: hired.ETag))
        );

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed).ShouldBe(19);
    }

    [Fact]
    public async Task Parallel_changes_without_a_tag_all_succeed()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.Department("A");
        await client.Department("B");
        var hired = await client.Hire();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    client.Patch($"/v2/employees/{hired.Id}", new { bio = $"{i}", department = i % 2 == 0 ? "A" : "B" })
                )
        );

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_deleted_employee_is_gone_frees_the_email_and_comes_back_as_it_was()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var boss = await client.Hire();
        var hired = await client.Hire(new { manager = boss.Id });
        var path = $"/v2/employees/{boss.Id}";

        (await client.Delete(path)).Expect(HttpStatusCode.NoContent);
        (await client.Delete(path)).Expect(HttpStatusCode.NotFound);
        (await client.Get(path)).Expect(HttpStatusCode.NotFound);
        (await client.Patch(path, new { bio = "x" })).Expect(HttpStatusCode.NotFound);
        (await client.Get($"{path}/history")).Expect(HttpStatusCode.NotFound);
        (await client.Get($"{path}/compensation")).Expect(HttpStatusCode.NotFound);
        (await client.Get("/v2/employees")).Ids().ShouldBe([hired.Id]);
        (await client.Get($"/v2/employees/{hired.Id}"))["manager"].ShouldBeNull();
        (await client.Post("/v2/employees", People.Body(new { manager = boss.Id }))).Expect(
            HttpStatusCode.UnprocessableEntity
        );

        var heir = await client.Hire(new { email = boss["email"]!.GetValue<string>() });
        (await client.Post($"{path}/restore")).Expect(HttpStatusCode.Conflict).Errors.ShouldBe(["/email email-taken"]);
        (await client.Delete($"/v2/employees/{heir.Id}")).Expect(HttpStatusCode.NoContent);
        (await client.Post($"{path}/restore")).Expect(HttpStatusCode.OK)["email"]!
            .GetValue<string>()
            .ShouldBe(boss["email"]!.GetValue<string>());
        (await client.Get($"/v2/employees/{hired.Id}"))["manager"]!["id"]!.GetValue<string>().ShouldBe(boss.Id);
    }

    [Theory]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"firstName":null}""", "/firstName")]
    [InlineData("""{"lastName":null}""", "/lastName")]
    [InlineData("""{"hireDate":null}""", "/hireDate")]
    [InlineData("""{"compensation":null}""", "/compensation")]
    [InlineData("""{"compensation":{"amount":null}}""", "/compensation/amount")]
    [InlineData(
        """{"compensation":{"amount":{"amount":"1","currency":"USD","unit":"year"}}}""",
        "/compensation/amount/unit"
    )]
    [InlineData("""{"compensation":{"amount":{"amount":"1"}}}""", "/compensation/amount/currency")]
    [InlineData("""{"skills":[1]}""", "/skills/0")]
    [InlineData("""{"skills":["Nope"]}""", "/skills/0")]
    [InlineData("""{"effectiveDate":"2019-12-31","department":null,"manager":null,"position":"X"}""", "/position")]
    [InlineData("""{"status":"terminated"}""", "/status")]
    [InlineData("""{"unknown":1}""", "/unknown")]
    [InlineData("""{"custom":{"x":1}}""", "/custom/x")]
    public async Task A_patch_that_makes_no_sense_is_refused_and_the_field_named(string body, string pointer)
    {
        var client = (await Shared.Value(api)).Client;
        var hired = await client.Hire();

        var refused = await client.Patch($"/v2/employees/{hired.Id}", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }

    [Fact]
    public async Task Pay_of_somebody_without_any_is_nothing_to_clear()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var hired = await client.Hire();

        (await client.Get($"/v2/employees/{hired.Id}"))["compensation"].ShouldBeNull();
        (await client.Patch($"/v2/employees/{hired.Id}", new { compensation = People.Pay("10.00", "EUR") })).Expect(
            HttpStatusCode.OK
        )["compensation"]!["amount"]!["currency"]!
            .GetValue<string>()
            .ShouldBe("EUR");
    }

    [Fact]
    public async Task An_id_of_another_tenant_or_kind_leads_nowhere()
    {
        var mine = await api.CreateTenantAsync();
        var other = await api.CreateTenantAsync();
        var theirs = await other.Client.Hire();

        (await mine.Client.Get($"/v2/employees/{theirs.Id}")).Expect(HttpStatusCode.NotFound);
        (await mine.Client.Patch($"/v2/employees/{theirs.Id}", new { bio = "x" })).Expect(HttpStatusCode.NotFound);
        (await mine.Client.Delete($"/v2/employees/{theirs.Id}")).Expect(HttpStatusCode.NotFound);
        (await mine.Client.Get("/v2/employees/dep_01jdcw8v2rfh3tqcz9k5m7x0ae"))
            .Expect(HttpStatusCode.BadRequest)
            .Body!.ToJsonString()
            .ShouldContain("emp_");
        (await mine.Client.Post("/v2/employees", People.Body(new { manager = theirs.Id })))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/manager unknown-employee"]);
    }

    private Task<long> EventsOf(TestTenant tenant) => TenantRows.CountAsync(api, tenant, "outbox_events");
}
