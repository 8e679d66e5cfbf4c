using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Domain.Common;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>
/// Reads, lists and creates employees through the API and through the bare server, over the same tables of the same
/// PostgreSQL, and compares requests a second.
/// </summary>
internal static class ApiBenchmark
{
    private const int PageSize = 50;
    private const int Pages = 100;
    private const int PagesPerTenant = 3;
    private const double MemoryGoal = 350;

    public static async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.CreateAsync(cancellationToken);
        var big = await AddTenantAsync(database, "bench", options.Employees, cancellationToken);
        var small = options.Includes("tenants") ? await AddTenantsAsync(database, options, cancellationToken) : [];

        var files = Directory.CreateTempSubdirectory("hr-bench-");
        await using var bare = await ServerProcess.StartAsync(
            "benchmarks/BareServer",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings:Bare"] = database.ConnectionStringOf(big.Tenant.Schema),
            },
            cancellationToken
        );
        await using var api = await ServerProcess.StartAsync(
            "src/HrPlatform.Api",
            database.ApiSettings(files.FullName),
            cancellationToken
        );
        using var load = new LoadGenerator(options.Connections);
        await CompareAnswersAsync(load, bare, api, big, cancellationToken);

        // The same pages on both sides; each server names the next page in its own way.
        var barePages = await WalkAsync(load, bare, key: null, "after", Pages, cancellationToken);
        var pages = await WalkAsync(load, api, big.Tenant.Key, "cursor", Pages, cancellationToken);
        var contest = new Contest(options);
        var created = 0;

        HttpRequestMessage BareGet(Random random) => Get(bare, key: null, $"/v2/employees/{big.AnyId(random)}");
        HttpRequestMessage BareList(Random random) => Get(bare, key: null, barePages[random.Next(barePages.Count)]);
        HttpRequestMessage BareCreate(Random random) =>
            Create(bare, key: null, random, Interlocked.Increment(ref created));

        await RunAsync(
            "get by id",
            0.6,
            BareGet,
            random => Get(api, big.Tenant.Key, $"/v2/employees/{big.AnyId(random)}")
        );
        await RunAsync(
            $"list of {PageSize}",
            0.6,
            BareList,
            random => Get(api, big.Tenant.Key, pages[random.Next(pages.Count)])
        );
        if (small.Count > 0)
        {
            var pagesOf = new Dictionary<FilledTenant, List<string>>();
            foreach (var tenant in small)
            {
                pagesOf[tenant] = await WalkAsync(
                    load,
                    api,
                    tenant.Tenant.Key,
                    "cursor",
                    PagesPerTenant,
                    cancellationToken
                );
            }

            await RunAsync(
                "tenants: get by id",
                0.45,
                BareGet,
                random =>
                {
                    var tenant = small[random.Next(small.Count)];
                    return Get(api, tenant.Tenant.Key, $"/v2/employees/{tenant.AnyId(random)}");
                }
            );
            await RunAsync(
                $"tenants: list of {PageSize}",
                0.45,
                BareList,
                random =>
                {
                    var tenant = small[random.Next(small.Count)];
                    var own = pagesOf[tenant];
                    return Get(api, tenant.Tenant.Key, own[random.Next(own.Count)]);
                }
            );
        }
        // Last, because they leave work behind: profiles of new employees are embedded in the background.
        await RunAsync(
            "create",
            0.5,
            BareCreate,
            random => Create(api, big.Tenant.Key, random, Interlocked.Increment(ref created))
        );
        if (small.Count > 0)
        {
            await RunAsync(
                "tenants: create",
                0.45,
                BareCreate,
                random =>
                    Create(api, small[random.Next(small.Count)].Tenant.Key, random, Interlocked.Increment(ref created))
            );
        }
        report.Add(
            "resident memory of the API under this load, MB",
            "",
            $"{contest.Memory.Median:N0}, at most {contest.Memory.Highest:N0}",
            "",
            $"< {MemoryGoal:N0}",
            contest.Memory.Highest < MemoryGoal
        );
        files.Delete(recursive: true);

        async Task RunAsync(
            string scenario,
            double goal,
            Func<Random, HttpRequestMessage> bareRequest,
            Func<Random, HttpRequestMessage> request
        )
        {
            if (!options.Includes(scenario))
                return;
            var outcome = await contest.RunAsync(
                bare,
                slice => load.RunAsync(bareRequest, slice, cancellationToken),
                api,
                slice => load.RunAsync(request, slice, cancellationToken),
                result => result.RequestsPerSecond
            );
            report.Add(
                $"{scenario}, requests/s",
                Report.Spread(outcome.Bare),
                Report.Spread(outcome.Measured),
                Report.Spread(outcome.Ratios, "P0"),
                $"≥ {goal:P0}",
                outcome.Ratios.Median >= goal,
                $"{outcome.BareProcessorMilliseconds:F2} / {outcome.ProcessorMilliseconds:F2} ms"
            );
        }
    }

    private static async Task<FilledTenant> AddTenantAsync(
        BenchmarkDatabase database,
        string slug,
        int employees,
        CancellationToken cancellationToken
    ) =>
        await BenchmarkDatabase.StepAsync(
            $"One tenant with {employees:N0} employees",
            async () =>
            {
                var tenant = await database.AddTenantAsync(slug, cancellationToken);
                return new FilledTenant(
                    tenant,
                    await People.FillAsync(database, tenant.Schema, employees, cancellationToken)
                );
            }
        );

    private static Task<List<FilledTenant>> AddTenantsAsync(
        BenchmarkDatabase database,
        BenchmarkOptions options,
        CancellationToken cancellationToken
    ) =>
        BenchmarkDatabase.StepAsync(
            $"{options.Tenants:N0} tenants with {options.EmployeesPerTenant:N0} employees each",
            async () =>
            {
                var tenants = new List<FilledTenant>();
                await Parallel.ForEachAsync(
                    Enumerable.Range(0, options.Tenants),
                    new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
                    async (n, token) =>
                    {
                        var tenant = await database.AddTenantAsync($"bench-{n}", token);
                        var ids = await People.FillAsync(database, tenant.Schema, options.EmployeesPerTenant, token);
                        lock (tenants)
                            tenants.Add(new FilledTenant(tenant, ids));
                    }
                );
                return tenants;
            }
        );

    /// <summary>Both servers must say the same, or comparing their speed means nothing.</summary>
    private static async Task CompareAnswersAsync(
        LoadGenerator load,
        ServerProcess bare,
        ServerProcess api,
        FilledTenant tenant,
        CancellationToken cancellationToken
    )
    {
        var path = $"/v2/employees/{tenant.AnyId(new Random(1))}";
        await CompareAsync(Get(bare, null, path), Get(api, tenant.Tenant.Key, path), shown => shown);
        var list = $"/v2/employees?limit={PageSize}";
        await CompareAsync(Get(bare, null, list), Get(api, tenant.Tenant.Key, list), shown => shown["data"]!);
        await CompareAsync(
            Create(bare, null, new Random(1), 1_000_000_000),
            Create(api, tenant.Tenant.Key, new Random(1), 1_000_000_001),
            shown =>
            {
                foreach (var own in (string[])["id", "email", "createdAt", "updatedAt"])
                    shown.AsObject()[own] = null;
                return shown;
            }
        );

        async Task CompareAsync(
            HttpRequestMessage bareRequest,
            HttpRequestMessage request,
            Func<JsonNode, JsonNode> compared
        )
        {
            using (bareRequest)
            using (request)
            {
                var expected = compared(JsonNode.Parse(await load.GetAsync(bareRequest, cancellationToken))!);
                var actual = compared(JsonNode.Parse(await load.GetAsync(request, cancellationToken))!);
                if (!JsonNode.DeepEquals(expected, actual))
                {
                    throw new InvalidOperationException(
                        $"The answers to {request.Method} {request.RequestUri} differ.{Environment.NewLine}"
                            + $"Bare server: {expected}{Environment.NewLine}HrPlatform: {actual}"
                    );
                }
            }
        }
    }

    /// <summary>The paths of the first pages.</summary>
    private static async Task<List<string>> WalkAsync(
        LoadGenerator load,
        ServerProcess server,
        string? key,
        string position,
        int pages,
        CancellationToken cancellationToken
    )
    {
        var path = $"/v2/employees?limit={PageSize}";
        var paths = new List<string> { path };
        while (paths.Count < pages)
        {
            using var request = Get(server, key, paths[^1]);
            using var page = JsonDocument.Parse(await load.GetAsync(request, cancellationToken));
            if (page.RootElement.GetProperty("nextCursor").GetString() is not { } next)
                break;
            paths.Add($"{path}&{position}={Uri.EscapeDataString(next)}");
        }
        return paths;
    }

    private static HttpRequestMessage Get(ServerProcess server, string? key, string path) =>
        Request(HttpMethod.Get, server, key, path);

    private static HttpRequestMessage Create(ServerProcess server, string? key, Random random, int number)
    {
        var request = Request(HttpMethod.Post, server, key, "/v2/employees");
        request.Content = JsonContent.Create(
            new
            {
                firstName = "Ada",
                lastName = "Byron",
                email = $"new.{number}@example.com",
                hireDate = "2024-03-01",
                bio = "Writes the first programs and explains them to others.",
                experienceYears = 12.5m,
                department = $"Department {1 + random.Next(People.Departments)}",
                position = $"Position {1 + random.Next(People.Positions)}",
                skills = (string[])[$"Skill {1 + random.Next(60)}", $"Skill {61 + random.Next(60)}"],
                compensation = new { amount = new { amount = "88958.00", currency = "USD" } },
            }
        );
        return request;
    }

    private static HttpRequestMessage Request(HttpMethod method, ServerProcess server, string? key, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private sealed record FilledTenant(BenchmarkTenant Tenant, Guid[] Ids)
    {
        public string AnyId(Random random) => TypeId.Format("emp", Ids[random.Next(Ids.Length)]);
    }
}
