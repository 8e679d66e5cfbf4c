namespace HrPlatform.Benchmarks.Serving;

/// <summary>The table of all scenarios that ran.</summary>
internal sealed class Report
{
    private static readonly string[] _titles =
    [
        "Scenario",
        "Bare server",
        "HrPlatform",
        "Ratio, median (spread)",
        "Goal",
        "Reached",
        "Processor time a request, bare / HrPlatform",
    ];

    private readonly List<string[]> _rows = [];

    public void Add(
        string scenario,
        string bare,
        string measured,
        string ratio,
        string goal,
        bool reached,
        string processor = ""
    )
    {
        string[] row = [scenario, bare, measured, ratio, goal, reached ? "yes" : "**no**", processor];
        _rows.Add(row);
        Console.WriteLine(string.Join(" | ", row));
    }

    public void Write(TextWriter output, bool markdown)
    {
        if (_rows.Count == 0)
            return;
        output.WriteLine();
        if (markdown)
        {
            output.WriteLine($"| {string.Join(" | ", _titles)} |");
            output.WriteLine($"|{string.Concat(_titles.Select(_ => "---|"))}");
            foreach (var row in _rows)
                output.WriteLine($"| {string.Join(" | ", row)} |");
            return;
        }
        var widths = _titles
            .Select((title, column) => Math.Max(title.Length, _rows.Max(row => row[column].Length)))
            .ToList();
        foreach (var row in (string[][])[_titles, .. _rows])
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    public static string Spread(Samples samples, string format = "N0") =>
        $"{samples.Median.ToString(format)} ({samples.Lowest.ToString(format)}–{samples.Highest.ToString(format)})";
}
