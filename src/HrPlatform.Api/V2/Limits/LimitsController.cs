using Asp.Versioning;
using HrPlatform.Api.Hosting.RateLimits;
using HrPlatform.Application.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Limits;

/// <summary>How many requests a key and a tenant may make.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/limits")]
[Tags("Limits")]
[Produces("application/json")]
[Authorize]
public sealed class LimitsController(CallerContext caller, IServiceProvider services) : ControllerBase
{
    /// <summary>Tell the limits of the presented key and what is left of them</summary>
    [HttpGet]
    public LimitsResource GetLimits()
    {
        var ticket = services.GetRequiredService<RateLimiter>().Peek(caller.Caller);
        return new LimitsResource(
            caller.Caller.Plan,
            [
                .. ticket.Readings.Select(reading => new RateLimitResource(
                    reading.Policy.Name,
                    reading.Policy.Size.Limit.Quota,
                    (int)reading.Policy.Size.Limit.Window.TotalSeconds,
                    reading.Reading.Remaining,
                    reading.Reading.Seconds
                )),
            ]
        );
    }
}

/// <summary>The limits of the presented key.</summary>
/// <param name="Plan">The tenant's plan, which the limits come from.</param>
/// <param name="RateLimits">Each limit with what is left of it.</param>
public sealed record LimitsResource(string Plan, IReadOnlyList<RateLimitResource> RateLimits);

/// <summary>One limit and what is left of it.</summary>
/// <param name="Policy">Its name in the <c>RateLimit</c> headers: <c>key</c>, or <c>tenant</c> for all keys together.</param>
/// <param name="Quota">Requests per window.</param>
/// <param name="WindowSeconds">The time in which an empty bucket fills.</param>
/// <param name="Remaining">Requests that are possible at this moment.</param>
/// <param name="MoreInSeconds">When there will be more; 0 when nothing was used.</param>
public sealed record RateLimitResource(string Policy, int Quota, int WindowSeconds, int Remaining, int MoreInSeconds);
