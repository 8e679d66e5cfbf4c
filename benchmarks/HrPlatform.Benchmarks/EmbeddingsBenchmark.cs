using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Text.Json;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace HrPlatform.Benchmarks;

/// <summary>
/// How many texts of 62 words the built-in model embeds in a second, how long one short question takes, and what the model
/// costs in memory and at its first use. Rounds of the variants alternate, so that a busy machine troubles all alike.
/// </summary>
internal static class EmbeddingsBenchmark
{
    private const int Rounds = 9;
    private const int Texts = 96;
    private const int WordsPerText = 62;
    private const string Question = "How many days of parental leave do I get?";

    private const string Prose =
        "The performance review takes place twice a year and is based on goals that employee and manager agreed on together. "
        + "Each goal has a measure, a date and a weight. Before the talk both sides write down their view in a few lines. "
        + "Employees accrue two and a half days of paid leave for each month worked. Requests are sent to the manager at "
        + "least two weeks ahead; the manager answers within three working days. Travel expenses are paid back with the next "
        + "salary if the receipts arrive before the tenth of the month. Remote work is possible on two days a week, unless "
        + "the department has agreed otherwise in writing.";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = WorkingSet();
        var loading = Stopwatch.StartNew();
        var model = LocalEmbeddingModel.Shared;
        loading.Stop();

        using var one = new LocalEmbeddingGenerator(model, maxParallelism: 1);
        using var two = new LocalEmbeddingGenerator(model, maxParallelism: 2);
        var texts = MakeTexts();
        var tokens = texts.Average(model.Tokenizer.Count);

        // Long enough for the runtime to have compiled everything for good.
        await EmbedAsync(two, texts, cancellationToken);
        await EmbedAsync(two, texts, cancellationToken);

        Samples oneThread = new(),
            twoThreads = new(),
            processor = new(),
            question = new();
        for (var round = 0; round < Rounds; round++)
        {
            var processorTime = Environment.CpuUsage.TotalTime;
            oneThread.Add(await EmbedAsync(one, texts, cancellationToken));
            processor.Add((Environment.CpuUsage.TotalTime - processorTime).TotalMilliseconds / Texts);
            twoThreads.Add(await EmbedAsync(two, texts, cancellationToken));
            for (var i = 0; i < 40; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await one.GenerateVectorAsync(Question, cancellationToken: cancellationToken);
                question.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Console.WriteLine($"{Texts} texts of {WordsPerText} words ({tokens:F0} tokens), {Rounds} rounds, {Vectors()}");
        Print("1 thread", oneThread);
        Print("2 threads", twoThreads);
        Console.WriteLine($"processor time       {processor.Median:F1} ms a text median, {processor.Lowest:F1} lowest");
        Console.WriteLine(
            $"question of 9 words  {question.Median:F2} ms median, {question.Quantile(0.95):F2} ms p95, 1 thread"
        );
        Console.WriteLine($"loading the model    {loading.Elapsed.TotalMilliseconds:F0} ms");
        Console.WriteLine($"memory of process    {before:F0} MB before loading, {WorkingSet():F0} MB now");
        await MeasureReferenceAsync(cancellationToken);
    }

    private static async Task<double> EmbedAsync(
        LocalEmbeddingGenerator generator,
        List<string> texts,
        CancellationToken cancellationToken
    )
    {
        var start = Stopwatch.GetTimestamp();
        await generator.GenerateAsync(texts, cancellationToken: cancellationToken);
        return texts.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static List<string> MakeTexts()
    {
        var words = Prose.Split(' ');
        return
        [
            .. Enumerable
                .Range(0, Texts)
                .Select(shift =>
                    string.Join(
                        ' ',
                        Enumerable.Range(shift, WordsPerText).Select(position => words[position % words.Length])
                    )
                ),
        ];
    }

    private static void Print(string variant, Samples rates) =>
        Console.WriteLine($"{variant, -20} {rates.Median:F0} texts/s median, {rates.Lowest:F0} to {rates.Highest:F0}");

    private static string Vectors() =>
        Vector512.IsHardwareAccelerated ? "512-bit vectors"
        : Vector256.IsHardwareAccelerated ? "256-bit vectors"
        : "128-bit vectors";

    private static double WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>The packages that the model comes from, in Node, where they have been installed.</summary>
    private static async Task MeasureReferenceAsync(CancellationToken cancellationToken)
    {
        var directory = FindReference();
        if (directory is null)
        {
            Console.WriteLine(
                "reference in Node    skipped: eng/embedding-model has no node_modules (npm ci makes them)"
            );
            return;
        }

        var start = new ProcessStartInfo("node", ["reference.mjs", "--rate"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        using var rates = JsonDocument.Parse(output);
        Console.WriteLine(
            $"reference in Node    {Rate("textsPerSecond"):F0} texts/s median, {Rate("lowest"):F0} to {Rate("highest"):F0}"
        );

        double Rate(string name) => rates.RootElement.GetProperty(name).GetDouble();
    }

    private static string? FindReference()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "eng", "embedding-model");
            if (Directory.Exists(candidate))
                return Directory.Exists(Path.Combine(candidate, "node_modules")) ? candidate : null;
        }

        return null;
    }
}
