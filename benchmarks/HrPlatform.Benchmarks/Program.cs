using HrPlatform.Benchmarks;

var benchmarks = new SortedDictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["embeddings"] = EmbeddingsBenchmark.RunAsync,
};

if (args is not [var name] || !benchmarks.TryGetValue(name, out var run))
{
    Console.Error.WriteLine($"Say which benchmark to run: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};

await run(cancellation.Token);
return 0;
