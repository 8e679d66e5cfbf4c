using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Common;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace HrPlatform.Api.Hosting.Problems;

/// <summary>
/// Turns what was thrown into a problem: <see cref="ProblemException"/> as it says, a broken domain rule into 422, a
/// request that Kestrel refuses into its own status, an unreachable database into 503, all else into 500 without a word
/// about its cause.
/// </summary>
internal sealed class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to read an answer; 499 is what logs and metrics show.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = ProblemFor(exception);
        if (problem.Problem.Status >= 500)
            logger.LogError(exception, "Request {RequestId} failed", httpContext.TraceIdentifier);
        await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }

    private static ProblemException ProblemFor(Exception exception) =>
        exception switch
        {
            ProblemException known => known,
            DomainException broken => new ProblemException(
                ProblemCatalog.ValidationFailed,
                broken.Message,
                new FieldError(broken.Field is null ? "" : "/" + broken.Field, broken.Code, broken.Message)
            ),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large => new ProblemException(
                ProblemCatalog.PayloadTooLarge,
                large.Message
            ),
            BadHttpRequestException bad => new ProblemException(ProblemCatalog.MalformedRequest, bad.Message),
            NpgsqlException { IsTransient: true } => new ProblemException(
                ProblemCatalog.Unavailable,
                "The database can't be reached right now."
            )
            {
                RetryAfter = TimeSpan.FromSeconds(2),
            },
            _ => new ProblemException(ProblemCatalog.InternalError, "An unexpected error happened."),
        };
}
