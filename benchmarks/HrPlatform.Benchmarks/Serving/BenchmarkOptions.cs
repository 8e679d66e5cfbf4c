using System.Globalization;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>How large the benchmarks of the running API are; the defaults are those of the published table.</summary>
internal sealed record BenchmarkOptions
{
    public int Rounds { get; private init; } = 7;

    /// <summary>How long each side is loaded in each round.</summary>
    public TimeSpan Slice { get; private init; } = TimeSpan.FromSeconds(3);

    public int Employees { get; private init; } = 100_000;

    public int Tenants { get; private init; } = 200;

    public int EmployeesPerTenant { get; private init; } = 500;

    public int Chunks { get; private init; } = 20_000;

    public int Connections { get; private init; } = 16;

    /// <summary>Scenarios to run, by the start of their name; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>The file of employees to import, CSV or gzip; null makes one up.</summary>
    public string? File { get; private init; }

    /// <summary>Print the table as Markdown, for the documentation.</summary>
    public bool Markdown { get; private init; }

    public bool Includes(string scenario) =>
        Only.Count == 0 || Only.Any(start => scenario.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Splits arguments into options and names of benchmarks.</summary>
    public static BenchmarkOptions Read(string[] args, out List<string> names, out string? mistake)
    {
        var options = new BenchmarkOptions();
        names = [];
        mistake = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(args[i]);
                continue;
            }
            if (args[i] == "--markdown")
            {
                options = options with { Markdown = true };
                continue;
            }
            var value = i + 1 < args.Length ? args[++i] : "";
            if (args[i - 1] == "--only" && value.Length > 0)
            {
                options = options with { Only = value.Split(',') };
                continue;
            }
            if (args[i - 1] == "--file" && value.Length > 0)
            {
                options = options with { File = value };
                continue;
            }
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            {
                mistake = $"{args[i - 1]} needs a number.";
                return options;
            }
            switch (args[i - 1])
            {
                case "--rounds":
                    options = options with { Rounds = number };
                    break;
                case "--seconds":
                    options = options with { Slice = TimeSpan.FromSeconds(number) };
                    break;
                case "--employees":
                    options = options with { Employees = number };
                    break;
                case "--tenants":
                    options = options with { Tenants = number };
                    break;
                case "--employees-per-tenant":
                    options = options with { EmployeesPerTenant = number };
                    break;
                case "--chunks":
                    options = options with { Chunks = number };
                    break;
                case "--connections":
                    options = options with { Connections = number };
                    break;
                default:
                    mistake =
                        $"There is no option {args[i - 1]}; there are: --rounds, --seconds, --employees, --tenants, "
                        + "--employees-per-tenant, --chunks, --connections, --only NAME,…, --file PATH, --markdown.";
                    return options;
            }
        }
        return options;
    }
}
