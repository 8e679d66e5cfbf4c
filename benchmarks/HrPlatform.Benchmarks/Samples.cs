namespace HrPlatform.Benchmarks;

/// <summary>What repeated measurements of one thing say.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public void Add(double value) => _values.Add(value);

    public double Median => Quantile(0.5);

    public double Lowest => Quantile(0);

    public double Highest => Quantile(1);

    /// <summary>The value that this share of the measurements does not exceed.</summary>
    public double Quantile(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted[(int)Math.Round(share * (sorted.Count - 1))];
    }
}
