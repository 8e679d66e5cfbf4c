using System.Globalization;
using System.Security.Cryptography;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Processes;

/// <summary>
/// The API is killed again and again while it takes employees, imports and documents. <c>HR_TEST_KILLS</c> says how often
/// (3 when not set), <c>HR_TEST_SEED</c> repeats the choices of an earlier run.
/// </summary>
public sealed class KilledAnywhereTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly int _kills = Number("HR_TEST_KILLS") ?? 3;
    private readonly int _seed = Number("HR_TEST_SEED") ?? Random.Shared.Next();
    private TestDatabase _database = null!;
    private TestHost _control = null!;
    private Tenant _tenant = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _control = new TestHost(_database, null, ("Jobs:Concurrency", "0"));
        _tenant = await _control.CreateTenantAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _database.DisposeAsync();
    }

    private string Schema => _tenant.SchemaOf(TenantEnvironment.Live);

    [Fact]
    public async Task No_acknowledged_write_is_lost_or_done_twice_however_often_the_process_is_killed()
    {
        output.WriteLine($"HR_TEST_KILLS={_kills} HR_TEST_SEED={_seed}");
        var random = new Random(_seed);
        var work = new Workload(random);
        var writes = new Writes(await _control.CreateKeyAsync(_tenant.Id, [.. Scopes()]), parallel: 8);

        for (var kill = 1; kill <= _kills; kill++)
        {
            await using var process = await StartAsync();
            foreach (var write in Round(work, random))
                writes.Add(write);
            var sending = writes.SendAsync(process);
            await MomentAsync(random, writes, sending);
            await process.KillAsync();
            await sending;
        }
        await using var last = await StartAsync();
        await writes.SendAsync(last);
        writes.Waiting.ShouldBe(0);
        await JobsHaveEndedAsync();

        await CheckEmployeesAsync(work);
        await CheckJobsAsync(work);
        await CheckDocumentsAsync(work);
        await writes.RepeatAllAsync(last);
        await CheckFilesAsync();
        output.WriteLine(
            $"{writes.Answered.Count} writes acknowledged, {writes.CutOff} cut off, {writes.Replayed} of those had been done; "
                + $"{work.Employees.Count} employees created, {work.Imports.Count} imports, "
                + $"{work.Papers.Sum(paper => paper.Versions.Count)} versions of {work.Papers.Count} documents"
        );
    }

    private static IReadOnlySet<string> Scopes() => Application.Identity.Scopes.OfTenant;

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private static IEnumerable<Write> Round(Workload work, Random random)
    {
        var round = new List<Write>
        {
            work.NewImport("best_effort", isBroken: random.Next(3) == 0),
            work.NewImport("all_or_nothing", isBroken: random.Next(3) == 0),
        };
        for (var i = 0; i < 30; i++)
            round.Add(work.NewEmployee());
        for (var i = 0; i < 4; i++)
            round.Add(work.NewDocument());
        for (var i = 0; i < 3 && work.NewVersion() is { } version; i++)
            round.Add(version);
        var order = round.ToArray();
        random.Shuffle(order);
        return order;
    }

    /// <summary>Some answers further, or some steps of the jobs: whatever is under way then is cut off.</summary>
    private async Task MomentAsync(Random random, Writes writes, Task sending)
    {
        if (random.Next(2) == 0)
        {
            var answers = writes.Answered.Count + random.Next(39);
            await Eventually.BeTrueAsync(() => writes.Answered.Count >= answers || sending.IsCompleted);
            return;
        }
        var steps = await StepsAsync() + random.Next(5, 60);
        await Eventually.GetAsync(
            async () => await StepsAsync() >= steps || await UnfinishedAsync() == 0,
            reached => reached
        );
    }

    private Task<long> StepsAsync() => _database.ReadAsync<long>($"SELECT sum(version)::bigint FROM {Schema}.jobs");

    private Task<long> UnfinishedAsync() =>
        _database.ReadAsync<long>($"SELECT count(*) FROM {Schema}.jobs WHERE status IN ('queued', 'running')");

    private Task<ApiProcess> StartAsync() =>
        ApiProcess.StartAsync(
            _database,
            _control.FilesRoot,
            ("Imports:RowsPerRead", "60"),
            ("Imports:RowsPerWrite", "40"),
            ("Jobs:PollInterval", "00:00:00.500")
        );

    private Task JobsHaveEndedAsync() =>
        Eventually.GetAsync(
            async () =>
                await UnfinishedAsync() + await _database.ReadAsync<long>("SELECT count(*) FROM platform.work_items"),
            left => left == 0,
            seconds: 180
        );

    private async Task CheckEmployeesAsync(Workload work)
    {
        var stored = await _database.ListAsync(
            $"SELECT email, id FROM {Schema}.employees",
            row => (Email: row.GetString(0), Id: Domain.Employees.EmployeeId.From(row.GetGuid(1)).ToString())
        );
        var imported = work
            .Imports.Where(import => !import.IsBroken || import.Mode == "best_effort")
            .SelectMany(import => import.Emails);
        stored.Select(row => row.Email).ShouldBe(work.Employees.Keys.Concat(imported), ignoreOrder: true);
        var ids = stored.ToDictionary(row => row.Email, row => row.Id, StringComparer.Ordinal);
        work.Employees.ShouldAllBe(employee => ids[employee.Key] == employee.Value);

        (await CountAsync("employment_events")).ShouldBe(stored.Count);
        (await CountAsync("outbox_events WHERE type = 'employee.created'")).ShouldBe(stored.Count);
        (
            await CountAsync(
                "employees e JOIN employee_profiles p ON p.employee_id = e.id AND p.employee_version = e.version"
            )
        ).ShouldBe(stored.Count, "searchable profiles");
    }

    private async Task CheckJobsAsync(Workload work)
    {
        var jobs = await _database.ListAsync(
            $"""
            SELECT id, kind, status, coalesce(error ->> 'code', ''), coalesce((result ->> 'created')::int, 0), failures
            FROM {Schema}.jobs
            """,
            row =>
                (
                    Id: Domain.Jobs.JobId.From(row.GetGuid(0)).ToString(),
                    Kind: row.GetString(1),
                    Status: row.GetString(2),
                    Error: row.GetString(3),
                    Created: row.GetInt32(4),
                    Failures: row.GetInt32(5)
                )
        );
        jobs.ShouldAllBe(job => job.Failures == 0);
        jobs.Where(job => job.Kind != "import_employees").ShouldAllBe(job => job.Status == "succeeded");

        var imports = jobs.Where(job => job.Kind == "import_employees").ToDictionary(job => job.Id);
        imports.Keys.ShouldBe(work.Imports.Select(import => import.Job!), ignoreOrder: true);
        foreach (var import in work.Imports)
        {
            var job = imports[import.Job!];
            var isRefused = import.IsBroken && import.Mode == "all_or_nothing";
            job.Status.ShouldBe(isRefused ? "failed" : "succeeded", job.ToString());
            job.Error.ShouldBe(isRefused ? "rows-rejected" : "", job.ToString());
            job.Created.ShouldBe(isRefused ? 0 : import.Emails.Count, job.ToString());
        }
        foreach (var table in new[] { "import_rows", "import_plan", "import_names" })
            (await CountAsync(table)).ShouldBe(0, table);
        jobs.Count(job => job.Kind == "process_document").ShouldBe(work.Papers.Sum(paper => paper.Versions.Count));
    }

    private async Task CheckDocumentsAsync(Workload work)
    {
        var versions = await _database.ListAsync(
            $"""
            SELECT v.document_id, v.number, encode(v.sha256, 'hex'), v.status, coalesce(v.error_code, ''), d.searchable_version,
                v.chunk_count
            FROM {Schema}.document_versions v JOIN {Schema}.documents d ON d.id = v.document_id
            """,
            row =>
                (
                    RowId: row.GetGuid(0),
                    Document: Domain.Documents.DocumentId.From(row.GetGuid(0)).ToString(),
                    Number: row.GetInt32(1),
                    Sha256: row.GetString(2),
                    Status: row.GetString(3),
                    Error: row.GetString(4),
                    Searchable: row.IsDBNull(5) ? (int?)null : row.GetInt32(5),
                    Chunks: row.IsDBNull(6) ? (int?)null : row.GetInt32(6)
                )
        );
        versions.Count.ShouldBe(work.Papers.Sum(paper => paper.Versions.Count));
        foreach (var paper in work.Papers)
        {
            var stored = versions.Where(row => row.Document == paper.Id).OrderBy(row => row.Number).ToList();
            stored.Select(row => row.Sha256).ShouldBe(paper.Versions.Select(version => version.Sha256));
            foreach (var (row, sent) in stored.Zip(paper.Versions))
            {
                if (!sent.IsReadable)
                    (row.Status, row.Error.Length > 0).ShouldBe(("failed", true), row.ToString());
                else if (row.Number == stored.Count)
                    row.Status.ShouldBe("ready", row.ToString());
                else
                    (row.Status is "ready" || row.Error is "superseded").ShouldBeTrue(row.ToString());
            }
            // What is searched is the newest version that could be read, whole and nothing else.
            var searched = stored.LastOrDefault(row => row.Status == "ready");
            searched.Number.ShouldBe(stored[0].Searchable ?? 0);
            await CheckChunksAsync(
                stored[0].RowId,
                searched.Chunks ?? 0,
                searched.Number == 0 ? "" : paper.Versions[searched.Number - 1].Marker
            );
        }
    }

    private async Task CheckChunksAsync(Guid document, int expected, string marker)
    {
        var chunks = await _database.ListAsync(
            $"""
            SELECT ordinal, text, public.vector_norm(embedding) FROM {Schema}.chunks
            WHERE document_id = '{document}' ORDER BY ordinal
            """,
            row => (Ordinal: row.GetInt32(0), Text: row.GetString(1), Norm: row.GetDouble(2))
        );
        chunks.Select(chunk => chunk.Ordinal).ShouldBe(Enumerable.Range(0, expected));
        chunks.ShouldAllBe(chunk => Math.Abs(chunk.Norm - 1) < 0.01);
        chunks.ShouldAllBe(chunk => chunk.Text.Contains(marker, StringComparison.Ordinal));
    }

    private async Task CheckFilesAsync()
    {
        var folder = Path.Combine(_control.FilesRoot, Schema);
        var named = await _database.ListAsync(
            $"SELECT file_id, encode(sha256, 'hex') FROM {Schema}.document_versions",
            row => (File: row.GetGuid(0).ToString("n"), Sha256: row.GetString(1))
        );
        foreach (var (file, sha256) in named)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, file[^2..], file));
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(sha256);
        }
        var imports = await _database.ListAsync(
            $"SELECT (payload ->> 'file')::uuid FROM {Schema}.jobs WHERE kind = 'import_employees'",
            row => row.GetGuid(0).ToString("n")
        );
        var used = named.Select(row => row.File).Concat(imports).ToList();
        used.ShouldBeSubsetOf(Stored());
        output.WriteLine($"{used.Count} files are in use, {Stored().Count - used.Count} were left behind");

        // A day later the upkeep has removed what nothing names.
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        await using (var scope = await _control.EnterAsync(_tenant))
        {
            await scope
                .ServiceProvider.GetRequiredService<IJobQueue>()
                .EnqueueAsync("remove_unused_files", new { }, default);
        }
        await JobsHaveEndedAsync();
        Stored().ShouldBe(used, ignoreOrder: true);

        List<string> Stored() =>
            [
                .. Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetFileName(path)!),
            ];
    }

    private Task<long> CountAsync(string from) =>
        _database.ReadAsync<long>($"SET search_path = {Schema}, public; SELECT count(*) FROM {from}");
}
