using System.Net.Http.Headers;
using System.Text.Json;

namespace HrPlatform.Sdk;

/// <summary>Makes exceptions of answers.</summary>
internal static class ErrorReader
{
    private const int MaxBodyLength = 65_536;

    public static async ValueTask<Exception?> ReadAsync(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return null;
        var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        return HrApiException.Of(
            response.StatusCode,
            ReadProblem(response, body),
            body.Length > MaxBodyLength ? body[..MaxBodyLength] : body,
            RetryAfterOf(response, TimeProvider.System)
        );
    }

    public static HrApiException Unreadable(HttpResponseMessage response, Exception cause) =>
        new(
            response.StatusCode,
            new Problem
            {
                Title = "The answer can't be read",
                Detail = cause.Message,
                RequestId = RequestIdOf(response),
            },
            innerException: cause
        );

    /// <summary>What <c>Retry-After</c> says, as a time from now.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider clock)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        if (header?.Delta is { } delta)
            return delta;
        if (header?.Date is not { } date)
            return null;
        // By the server's clock where it tells its time: ours may be wrong.
        var now = response.Headers.Date ?? clock.GetUtcNow();
        return date > now ? date - now : TimeSpan.Zero;
    }

    private static Problem ReadProblem(HttpResponseMessage response, string body)
    {
        Problem? problem = null;
        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                problem = JsonSerializer.Deserialize<Problem>(body);
            }
            catch (JsonException)
            {
                // Something between us and the API wrote it; the body is kept as text.
            }
        }
        problem ??= new Problem { Title = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() };
        return problem.RequestId is null ? problem with { RequestId = RequestIdOf(response) } : problem;
    }

    private static string? RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var values) ? values.FirstOrDefault() : null;
}
