using System.Text;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.Tests.Imports;

/// <summary>The process is killed while it imports: whatever it was doing, the next one ends it without a row twice.</summary>
public sealed class KilledImportTests
{
    private const int Rows = 20_000;
    private const int Kills = 6;

    [Theory]
    [InlineData("best_effort")]
    [InlineData("all_or_nothing")]
    public async Task An_import_survives_kill_9_at_random_moments_with_exact_counts(string mode)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var control = new TestHost(database, null, ("Jobs:Concurrency", "0"));
        var tenant = await control.CreateTenantAsync();
        using var client = await control.CreateClientAsync(tenant);
        var schema = tenant.SchemaOf(TenantEnvironment.Live);
        var id = await client.StartImportAsync(Encoding.UTF8.GetBytes(ManyEmployees.Csv(Rows)), ("mode", mode));

        for (var kill = 0; kill < Kills; kill++)
        {
            var version = await VersionAsync();
            await using var worker = await StartWorkerAsync();
            // Some steps further, at whichever point that is, the process dies.
            var further = version + Random.Shared.Next(1, 12);
            await Eventually.GetAsync(VersionAsync, seen => seen >= further || seen < 0, seconds: 120);
            await worker.KillAsync();
        }
        await using var last = await StartWorkerAsync();
        var job = await Eventually.JobEndAsync(client, id, seconds: 180);

        job.Status().ShouldBe("succeeded", job.ToString());
        job.Figure("created").ShouldBe(Rows);
        job.Figure("rejected").ShouldBe(0);
        foreach (var table in new[] { "employees", "employment_events", "compensations" })
            (await CountAsync($"{schema}.{table}")).ShouldBe(Rows, table);
        (await CountAsync($"{schema}.outbox_events WHERE type = 'employee.created'")).ShouldBe(Rows);
        (await CountAsync($"{schema}.employees WHERE manager_id IS NOT NULL")).ShouldBe(ExpectedReports());
        (await CountAsync($"{schema}.import_rows")).ShouldBe(0);
        (await CountAsync($"{schema}.import_plan")).ShouldBe(0);

        Task<long> CountAsync(string from) => database.ReadAsync<long>($"SELECT count(*) FROM {from}");

        // Negative once the job has ended.
        Task<long> VersionAsync() =>
            database.ReadAsync<long>(
                $"SELECT CASE WHEN status IN ('queued', 'running') THEN version ELSE -1 END FROM {schema}.jobs WHERE kind = 'import_employees'"
            );

        Task<ApiProcess> StartWorkerAsync() =>
            ApiProcess.StartAsync(
                database,
                control.FilesRoot,
                ("Imports:RowsPerRead", "2000"),
                ("Imports:RowsPerWrite", "1000")
            );
    }

    private static int ExpectedReports() =>
        ManyEmployees.Csv(Rows).Split('\n').Skip(1).Count(line => line.Length > 0 && !line.EndsWith(','));
}
