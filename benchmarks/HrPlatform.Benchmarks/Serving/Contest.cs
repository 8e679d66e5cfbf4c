namespace HrPlatform.Benchmarks.Serving;

/// <summary>
/// Rounds of two sides in turn. The side whose turn it is not stands still, so that its background work is its own
/// burden; who begins changes with each round.
/// </summary>
internal sealed class Contest(BenchmarkOptions options)
{
    private const int MaxWarmUp = 25;
    private const int WarmUpRequests = 10_000;

    /// <summary>What the rounds of one scenario said.</summary>
    /// <param name="Ratios">HrPlatform to bare, of each round.</param>
    internal sealed record Outcome(
        Samples Bare,
        Samples Measured,
        Samples Ratios,
        double BareProcessorMilliseconds,
        double ProcessorMilliseconds
    );

    /// <summary>Resident memory of the API while it was loaded, in MB.</summary>
    public Samples Memory { get; } = new();

    /// <param name="bare">Loads the other side.</param>
    /// <param name="measured">Loads the API.</param>
    /// <param name="value">What of a slice is compared.</param>
    public async Task<Outcome> RunAsync(
        ServerProcess? bareServer,
        Func<TimeSpan, Task<LoadResult>> bare,
        ServerProcess server,
        Func<TimeSpan, Task<LoadResult>> measured,
        Func<LoadResult, double> value
    )
    {
        Samples bareValues = new(),
            values = new(),
            ratios = new();
        var (bareTime, bareRequests, time, requests) = (TimeSpan.Zero, 0, TimeSpan.Zero, 0);
        await WarmUpAsync(BareAsync, () => (bareTime, bareRequests));
        await WarmUpAsync(MeasureAsync, () => (time, requests));
        (bareTime, bareRequests, time, requests) = (TimeSpan.Zero, 0, TimeSpan.Zero, 0);
        for (var round = 0; round < options.Rounds; round++)
        {
            double one,
                other;
            if (round % 2 == 0)
            {
                one = await BareAsync(options.Slice);
                other = await MeasureAsync(options.Slice);
            }
            else
            {
                other = await MeasureAsync(options.Slice);
                one = await BareAsync(options.Slice);
            }
            bareValues.Add(one);
            values.Add(other);
            ratios.Add(other / one);
        }
        return new Outcome(
            bareValues,
            values,
            ratios,
            bareTime.TotalMilliseconds / Math.Max(1, bareRequests),
            time.TotalMilliseconds / Math.Max(1, requests)
        );

        // Until the runtime has compiled for good: when a request costs no less processor time than in the slice before.
        async Task WarmUpAsync(Func<TimeSpan, Task<double>> side, Func<(TimeSpan Time, int Requests)> spent)
        {
            var last = double.MaxValue;
            for (var slice = 0; slice < MaxWarmUp; slice++)
            {
                var before = spent();
                await side(options.Slice);
                var after = spent();
                var cost = (after.Time - before.Time) / Math.Max(1, after.Requests - before.Requests);
                if (after.Requests >= WarmUpRequests && cost.TotalMilliseconds >= last * 0.95)
                    return;
                last = cost.TotalMilliseconds;
            }
        }

        async Task<double> BareAsync(TimeSpan slice)
        {
            server.Pause();
            try
            {
                var before = bareServer?.ProcessorTime ?? TimeSpan.Zero;
                var result = await bare(slice);
                bareTime += (bareServer?.ProcessorTime ?? TimeSpan.Zero) - before;
                bareRequests += result.Requests;
                return value(result);
            }
            finally
            {
                server.Resume();
            }
        }

        async Task<double> MeasureAsync(TimeSpan slice)
        {
            bareServer?.Pause();
            using var done = new CancellationTokenSource();
            var watching = WatchMemoryAsync(server, done.Token);
            try
            {
                var before = server.ProcessorTime;
                var result = await measured(slice);
                time += server.ProcessorTime - before;
                requests += result.Requests;
                return value(result);
            }
            finally
            {
                bareServer?.Resume();
                await done.CancelAsync();
                await watching;
            }
        }
    }

    private async Task WatchMemoryAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                Memory.Add(server.ResidentMegabytes);
        }
        catch (OperationCanceledException)
        {
            // The slice has ended.
        }
    }
}
