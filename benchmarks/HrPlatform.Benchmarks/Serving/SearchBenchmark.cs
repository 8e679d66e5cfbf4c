using System.Net.Http.Headers;
using System.Net.Http.Json;
using HrPlatform.Application.Search;
using HrPlatform.Infrastructure;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>
/// Hybrid search through the API against the same statements sent by Npgsql with vectors computed beforehand: what HTTP,
/// authentication, the lease and embedding the question add.
/// </summary>
internal static class SearchBenchmark
{
    private const int Top = 10;
    private const double Goal = 3;
    private const double MemoryGoal = 350;

    public static async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.CreateAsync(cancellationToken);
        var tenant = await database.AddTenantAsync("bench", cancellationToken);
        var questions = await BenchmarkDatabase.StepAsync(
            $"{options.Chunks:N0} passages",
            () => Passages.FillAsync(database, tenant.Schema, options.Chunks, cancellationToken)
        );
        var files = Directory.CreateTempSubdirectory("hr-bench-");
        await using var api = await ServerProcess.StartAsync(
            "src/HrPlatform.Api",
            database.ApiSettings(files.FullName),
            cancellationToken
        );
        await using var sql = new BareSql(database.ConnectionStringOf(tenant.Schema));
        await using var services = new ServiceCollection()
            .AddInfrastructure()
            .AddSingleton<ITenantSql>(sql)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var index = scope.ServiceProvider.GetRequiredService<ISearchIndex>();
        var contest = new Contest(options);
        foreach (var clients in (int[])[1, options.Connections])
            await RunAsync(clients);
        report.Add(
            "resident memory of the API while searching, MB",
            "",
            $"{contest.Memory.Median:N0}, at most {contest.Memory.Highest:N0}",
            "",
            $"< {MemoryGoal:N0}",
            contest.Memory.Highest < MemoryGoal
        );
        files.Delete(recursive: true);

        async Task RunAsync(int clients)
        {
            using var load = new LoadGenerator(clients);
            var outcome = await contest.RunAsync(
                bareServer: null,
                slice =>
                    LoadGenerator.RunAsync(
                        clients,
                        random =>
                        {
                            var question = questions[random.Next(questions.Count)];
                            return index.FindPassagesAsync(
                                new IndexQuery(
                                    question.Text,
                                    question.Vector,
                                    Top,
                                    SearchMode.Hybrid,
                                    new SearchFilters()
                                ),
                                cancellationToken
                            );
                        },
                        slice
                    ),
                api,
                slice =>
                    load.RunAsync(random => Ask(questions[random.Next(questions.Count)]), slice, cancellationToken),
                result => result.Milliseconds.Quantile(0.95)
            );
            report.Add(
                $"hybrid search over {options.Chunks:N0} passages, {clients} at a time, p95 in ms",
                Report.Spread(outcome.Bare, "N1"),
                Report.Spread(outcome.Measured, "N1"),
                $"{Report.Spread(outcome.Ratios, "N2")} times",
                $"< {Goal:N0} times",
                outcome.Ratios.Median < Goal,
                $"– / {outcome.ProcessorMilliseconds:F2} ms"
            );
        }

        HttpRequestMessage Ask(Question question)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Address, "/v2/search"))
            {
                Content = JsonContent.Create(
                    new
                    {
                        query = question.Text,
                        top = Top,
                        kinds = (string[])["documents"],
                    }
                ),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Key);
            return request;
        }
    }

    /// <summary>The tenant's tables through a plain pool: no lease, no role.</summary>
    private sealed class BareSql : ITenantSql, IAsyncDisposable
    {
        private readonly NpgsqlDataSource _database;

        public BareSql(string connectionString)
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxAutoPrepare = 60,
                AutoPrepareMinUsages = 2,
                NoResetOnClose = true,
                // As the API sets them on its connections.
                Options = "-c hnsw.ef_search=100 -c hnsw.iterative_scan=strict_order",
            };
            var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
            builder.UseVector();
            _database = builder.Build();
        }

        public async Task<T> ReadAsync<T>(
            NpgsqlBatchCommand command,
            Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
            CancellationToken cancellationToken
        )
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await read(reader, cancellationToken);
        }

        public Task<int> ExecuteAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Search only reads.");

        public Task<TenantConnectionLease> LeaseAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("Search sends one statement at a time.");

        public ValueTask DisposeAsync() => _database.DisposeAsync();
    }
}
