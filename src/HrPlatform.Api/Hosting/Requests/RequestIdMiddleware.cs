namespace HrPlatform.Api.Hosting.Requests;

/// <summary><c>X-Request-Id</c>: the caller's when it is fit to be logged, else a new one; on every answer.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next)
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    public Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = IsFit(given) ? given : Guid.CreateVersion7().ToString("n");
        // Last of all, because the exception handler clears the headers that are there already.
        context.Response.OnStarting(
            static state =>
            {
                var started = (HttpContext)state;
                started.Response.Headers[Header] = started.TraceIdentifier;
                return Task.CompletedTask;
            },
            context
        );
        return next(context);
    }

    // Whatever goes into logs and headers must not be able to break a line.
    private static bool IsFit(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
