using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.OpenApi;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Api.Hosting.RateLimits;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Api.Identity;
using HrPlatform.Application.Common.Problems;
using Microsoft.AspNetCore.Diagnostics;

namespace HrPlatform.Api.Hosting;

internal static class WebApplicationExtensions
{
    public static WebApplication UseApi(this WebApplication app)
    {
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseExceptionHandler();
        app.UseStatusCodePages(WriteBareStatusAsync);
        app.UseOpenApiDocuments();
        app.UseMiddleware<QueryTextMiddleware>();
        app.UseRouting();
        app.UseMiddleware<BearerAuthenticationMiddleware>();
        app.UseMiddleware<RateLimitMiddleware>();
        app.UseSignIn();
        app.UseAuthorization();
        app.MapControllers();
        app.MapSignIn();
        app.MapProblemPages();
        app.MapHealth();
        return app;
    }

    // Statuses that the framework sets without a body: unknown paths, wrong methods, wrong media types.
    private static Task WriteBareStatusAsync(StatusCodeContext context)
    {
        var response = context.HttpContext.Response;
        var problem = response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => new ProblemException(
                ProblemCatalog.Unauthenticated,
                "Send an API key or an access token: Authorization: Bearer hr_live_…"
            ),
            StatusCodes.Status403Forbidden => new ProblemException(
                ProblemCatalog.Forbidden,
                "This credential may not do that."
            ),
            StatusCodes.Status404NotFound => new ProblemException(
                ProblemCatalog.NotFound,
                $"There is nothing at {context.HttpContext.Request.Path}."
            ),
            StatusCodes.Status405MethodNotAllowed => new ProblemException(
                ProblemCatalog.MethodNotAllowed,
                $"{context.HttpContext.Request.Method} is not possible here. Allowed: {response.Headers.Allow}."
            ),
            StatusCodes.Status406NotAcceptable => new ProblemException(
                ProblemCatalog.NotAcceptable,
                "None of the media types in `Accept` can be served here."
            ),
            StatusCodes.Status413PayloadTooLarge => new ProblemException(
                ProblemCatalog.PayloadTooLarge,
                "The body is too large."
            ),
            StatusCodes.Status415UnsupportedMediaType => new ProblemException(
                ProblemCatalog.UnsupportedMediaType,
                "Send `Content-Type: application/json`, or what the operation documents."
            ),
            < 500 => new ProblemException(ProblemCatalog.MalformedRequest, "The request can't be read."),
            _ => new ProblemException(ProblemCatalog.InternalError, "An unexpected error happened."),
        };
        return ProblemWriter.WriteAsync(context.HttpContext, problem);
    }
}
