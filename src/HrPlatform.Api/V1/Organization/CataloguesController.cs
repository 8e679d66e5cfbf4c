using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1.Organization;

/// <summary>A department.</summary>
public sealed record Department
{
    /// <summary>The department's id; the same in v2.</summary>
    public required DepartmentId Id { get; init; }

    /// <summary>The department's name.</summary>
    /// <example>Engineering</example>
    public required string Name { get; init; }

    /// <summary>Name of the department above; null at the top.</summary>
    /// <example>Technology</example>
    public required string? Parent { get; init; }
}

/// <summary>A position that employees can hold.</summary>
public sealed record Position
{
    /// <summary>The position's id; the same in v2.</summary>
    public required PositionId Id { get; init; }

    /// <summary>The position's title.</summary>
    /// <example>Senior Software Engineer</example>
    public required string Title { get; init; }
}

/// <summary>A skill that employees can have.</summary>
public sealed record Skill
{
    /// <summary>The skill's id; the same in v2.</summary>
    public required SkillId Id { get; init; }

    /// <summary>The skill's name.</summary>
    /// <example>Python</example>
    public required string Name { get; init; }

    /// <summary>The tenant's own word for the kind of skill.</summary>
    /// <example>Programming</example>
    public required string? Category { get; init; }
}

/// <summary>What employees can be given. It is changed through v2.</summary>
[ApiController]
[ApiVersion(1)]
[Route("v{version:apiVersion}")]
[Produces("application/json")]
[FlatPointers]
public sealed class CataloguesController(IMediator mediator) : ControllerBase
{
    /// <summary>List skills</summary>
    /// <remarks>In the order of their names.</remarks>
    /// <param name="page">Which page.</param>
    /// <param name="search">Part of the name.</param>
    /// <response code="200">A page of skills.</response>
    [HttpGet("skills")]
    [Tags("Skills")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<PagedList<Skill>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListSkills(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "search")] string? search,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(new ListSkillsByPage(search, page.Page, page.PageSize), cancellationToken);
        return Ok(
            found.ToContract(view => new Skill
            {
                Id = view.Id,
                Name = view.Name,
                Category = view.Category,
            })
        );
    }

    /// <summary>List departments</summary>
    /// <remarks>In the order of their names.</remarks>
    /// <param name="page">Which page.</param>
    /// <param name="search">Part of the name.</param>
    /// <response code="200">A page of departments.</response>
    [HttpGet("departments")]
    [Tags("Departments")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<PagedList<Department>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListDepartments(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "search")] string? search,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(new ListDepartmentsByPage(search, page.Page, page.PageSize), cancellationToken);
        return Ok(
            found.ToContract(view => new Department
            {
                Id = view.Id,
                Name = view.Name,
                Parent = view.Parent?.Name,
            })
        );
    }

    /// <summary>List positions</summary>
    /// <remarks>In the order of their titles.</remarks>
    /// <param name="page">Which page.</param>
    /// <param name="search">Part of the title.</param>
    /// <response code="200">A page of positions.</response>
    [HttpGet("positions")]
    [Tags("Positions")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<PagedList<Position>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListPositions(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "search")] string? search,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(new ListPositionsByPage(search, page.Page, page.PageSize), cancellationToken);
        return Ok(found.ToContract(view => new Position { Id = view.Id, Title = view.Title }));
    }
}
