using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HrPlatform.Api.Tests.Imports;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Exports;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Infrastructure.Exports;

namespace HrPlatform.Api.Tests.Exports;

public sealed class ExportTests(ApiFixture api)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_read_by_an_import_gives_the_same_company()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.ImportAsync(await File.ReadAllBytesAsync(Repository.PathOf("data/demo/employees.csv"), Cancel));

        var job = await ExportAsync(client, new { format = "csv" });
        var file = await DownloadAsync(client, job);

        job.Figure("rows").ShouldBe(await client.CountEmployeesAsync());
        job.GetProperty("result").GetProperty("withheld").GetArrayLength().ShouldBe(0);
        var same = await client.ImportAsync(file);
        same.Status().ShouldBe("succeeded", same.ToString());
        same.Figure("unchanged").ShouldBe(job.Figure("rows"), same.ToString());
        var copy = (await api.CreateTenantAsync()).Client;
        var imported = await copy.ImportAsync(file);
        imported.Figure("created").ShouldBe(job.Figure("rows"), imported.ToString());
        imported.Figure("warnings").ShouldBe(0);
    }

    [Fact]
    public async Task Text_that_looks_like_a_formula_is_neutralised_and_numbers_are_not()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.ImportAsync(
            """
            employeeNumber,firstName,lastName,email,phone,hireDate,salary,bio
            1,=1+1,@SUM(A1),one@example.com,+33 1 23,2020-01-01,-0,"say ""hi"", they said"
            2,-2+3,plain,two@example.com,,2020-01-01,12.5,
            """
        );

        var job = await ExportAsync(
            client,
            new { fields = new[] { "employeeNumber", "firstName", "lastName", "phone", "salary", "hireDate", "bio" } }
        );
        var lines = Encoding.UTF8.GetString(await DownloadAsync(client, job)).Split("\r\n");

        lines[0].ShouldBe("employeeNumber,firstName,lastName,phone,salary,hireDate,bio");
        // Employees that were created in the same instant stand in any order.
        var first = lines.Single(line => line.StartsWith("1,", StringComparison.Ordinal));
        var second = lines.Single(line => line.StartsWith("2,", StringComparison.Ordinal));
        first.ShouldContain("'=1+1");
        first.ShouldContain("'@SUM(A1)");
        first.ShouldContain("'+33 1 23");
        first.ShouldContain("\"say \"\"hi\"\", they said\"");
        second.ShouldContain("'-2+3");
        second.ShouldContain(",12.50,2020-01-01,");
    }

    [Fact]
    public async Task Json_lines_hold_one_object_per_employee_and_filters_are_those_of_the_list()
    {
        var client = (await api.CreateTenantAsync()).Client;
        await client.ImportAsync(
            """
            employeeNumber,lastName,email,hireDate,department,skills,salary
            1,One,one@example.com,2019-01-01,Research,C#;Java,100
            2,Two,two@example.com,2020-01-01,Sales,,200
            3,Three,three@example.com,2021-01-01,Research,,300
            """
        );

        var job = await ExportAsync(
            client,
            new
            {
                format = "jsonl",
                fields = new[] { "employeeNumber", "skills", "salary" },
                filter = new { department = "Research", minSalary = 50 },
            }
        );
        var rows = Encoding
            .UTF8.GetString(await DownloadAsync(client, job))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .ToList();

        rows.Select(row => row.GetProperty("employeeNumber").GetString()).ShouldBe(["1", "3"], ignoreOrder: true);
        var first = rows.Single(row => row.GetProperty("employeeNumber").GetString() == "1");
        first.GetProperty("skills").EnumerateArray().Select(s => s.GetString()).ShouldBe(["C#", "Java"]);
        first.GetProperty("salary").GetString().ShouldBe("100.00");
    }

    [Fact]
    public async Task What_the_creator_may_not_see_is_left_out_named_and_not_to_be_had_by_others()
    {
        var tenant = await api.CreateTenantAsync();
        await tenant.Client.ImportAsync(
            "email,lastName,hireDate,salary,phone\none@example.com,One,2020-01-01,100,12345\n"
        );
        using var narrow = await tenant.ClientWithScopesAsync(Scopes.ExportsRead, Scopes.EmployeesRead);

        var job = await ExportAsync(narrow, new { format = "csv" });
        var text = Encoding.UTF8.GetString(await DownloadAsync(narrow, job));
        var full = await ExportAsync(tenant.Client, new { format = "csv" });
        using var refused = await narrow.GetAsync($"/v2/exports/{full.GetProperty("id").GetString()}/file", Cancel);
        using var byPay = await narrow.PostAsJsonAsync("/v2/exports", new { filter = new { minSalary = 1 } }, Cancel);
        using var onlyPay = await narrow.PostAsJsonAsync("/v2/exports", new { fields = new[] { "salary" } }, Cancel);

        text.ShouldNotContain("12345");
        text.ShouldNotContain("salary");
        job.GetProperty("result")
            .GetProperty("withheld")
            .EnumerateArray()
            .Select(field => field.GetString())
            .ShouldBe(["phone", "birthDate", "gender", "salary", "currency"]);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        byPay.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        onlyPay.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Wrong_fields_and_filters_are_refused_and_a_strangers_export_is_not_found()
    {
        var tenant = await api.CreateTenantAsync();
        var stranger = (await api.CreateTenantAsync()).Client;
        object[] wrong =
        [
            new { fields = new[] { "nonsense" } },
            new { fields = Array.Empty<string>() },
            new { format = "xlsx" },
            new { filter = new { department = "emp_01kb4w3x5ve9ksfd7cqh2t6z8m" } },
            new { filter = new { custom = new { nonsense = "1" } } },
            new { filter = new { levels = 0 } },
        ];

        foreach (var body in wrong)
        {
            using var response = await tenant.Client.PostAsJsonAsync("/v2/exports", body, Cancel);
            ((int)response.StatusCode).ShouldBeOneOf(400, 422);
        }
        var job = await ExportAsync(tenant.Client, new { });
        using var foreign = await stranger.GetAsync($"/v2/exports/{job.GetProperty("id").GetString()}/file", Cancel);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Jsonl)]
    public async Task A_hundred_thousand_rows_are_written_without_gathering_them(ExportFormat format)
    {
        var row = new ExportRow(
            new EmployeeView
            {
                Id = EmployeeId.New(),
                FirstName = "Ada",
                LastName = "Lovelace",
                Email = "ada@example.com",
                Bio = new string('x', 500),
                HireDate = new DateOnly(2020, 1, 1),
                Status = EmploymentStatus.Active,
                Version = 1,
                CreatedAt = TimeProvider.System.GetUtcNow(),
                UpdatedAt = TimeProvider.System.GetUtcNow(),
            },
            ManagerNumber: null,
            ManagerEmail: null
        );
        await using var writer = new ExportWriters().Create(format, Stream.Null, ExportFields.All, ["badge"]);
        await writer.WriteAsync(row, CustomValues.None, Cancel);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 100_000; i++)
            await writer.WriteAsync(row, CustomValues.None, Cancel);
        await writer.FinishAsync(Cancel);

        // The rows are about 70 MB of text.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(20L << 20);
    }

    private static async Task<JsonElement> ExportAsync(HttpClient client, object body)
    {
        using var response = await client.PostAsJsonAsync("/v2/exports", body, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        var id = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("id").GetString()!;
        var job = await Eventually.JobEndAsync(client, id);
        job.Status().ShouldBe("succeeded", job.ToString());
        return job;
    }

    private static async Task<byte[]> DownloadAsync(HttpClient client, JsonElement job)
    {
        using var response = await client.GetAsync(job.GetProperty("links").GetProperty("file").GetString(), Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentDisposition!.FileName!.ShouldStartWith("employees-");
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }
}
