using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using Microsoft.AspNetCore.RateLimiting;

namespace HrPlatform.Api.Hosting.RateLimits;

/// <summary>
/// Counts each request against the limits of its key and tenant, or of its address when it has no valid credential. Every
/// answer tells what is left (draft-ietf-httpapi-ratelimit-headers-10), also one that an error made.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimiter limiter)
{
    public Task InvokeAsync(HttpContext context, CallerContext caller)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
            return next(context);

        var ticket = limiter.Take(caller.CallerOrNull, context.Connection.RemoteIpAddress);
        context.Response.OnStarting(WriteHeadersAsync, (context.Response, ticket));
        return ticket.IsAllowed ? next(context) : RefuseAsync(context, ticket);
    }

    private Task WriteHeadersAsync(object state)
    {
        var (response, ticket) = ((HttpResponse, RateLimitTicket))state;
        // The caller had it already: that costs nothing.
        if (response.StatusCode == StatusCodes.Status304NotModified)
            limiter.GiveBack(ticket);
        response.Headers["RateLimit-Policy"] = ticket.PolicyHeader;
        response.Headers["RateLimit"] = ticket.LimitHeader;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, RateLimitTicket ticket) =>
        ProblemWriter.WriteAsync(
            context,
            new ProblemException(
                ProblemCatalog.QuotaExceeded,
                $"The limit of {string.Join(" and ", ticket.Violated)} is reached. More is possible in {(int)ticket.RetryAfter.TotalSeconds} s."
            )
            {
                RetryAfter = ticket.RetryAfter,
            },
            ticket.Violated
        );
}
