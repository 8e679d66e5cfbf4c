using System.Net;
using System.Text;

namespace HrPlatform.Sdk;

/// <summary>Whatever this client throws by itself: catch it to catch all of it.</summary>
public abstract class HrException : Exception
{
    /// <summary>An error of the client.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    protected HrException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}

/// <summary>The API could not be reached, or no answer came in time. Repeated as often as is safe before it is thrown.</summary>
public sealed class HrConnectionException : HrException
{
    /// <summary>No answer.</summary>
    /// <param name="message">What was tried.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public HrConnectionException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}

/// <summary>A job ended without success.</summary>
public sealed class HrJobException : HrException
{
    /// <summary>A job that failed or was cancelled.</summary>
    /// <param name="job">Its last state.</param>
    public HrJobException(V2.Job job)
        : base(
            job.Error is { } error
                ? $"The job {job.Id} ({job.Kind}) ended as {job.Status}: {error.Message} (code {error.Code})"
                : $"The job {job.Id} ({job.Kind}) ended as {job.Status}."
        ) => Job = job;

    /// <summary>The job as it ended.</summary>
    public V2.Job Job { get; }
}

/// <summary>The API answered with an error. Subclasses stand for what callers handle differently.</summary>
public class HrApiException : HrException
{
    /// <summary>An error as the API told it.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="problem">The problem details; empty when something else than the API answered.</param>
    /// <param name="body">The answer's text.</param>
    /// <param name="retryAfter">When to try again.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public HrApiException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(Describe(status, problem), innerException)
    {
        Status = status;
        Problem = problem;
        Body = body;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The whole problem details.</summary>
    public Problem Problem { get; }

    /// <summary>Stable name of the problem, to decide by; empty when something else than the API answered, e.g. a proxy.</summary>
    public string Code => Problem.Code ?? "";

    /// <summary>Short, the same for every occurrence of the problem.</summary>
    public string Title => Problem.Title ?? "";

    /// <summary>What happened this time, and what to change.</summary>
    public string Detail => Problem.Detail ?? "";

    /// <summary>What is wrong with which field; empty unless the API refused fields.</summary>
    public IReadOnlyList<FieldError> Errors => Problem.Errors ?? [];

    /// <summary>The id to name when asking about the request.</summary>
    public string? RequestId => Problem.RequestId;

    /// <summary>When to try again, if the API said so.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The answer as text, for logs.</summary>
    public string? Body { get; }

    /// <summary>The subclass that fits the status.</summary>
    internal static HrApiException Of(HttpStatusCode status, Problem problem, string? body, TimeSpan? retryAfter) =>
        status switch
        {
            HttpStatusCode.Unauthorized => new HrUnauthorizedException(status, problem, body, retryAfter),
            HttpStatusCode.Forbidden => new HrForbiddenException(status, problem, body, retryAfter),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new HrNotFoundException(
                status,
                problem,
                body,
                retryAfter
            ),
            HttpStatusCode.Conflict => new HrConflictException(status, problem, body, retryAfter),
            HttpStatusCode.PreconditionFailed => new HrPreconditionFailedException(status, problem, body, retryAfter),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new HrValidationException(
                status,
                problem,
                body,
                retryAfter
            ),
            HttpStatusCode.TooManyRequests => new HrRateLimitException(status, problem, body, retryAfter),
            _ => new HrApiException(status, problem, body, retryAfter),
        };

    private static string Describe(HttpStatusCode status, Problem problem)
    {
        var text = new StringBuilder();
        text.Append(problem.Title ?? $"The answer was {(int)status} {status}");
        if (problem.Detail is { Length: > 0 } detail)
            text.Append(": ").Append(detail);
        text.Append(" (status ").Append((int)status);
        if (problem.Code is { Length: > 0 } code)
            text.Append(", code ").Append(code);
        if (problem.RequestId is { Length: > 0 } request)
            text.Append(", request ").Append(request);
        text.Append(')');
        foreach (var error in problem.Errors ?? [])
            text.Append("\n  ").Append(error.Pointer).Append(": ").Append(error.Message);
        return text.ToString();
    }
}
