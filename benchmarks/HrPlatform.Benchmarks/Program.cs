using HrPlatform.Benchmarks;

var benchmarks = new SortedDictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["embeddings"] = EmbeddingsBenchmark.RunAsync,
};

// Without a name, all of them.
var chosen = args is [] ? [.. benchmarks.Keys] : args;
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'; there are: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};

foreach (var name in chosen)
{
    Console.WriteLine($"## {name}");
    await benchmarks[name](cancellation.Token);
}

return 0;
