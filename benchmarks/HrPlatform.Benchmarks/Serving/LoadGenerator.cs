using System.Diagnostics;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>What a server answered in one slice of time.</summary>
internal sealed record LoadResult(double RequestsPerSecond, int Requests, Samples Milliseconds);

/// <summary>
/// A fixed number of clients, each sending its next request when the last was answered in full. Everything but a success
/// ends the benchmark: an error answered quickly must not count as speed.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly int _clients;

    public LoadGenerator(int clients)
    {
        _clients = clients;
        _http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                MaxConnectionsPerServer = clients,
                UseCookies = false,
                UseProxy = false,
                AllowAutoRedirect = false,
                ActivityHeadersPropagator = null,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            }
        );
    }

    public Task<LoadResult> RunAsync(
        Func<Random, HttpRequestMessage> next,
        TimeSpan duration,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            _clients,
            async random =>
            {
                using var request = next(random);
                using var response = await _http.SendAsync(request, cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException(
                        $"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: "
                            + await response.Content.ReadAsStringAsync(cancellationToken)
                    );
                }
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            },
            duration
        );

    /// <summary>The same for work that is no HTTP request.</summary>
    public static async Task<LoadResult> RunAsync(int clients, Func<Random, Task> work, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var perClient = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync)));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var all = new Samples();
        foreach (var milliseconds in perClient.SelectMany(list => list))
            all.Add(milliseconds);
        var requests = perClient.Sum(list => list.Count);
        return new LoadResult(requests / elapsed.TotalSeconds, requests, all);

        async Task<List<double>> ClientAsync()
        {
            var random = new Random();
            var taken = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < duration)
            {
                var sent = Stopwatch.GetTimestamp();
                await work(random);
                taken.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
            return taken;
        }
    }

    public async Task<string> GetAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException(
                $"{request.Method} {request.RequestUri} was answered {(int)response.StatusCode}: {body}"
            );
    }

    public void Dispose() => _http.Dispose();
}
