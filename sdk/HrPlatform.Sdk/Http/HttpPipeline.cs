using System.Net.Http.Headers;
using System.Reflection;

namespace HrPlatform.Sdk;

/// <summary>What stands between the generated interfaces and the wire.</summary>
internal static class HttpPipeline
{
    private static readonly string _version =
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0";

    /// <summary>A client without a factory.</summary>
    public static HttpClient CreateClient(HrPlatformOptions options)
    {
        var mistakes = options.FindMistakes();
        if (mistakes.Count > 0)
            throw new ArgumentException(string.Join(" ", mistakes), nameof(options));
        var client = new HttpClient(
            new ETagHandler
            {
                InnerHandler = new RetryHandler(options)
                {
                    // New connections now and then, so that a changed address is noticed.
                    InnerHandler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
                },
            }
        );
        Configure(client, options);
        return client;
    }

    public static void Configure(HttpClient client, HrPlatformOptions options)
    {
        client.BaseAddress = options.BaseAddress;
        // Each attempt has its own limit, in the handler that repeats.
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"HrPlatform.Sdk/{_version} (.NET {Environment.Version})");
        if (options.ApplicationName is { Length: > 0 } application)
            client.DefaultRequestHeaders.UserAgent.ParseAdd(application);
    }
}
