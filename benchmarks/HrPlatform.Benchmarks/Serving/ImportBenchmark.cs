using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>How long the running API takes to import a file of employees into an empty tenant, and in how much memory.</summary>
internal static class ImportBenchmark
{
    private const int MadeUpRows = 300_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var files = Directory.CreateTempSubdirectory("hr-bench-files-").FullName;
        try
        {
            foreach (var mode in new[] { "all_or_nothing", "best_effort" })
            {
                // A database and a process for each mode: the search profiles of the first one's employees would be
                // embedded beside the second one's import.
                await using var database = await BenchmarkDatabase.CreateAsync(cancellationToken);
                var tenant = await database.AddTenantAsync(mode.Replace('_', '-'), cancellationToken);
                var settings = database.ApiSettings(files);
                await using var server = await ServerProcess.StartAsync(
                    "src/HrPlatform.Api",
                    settings,
                    cancellationToken
                );
                using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(10) };
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Key);
                await MeasureAsync(http, server, options.File, mode, cancellationToken);
            }
        }
        finally
        {
            Directory.Delete(files, recursive: true);
        }
    }

    private static async Task MeasureAsync(
        HttpClient http,
        ServerProcess server,
        string? file,
        string mode,
        CancellationToken cancellationToken
    )
    {
        var idle = server.ResidentMegabytes;
        await using Stream content = file is null ? new MemoryStream(MadeUp()) : File.OpenRead(file);
        using var form = new MultipartFormDataContent
        {
            { new StreamContent(content), "file", Path.GetFileName(file ?? "employees.csv") },
            { new StringContent(mode), "mode" },
        };
        var start = Stopwatch.GetTimestamp();
        using var accepted = await http.PostAsync("/v2/imports", form, cancellationToken);
        accepted.EnsureSuccessStatusCode();
        var job = await accepted.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        while (job.GetProperty("status").GetString() is "queued" or "running")
        {
            await Task.Delay(PollInterval, cancellationToken);
            job = await http.GetFromJsonAsync<JsonElement>(
                job.GetProperty("links").GetProperty("self").GetString(),
                cancellationToken
            );
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var status = job.GetProperty("status").GetString();
        if (status != "succeeded")
            throw new InvalidOperationException($"The import ended as {status}: {job}");
        var rows = job.GetProperty("result").GetProperty("rows").GetInt64();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{mode, -15} {rows:N0} rows in {seconds:F1} s, {rows / seconds:N0} rows/s; API: {server.ProcessorTime.TotalSeconds:F1} s of processor, {idle:F0} MB before, {PeakMegabytes(server):F0} MB at most"
            )
        );
    }

    // The kernel's high-water mark of resident memory, where it tells.
    private static double PeakMegabytes(ServerProcess server)
    {
        var status = $"/proc/{server.Id}/status";
        if (!File.Exists(status))
            return server.ResidentMegabytes;
        var line = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static byte[] MadeUp()
    {
        var csv = new StringBuilder(
            "employeeNumber,firstName,lastName,email,department,position,hireDate,salary,managerNumber\n"
        );
        for (var i = 1; i <= MadeUpRows; i++)
        {
            // Every hundredth manages those before, and stands behind them.
            var manager =
                i % 100 == 0 ? "" : Math.Min((i / 100 + 1) * 100, MadeUpRows).ToString(CultureInfo.InvariantCulture);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{i},First{i % 5_000},Last{i % 20_000},person{i}@example.com,Department {i % 50},Position {i % 80},2020-01-01,{40_000 + i % 60_000},{manager}\n"
            );
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
