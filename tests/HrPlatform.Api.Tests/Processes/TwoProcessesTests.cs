using System.Text;
using HrPlatform.Api.Tests.Documents;
using HrPlatform.Api.Tests.Imports;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>Two processes on one database.</summary>
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("hr-test-files-").FullName;
    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task Both_come_up_on_an_empty_database_and_do_each_job_once()
    {
        const int Imports = 8;
        const int Rows = 500;
        const int Documents = 12;
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        await using var first = both[0];
        await using var second = both[1];
        await first.WaitUntilReadyAsync();
        await second.WaitUntilReadyAsync();
        await using var control = new TestHost(_database, null, ("Jobs:Concurrency", "0"));
        var tenant = await control.CreateTenantAsync();
        var key = await control.CreateKeyAsync(tenant.Id, [.. Scopes.OfTenant]);
        var schema = tenant.SchemaOf(TenantEnvironment.Live);
        using var one = first.CreateClient(key);
        using var other = second.CreateClient(key);
        HttpClient[] clients = [one, other];

        await Task.WhenAll(
            Enumerable
                .Range(0, Imports)
                .Select(i =>
                    clients[i % 2]
                        .StartImportAsync(Csv(i, Rows), ("mode", i % 4 < 2 ? "best_effort" : "all_or_nothing"))
                )
                .Concat(
                    Enumerable
                        .Range(0, Documents)
                        .Select(async i =>
                        {
                            using var answer = await clients[i % 2]
                                .UploadAsync($"guide{i}.md", $"# Guide {i}\n\nLeave number {i} is granted.", Cancel);
                            return answer.EnsureSuccessStatusCode().StatusCode.ToString();
                        })
                )
        );

        await Eventually.GetAsync(
            () => _database.ReadAsync<long>("SELECT count(*) FROM platform.work_items"),
            count => count == 0,
            seconds: 120
        );
        var jobs = await _database.ListAsync(
            $"SELECT kind, status, attempts FROM {schema}.jobs",
            row => (Kind: row.GetString(0), Status: row.GetString(1), Attempts: row.GetInt32(2))
        );
        jobs.ShouldAllBe(job => job.Status == "succeeded" && job.Attempts == 1);
        jobs.Count(job => job.Kind == "import_employees").ShouldBe(Imports);
        jobs.Count(job => job.Kind == "process_document").ShouldBe(Documents);
        foreach (var table in new[] { "employees", "employment_events" })
            (await CountAsync($"{schema}.{table}")).ShouldBe(Imports * Rows, table);
        (await CountAsync($"{schema}.chunks")).ShouldBe(Documents);
        (await CountAsync($"{schema}.outbox_events WHERE type = 'document.ready'")).ShouldBe(Documents);
    }

    [Fact]
    public async Task Recurring_work_is_done_once_by_one_of_both()
    {
        Tenant tenant;
        await using (var control = new TestHost(_database, null, ("Jobs:Concurrency", "0")))
            tenant = await control.CreateTenantAsync();

        var both = await Task.WhenAll(StartAsync(), StartAsync());
        await using var first = both[0];
        await using var second = both[1];

        await Eventually.GetAsync(() => CountAsync("platform.recurring_work"), count => count >= 2);
        await Eventually.GetAsync(() => CountAsync("platform.work_items"), count => count == 0);
        foreach (var environment in Enum.GetValues<TenantEnvironment>())
        {
            var jobs = await _database.ListAsync(
                $"SELECT kind, status, attempts FROM {tenant.SchemaOf(environment)}.jobs",
                row => (row.GetString(0), row.GetString(1), row.GetInt32(2))
            );
            jobs.Where(job => job.Item1 is "clean_up" or "remove_unused_files")
                .ShouldBe([("clean_up", "succeeded", 1), ("remove_unused_files", "succeeded", 1)], ignoreOrder: true);
        }
    }

    private static byte[] Csv(int file, int rows)
    {
        var csv = new StringBuilder("employeeNumber,firstName,lastName,email,department,hireDate\n");
        for (var row = 1; row <= rows; row++)
            csv.Append($"{file}-{row},First,Last{row},row{row}@file{file}.example.com,Team {row % 5},2020-01-01\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private Task<ApiProcess> StartAsync() => ApiProcess.StartAsync(_database, _files);

    private Task<long> CountAsync(string from) => _database.ReadAsync<long>($"SELECT count(*) FROM {from}");
}
