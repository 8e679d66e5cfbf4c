using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Users;

/// <summary>People who sign in to the tenant.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/users")]
[Tags("Users")]
[Produces("application/json")]
[RequireScope(Scopes.UsersManage)]
[ControlPlane]
public sealed class UsersController(IMediator mediator) : ControllerBase
{
    /// <summary>List users, oldest first</summary>
    /// <param name="status">Only users in this state.</param>
    /// <param name="role">Only users who have this role.</param>
    /// <param name="email">Only the user of this address.</param>
    [HttpGet]
    public async Task<Page<UserResource>> ListUsers(
        [FromQuery] UserStatus? status,
        [FromQuery] string? role,
        [FromQuery] string? email,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListUsers(status, role, email, PageRequest.Of(paging.Limit, paging.Cursor, paging.Total));
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, UserResource.Of);
    }

    /// <summary>Invite a user</summary>
    /// <remarks>The message holds a link that is good for seven days; by it the user chooses a password.</remarks>
    /// <response code="201">The user; the invitation is on its way.</response>
    /// <response code="409">Another user has this address.</response>
    [HttpPost]
    [ProducesResponseType<UserResource>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<UserResource>> InviteUser(NewUser user, CancellationToken cancellationToken)
    {
        var invited = await mediator.Send(
            new InviteUser(user.Email, user.Name, user.Roles, user.EmployeeId, user.Language),
            cancellationToken
        );
        Response.Headers.ETag = TagOf(invited);
        return Created($"/v2/users/{invited.Id}", UserResource.Of(invited));
    }

    /// <summary>Send a user's invitation again</summary>
    /// <remarks>The link of the invitation before no longer works.</remarks>
    /// <response code="409">The user has accepted already, or was disabled.</response>
    [HttpPost("{userId}/invitation")]
    [ProducesResponseType<UserResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<UserResource>> RepeatInvitation(
        UserId userId,
        CancellationToken cancellationToken
    ) => UserResource.Of(await mediator.Send(new RepeatInvitation(userId), cancellationToken));

    /// <summary>Read a user</summary>
    [HttpGet("{userId}")]
    [ProducesResponseType<UserResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<UserResource>> GetUser(UserId userId, CancellationToken cancellationToken)
    {
        var user = await mediator.Send(new GetUser(userId), cancellationToken);
        return HttpContext.IsCurrent(TagOf(user))
            ? StatusCode(StatusCodes.Status304NotModified)
            : UserResource.Of(user);
    }

    /// <summary>Change a user's name, roles, record or access</summary>
    /// <remarks>Nobody can give or take a role that may do more than they may themselves.</remarks>
    [HttpPatch("{userId}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<UserResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<UserResource>> UpdateUser(
        UserId userId,
        UserPatch patch,
        CancellationToken cancellationToken
    )
    {
        var user = await mediator.Send(
            new UpdateUser(userId, patch.Name, patch.Roles, patch.EmployeeId, patch.Disabled, Request.IfMatch()),
            cancellationToken
        );
        Response.Headers.ETag = TagOf(user);
        return UserResource.Of(user);
    }

    /// <summary>List where a user is signed in, newest first</summary>
    /// <remarks>At most 100 sessions, in one page.</remarks>
    [HttpGet("{userId}/sessions")]
    [ProducesResponseType<Page<UserSessionResource>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Page<UserSessionResource>> ListUserSessions(UserId userId, CancellationToken cancellationToken)
    {
        var sessions = await mediator.Send(new ListUserSessions(userId), cancellationToken);
        return new Page<UserSessionResource> { Data = [.. sessions.Select(UserSessionResource.Of)], HasMore = false };
    }

    /// <summary>End a session of a user</summary>
    /// <remarks>The browser is signed out and the tokens that came from the session end, at once and for good.</remarks>
    [HttpDelete("{userId}/sessions/{sessionId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> EndUserSession(
        UserId userId,
        SessionId sessionId,
        CancellationToken cancellationToken
    )
    {
        await mediator.Send(new EndUserSession(userId, sessionId), cancellationToken);
        return NoContent();
    }

    // The last sign-in changes without a new version of the row.
    private static string TagOf(User user) => ConditionalRequests.TagOf(user.Version, $"{user.LastSignInAt?.UtcTicks}");
}
