using HrPlatform.Benchmarks;
using HrPlatform.Benchmarks.Serving;

var options = BenchmarkOptions.Read(args, out var names, out var mistake);
if (mistake is not null)
{
    Console.Error.WriteLine(mistake);
    return 2;
}

var report = new Report();
var benchmarks = new SortedDictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["api"] = cancellationToken => ApiBenchmark.RunAsync(options, report, cancellationToken),
    ["embeddings"] = EmbeddingsBenchmark.RunAsync,
    ["import"] = cancellationToken => ImportBenchmark.RunAsync(options, cancellationToken),
    ["search"] = cancellationToken => SearchBenchmark.RunAsync(options, report, cancellationToken),
};

// Without a name, all of them.
var chosen = names is [] ? [.. benchmarks.Keys] : names;
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

report.Write(Console.Out, options.Markdown);
return 0;
