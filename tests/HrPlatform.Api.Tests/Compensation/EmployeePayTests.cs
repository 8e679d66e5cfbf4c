using System.Net;
using HrPlatform.Api.Tests.Employees;

namespace HrPlatform.Api.Tests.Compensation;

public sealed class EmployeePayTests(ApiFixture api)
{
    private static object Body(string amount, string? effectiveDate = null, string currency = "USD") =>
        new { amount = new { amount, currency }, effectiveDate };

    [Fact]
    public async Task Pay_is_dated_and_a_day_has_one()
    {
        var client = (await api.CreateTenantAsync()).Client;
        var hired = await client.Hire(new { compensation = People.Pay("100.00") });
        var path = $"/v2/employees/{hired.Id}/compensation";

        (await client.Post(path, Body("300.00", "2024-01-01"))).Expect(HttpStatusCode.Created);
        var between = (await client.Post(path, Body("200.00", "2022-01-01"))).Expect(HttpStatusCode.Created);
        between["validTo"]!.GetValue<string>().ShouldBe("2024-01-01");
        (await client.Post(path, Body("250.00", "2022-01-01"))).Expect(HttpStatusCode.Created).Id.ShouldBe(between.Id);
        (await client.Post(path, Body("999.00", "2150-01-01"))).Expect(HttpStatusCode.Created)["pending"]!
            .GetValue<bool>()
            .ShouldBeTrue();

        (await client.Get(path))["data"]!
            .AsArray()
            .Select(p => p!["amount"]!["amount"]!.GetValue<string>())
            .ShouldBe(["100.00", "250.00", "300.00", "999.00"]);
        (await client.Get($"/v2/employees/{hired.Id}"))["compensation"]!["amount"]!["amount"]!
            .GetValue<string>()
            .ShouldBe("300.00");
        (await client.Post(path, Body("300.0", "2025-01-01")))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe([" nothing-changes"]);
        (await client.Post(path, Body("1.00", "2019-01-01")))
            .Expect(HttpStatusCode.UnprocessableEntity)
            .Errors.ShouldBe(["/effectiveDate before-hire"]);
    }

    [Fact]
    public async Task Reading_and_changing_pay_need_their_scopes()
    {
        var tenant = await api.CreateTenantAsync();
        var hired = await tenant.Client.Hire(new { compensation = People.Pay("1.00") });
        var path = $"/v2/employees/{hired.Id}/compensation";
        var reader = await tenant.ClientWithScopesAsync("employees:read", "employees:write", "compensation:read");

        (await reader.Get(path)).Expect(HttpStatusCode.OK);
        (await reader.Post(path, Body("2.00"))).Expect(HttpStatusCode.Forbidden);
        (await reader.Patch($"/v2/employees/{hired.Id}", new { compensation = People.Pay("2.00") })).Expect(
            HttpStatusCode.Forbidden
        );
        (await reader.Patch($"/v1/employees/{hired.Id}", new { salary = 2 })).Expect(HttpStatusCode.Forbidden);
        var writer = await tenant.ClientWithScopesAsync("employees:read", "compensation:write");
        (await writer.Get(path)).Expect(HttpStatusCode.Forbidden);
        (await writer.Post(path, Body("2.00"))).Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{}""", "/amount")]
    [InlineData("""{"amount":5}""", "/amount")]
    [InlineData("""{"amount":{"amount":"1e5","currency":"USD"}}""", "/amount/amount")]
    [InlineData("""{"amount":{"amount":"","currency":"USD"}}""", "/amount/amount")]
    [InlineData("""{"amount":{"amount":"9999999999999999","currency":"USD"}}""", "/amount/amount")]
    [InlineData("""{"amount":{"amount":"1"}}""", "/amount/currency")]
    [InlineData("""{"amount":{"amount":"1","currency":"12€"}}""", "/amount/currency")]
    [InlineData("""{"amount":{"amount":"1","currency":"USD"},"effectiveDate":"1500-01-01"}""", "/effectiveDate")]
    [InlineData("""{"amount":{"amount":"1","currency":"USD"},"reason":7}""", "/reason")]
    public async Task Pay_that_makes_no_sense_is_refused(string body, string pointer)
    {
        var client = (await Shared.Value(api)).Client;
        var hired = await client.Hire();

        var refused = await client.SendText(HttpMethod.Post, $"/v2/employees/{hired.Id}/compensation", body);

        ((int)refused.Status).ShouldBeInRange(400, 422, refused.Body?.ToJsonString());
        refused.Errors.Select(error => error.Split(' ')[0]).ShouldContain(pointer, refused.Body!.ToJsonString());
    }
}
