using System.Net;
using System.Security.Cryptography;

namespace HrPlatform.Sdk;

/// <summary>
/// Repeats what failed in passing, if repeating can do no harm: reads, PUT and DELETE as they are, POST under an
/// idempotency key that is the same for all attempts, and anything that the API turned away before doing it.
/// </summary>
internal sealed class RetryHandler(HrPlatformOptions options) : DelegatingHandler
{
    private const string IdempotencyKey = "Idempotency-Key";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(IdempotencyKey))
            request.Headers.Add(IdempotencyKey, RandomNumberGenerator.GetHexString(32, lowercase: true));

        var repeatable = IsRepeatable(request.Content);
        for (var attempt = 0; ; attempt++)
        {
            var last = attempt >= options.MaxRetries || !repeatable;
            TimeSpan wait;
            try
            {
                var response = await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
                if (last || !MayRepeat(request, response) || WaitFor(response, attempt) is not { } time)
                    return response;
                response.Dispose();
                wait = time;
            }
            catch (Exception exception)
                when (exception is HttpRequestException or TimeoutException && !last && MayRepeat(request, exception))
            {
                wait = Backoff(attempt);
            }
            await Task.Delay(wait, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var limit = HasStream(request.Content) ? options.TransferTimeout : options.Timeout;
        using var timeout = new CancellationTokenSource(limit, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            try
            {
                // Read here, so that an answer that breaks off is repeated, too. Files and streams go through as they come.
                if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
                    await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException exception)
            when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {limit.TotalSeconds:0.###} seconds.", exception);
        }
    }

    private static bool MayRepeat(HttpRequestMessage request, HttpResponseMessage response) =>
        response.StatusCode switch
        {
            // Turned away before anything was done.
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => true,
            HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => IsIdempotent(
                request
            ),
            // The attempt before, of which we lost sight, is still running under our key.
            HttpStatusCode.Conflict => response.Headers.RetryAfter is not null && IsIdempotent(request),
            _ => false,
        };

    private static bool MayRepeat(HttpRequestMessage request, Exception exception) =>
        IsIdempotent(request)
        || exception
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            };

    private static bool IsIdempotent(HttpRequestMessage request) => request.Method != HttpMethod.Patch;

    /// <summary>Whether the content can be sent once more: not when it comes from a stream that can't be rewound.</summary>
    private static bool IsRepeatable(HttpContent? content) =>
        content switch
        {
            null => true,
            // It knows its length only when its stream can seek.
            StreamContent => content.Headers.ContentLength is not null,
            IEnumerable<HttpContent> parts => parts.All(IsRepeatable),
            _ => true,
        };

    private static bool HasStream(HttpContent? content) =>
        content is StreamContent || (content is IEnumerable<HttpContent> parts && parts.Any(HasStream));

    /// <summary>Null when the API asks for more patience than the caller has.</summary>
    private TimeSpan? WaitFor(HttpResponseMessage response, int attempt)
    {
        if (ErrorReader.RetryAfterOf(response, options.TimeProvider) is not { } asked)
            return Backoff(attempt);
        // Never earlier than asked for; a little later, so that callers who were stopped together don't return together.
        return asked > options.MaxRetryDelay ? null : asked + Below(options.RetryDelay);
    }

    private TimeSpan Backoff(int attempt)
    {
        var longest = options.RetryDelay * Math.Pow(2, Math.Min(attempt, 20));
        return Below(longest < options.MaxRetryDelay ? longest : options.MaxRetryDelay);
    }

    private static TimeSpan Below(TimeSpan longest) => longest * Random.Shared.NextDouble();
}
