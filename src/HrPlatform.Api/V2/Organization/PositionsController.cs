using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Organization;

/// <summary>A position that employees can hold.</summary>
public sealed record Position
{
    /// <summary>The position's id.</summary>
    public required PositionId Id { get; init; }

    /// <summary>The title; unique among positions, whatever its case and accents.</summary>
    /// <example>Senior Software Engineer</example>
    public required string Title { get; init; }

    /// <summary>The tenant's own word for the level.</summary>
    /// <example>L5</example>
    public required string? Level { get; init; }

    /// <summary>When the position was created.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the position last changed.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static Position Of(PositionView view) =>
        new()
        {
            Id = view.Id,
            Title = view.Title,
            Level = view.Level,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
        };
}

/// <summary>All fields of a position; what is left out is cleared.</summary>
public sealed record PositionRequest
{
    /// <summary>The title. At most 200 characters.</summary>
    /// <example>Principal Engineer</example>
    public required string Title { get; init; }

    /// <summary>The tenant's own word for the level. At most 50 characters.</summary>
    /// <example>L5</example>
    public string? Level { get; init; }
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays, null clears it.</summary>
public sealed record PatchPositionRequest
{
    /// <summary>The title. At most 200 characters.</summary>
    /// <example>Principal Engineer</example>
    public Optional<string?> Title { get; init; }

    /// <summary>The tenant's own word for the level. At most 50 characters.</summary>
    /// <example>L5</example>
    public Optional<string?> Level { get; init; }
}

/// <summary>The positions of the tenant.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/positions")]
[Tags("Positions")]
[Produces("application/json")]
public sealed class PositionsController(IMediator mediator) : ControllerBase
{
    /// <summary>List positions</summary>
    /// <remarks>In the order of their titles.</remarks>
    /// <param name="page">How many, and from where.</param>
    /// <param name="q">Part of the title.</param>
    /// <response code="200">A page of positions.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Position>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListPositions(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "q")] string? q,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(new ListPositions(q, page.Limit, page.Cursor, page.Total), cancellationToken);
        return Ok(found.ToPage(HttpContext, Position.Of));
    }

    /// <summary>Create a position</summary>
    /// <response code="201">The position.</response>
    /// <response code="409">Another position has the title.</response>
    [HttpPost]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Position>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreatePosition(
        [FromBody] PositionRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await mediator.Send(new CreatePosition(request.Title, request.Level), cancellationToken);
        Response.Headers.ETag = ConditionalRequests.TagOf(view.Version);
        return Created($"/v2/positions/{view.Id}", Position.Of(view));
    }

    /// <summary>Read a position</summary>
    /// <param name="id">The position's id.</param>
    /// <response code="200">The position.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such position.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Position>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetPosition(PositionId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new GetPosition(id), cancellationToken));

    /// <summary>Replace a position</summary>
    /// <param name="id">The position's id.</param>
    /// <response code="200">The position; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such position.</response>
    /// <response code="409">Another position has the title.</response>
    /// <response code="412">The position has another version than `If-Match` names.</response>
    [HttpPut("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Position>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> ReplacePosition(
        PositionId id,
        [FromBody] PositionRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangePosition(id, request.Title, request.Level, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Change fields of a position</summary>
    /// <param name="id">The position's id.</param>
    /// <response code="200">The position; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such position.</response>
    /// <response code="409">Another position has the title.</response>
    /// <response code="412">The position has another version than `If-Match` names.</response>
    [HttpPatch("{id}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Position>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> PatchPosition(
        PositionId id,
        [FromBody] PatchPositionRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangePosition(id, request.Title, request.Level, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Delete a position</summary>
    /// <remarks>Refused while an employee's history refers to it.</remarks>
    /// <param name="id">The position's id.</param>
    /// <response code="204">The position is deleted.</response>
    /// <response code="404">There is no such position.</response>
    /// <response code="409">The position is in use.</response>
    /// <response code="412">The position has another version than `If-Match` names.</response>
    [HttpDelete("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> DeletePosition(PositionId id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeletePosition(id, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private IActionResult Shown(PositionView view)
    {
        var tag = ConditionalRequests.TagOf(view.Version);
        return HttpContext.IsCurrent(tag) && HttpMethods.IsGet(Request.Method)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(Position.Of(view));
    }
}
