using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HrPlatform.Sdk.Tests;

/// <summary>A server on the wire that answers as told, one answer after the other; the last one from then on.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests = [];
    private int _answered;

    private StubServer(Func<HttpContext, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _requests.Enqueue(
                new RecordedRequest(
                    context.Request.Method,
                    context.Request.Path + context.Request.QueryString,
                    context.Request.Headers.ToDictionary(
                        header => header.Key,
                        header => header.Value.ToString(),
                        StringComparer.OrdinalIgnoreCase
                    ),
                    Encoding.UTF8.GetString(body.ToArray())
                )
            );
            var turn = Interlocked.Increment(ref _answered) - 1;
            await answers[Math.Min(turn, answers.Length - 1)](context);
        });
    }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public Uri BaseAddress => new(_app.Urls.Single());

    public static async Task<StubServer> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var server = new StubServer(answers);
        await server._app.StartAsync();
        return server;
    }

    public HrPlatformOptions Options(TimeProvider? clock = null) =>
        new()
        {
            BaseAddress = BaseAddress,
            ApiKey = TestKeys.WellFormed,
            TimeProvider = clock ?? new EagerClock(),
        };

    public HrPlatformClient Client(TimeProvider? clock = null) => new(Options(clock));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record RecordedRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);

internal static class Answer
{
    public const string EmptySearch = """{"results":[],"withheld":[]}""";

    public static Func<HttpContext, Task> Json(string body, int status = 200, string? etag = null) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
            if (etag is not null)
                context.Response.Headers.ETag = etag;
            await context.Response.WriteAsync(body);
        };

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        };

    public static Func<HttpContext, Task> Dropped() =>
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

    /// <summary>Promises more than it sends.</summary>
    public static Func<HttpContext, Task> BrokenOff(string body) =>
        async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length + 100;
            await context.Response.WriteAsync(body);
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

    public static string Document(string id = "doc_01jdcw8v2rfh3tqcz9k5m7x0ae", string status = "ready") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"id":"{{id}}","title":"Leave","tags":[],"fileName":"leave.md","format":"markdown","sizeBytes":1,"sha256":"00",
             "status":"{{status}}","latestVersion":1,"createdAt":"2026-11-23T09:00:00Z","updatedAt":"2026-11-23T09:00:00Z"}
            """
        );
}

internal static class TestKeys
{
    /// <summary>Made once by the server's own code; no server knows it.</summary>
    public static string WellFormed { get; } =
        Domain.Identity.ApiKeySecret.Generate(Domain.Tenants.TenantEnvironment.Test).Text;
}

/// <summary>
/// A clock for which waits pass at once and are noted. What lasts longer than a minute and a half is no wait but a limit,
/// and is never reached.
/// </summary>
internal sealed class EagerClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.FromSeconds(90))
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        _waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
