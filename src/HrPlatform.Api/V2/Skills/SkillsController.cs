using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Skills;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Skills;

/// <summary>A skill that employees can have.</summary>
public sealed record Skill
{
    /// <summary>The skill's id.</summary>
    public required SkillId Id { get; init; }

    /// <summary>The name; unique among skills, whatever its case and accents.</summary>
    /// <example>Python</example>
    public required string Name { get; init; }

    /// <summary>The tenant's own word for the kind of skill.</summary>
    /// <example>Programming</example>
    public required string? Category { get; init; }

    /// <summary>When the skill was created.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the skill last changed.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static Skill Of(SkillView view) =>
        new()
        {
            Id = view.Id,
            Name = view.Name,
            Category = view.Category,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
        };
}

/// <summary>All fields of a skill; what is left out is cleared.</summary>
public sealed record SkillRequest
{
    /// <summary>The name. At most 200 characters.</summary>
    /// <example>Kotlin</example>
    public required string Name { get; init; }

    /// <summary>The tenant's own word for the kind of skill. At most 100 characters.</summary>
    /// <example>Programming</example>
    public string? Category { get; init; }
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays, null clears it.</summary>
public sealed record PatchSkillRequest
{
    /// <summary>The name. At most 200 characters.</summary>
    /// <example>Kotlin</example>
    public Optional<string?> Name { get; init; }

    /// <summary>The tenant's own word for the kind of skill. At most 100 characters.</summary>
    /// <example>Programming</example>
    public Optional<string?> Category { get; init; }
}

/// <summary>The skills of the tenant.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/skills")]
[Tags("Skills")]
[Produces("application/json")]
public sealed class SkillsController(IMediator mediator) : ControllerBase
{
    /// <summary>List skills</summary>
    /// <remarks>In the order of their names.</remarks>
    /// <param name="page">How many, and from where.</param>
    /// <param name="q">Part of the name.</param>
    /// <param name="category">Only skills of this category.</param>
    /// <response code="200">A page of skills.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Skill>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListSkills(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "q")] string? q,
        [FromQuery(Name = "category")] string? category,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(
            new ListSkills(q, category, page.Limit, page.Cursor, page.Total),
            cancellationToken
        );
        return Ok(found.ToPage(HttpContext, Skill.Of));
    }

    /// <summary>Create a skill</summary>
    /// <response code="201">The skill.</response>
    /// <response code="409">Another skill has the name.</response>
    [HttpPost]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Skill>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateSkill([FromBody] SkillRequest request, CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new CreateSkill(request.Name, request.Category), cancellationToken);
        Response.Headers.ETag = ConditionalRequests.TagOf(view.Version);
        return Created($"/v2/skills/{view.Id}", Skill.Of(view));
    }

    /// <summary>Read a skill</summary>
    /// <param name="id">The skill's id.</param>
    /// <response code="200">The skill.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such skill.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Skill>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetSkill(SkillId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new GetSkill(id), cancellationToken));

    /// <summary>Replace a skill</summary>
    /// <param name="id">The skill's id.</param>
    /// <response code="200">The skill; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such skill.</response>
    /// <response code="409">Another skill has the name.</response>
    /// <response code="412">The skill has another version than `If-Match` names.</response>
    [HttpPut("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Skill>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> ReplaceSkill(
        SkillId id,
        [FromBody] SkillRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangeSkill(id, request.Name, request.Category, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Change fields of a skill</summary>
    /// <param name="id">The skill's id.</param>
    /// <response code="200">The skill; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such skill.</response>
    /// <response code="409">Another skill has the name.</response>
    /// <response code="412">The skill has another version than `If-Match` names.</response>
    [HttpPatch("{id}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Skill>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> PatchSkill(
        SkillId id,
        [FromBody] PatchSkillRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangeSkill(id, request.Name, request.Category, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Delete a skill</summary>
    /// <remarks>Refused while an employee has it.</remarks>
    /// <param name="id">The skill's id.</param>
    /// <response code="204">The skill is deleted.</response>
    /// <response code="404">There is no such skill.</response>
    /// <response code="409">The skill is in use.</response>
    /// <response code="412">The skill has another version than `If-Match` names.</response>
    [HttpDelete("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> DeleteSkill(SkillId id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteSkill(id, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private IActionResult Shown(SkillView view)
    {
        var tag = ConditionalRequests.TagOf(view.Version);
        return HttpContext.IsCurrent(tag) && HttpMethods.IsGet(Request.Method)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(Skill.Of(view));
    }
}
