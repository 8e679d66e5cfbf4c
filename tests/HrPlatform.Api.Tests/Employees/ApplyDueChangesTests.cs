using System.Net;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Employees;

public sealed class ApplyDueChangesTests(ApiFixture api)
{
    [Fact]
    public async Task A_change_takes_effect_and_raises_its_event_when_its_day_has_come()
    {
        var tenant = await api.CreateTenantAsync();
        var client = tenant.Client;
        await client.Department("A");
        await client.Department("B");
        var hired = await client.Hire(new { department = "A", compensation = People.Pay("1.00") });
        var untouched = await client.Hire(new { department = "A" });
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        foreach (var id in (string[])[hired.Id, untouched.Id])
        {
            (
                await client.Patch(
                    $"/v2/employees/{id}",
                    new { department = "B", effectiveDate = id == hired.Id ? tomorrow : tomorrow.AddDays(30) }
                )
            ).Expect(HttpStatusCode.OK);
        }
        (await Apply(tenant)).ShouldBe(0);

        // As if the night had passed: what was due tomorrow is due today.
        await TenantRows.ExecuteAsync(
            api,
            tenant,
            "UPDATE employment_events SET effective_date = effective_date - 1, valid_to = valid_to - 1 WHERE pending;"
                + "UPDATE employment_events e SET valid_to = n.effective_date FROM employment_events n "
                + "WHERE n.employee_id = e.employee_id AND n.pending AND NOT e.pending"
        );
        var events = await TenantRows.CountAsync(api, tenant, "outbox_events");

        (await Apply(tenant)).ShouldBe(1);
        (await Apply(tenant)).ShouldBe(0);

        (await client.Get($"/v2/employees/{hired.Id}"))["department"]!["name"]!.GetValue<string>().ShouldBe("B");
        (await client.Get($"/v2/employees/{untouched.Id}"))["department"]!["name"]!.GetValue<string>().ShouldBe("A");
        (await TenantRows.CountAsync(api, tenant, "outbox_events")).ShouldBe(events + 1);
    }

    private async Task<int> Apply(TestTenant tenant)
    {
        await using var scope = api.Services.CreateAsyncScope();
        scope
            .ServiceProvider.GetRequiredService<CallerContext>()
            .Enter(Caller.System(await TenantRows.PlaceOf(api, tenant)));
        return await scope
            .ServiceProvider.GetRequiredService<IMediator>()
            .Send(new ApplyDueChanges(), TestContext.Current.CancellationToken);
    }
}
