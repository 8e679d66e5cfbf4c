using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Api.V2.Employees;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Organization;

/// <summary>A department; departments form a tree.</summary>
public sealed record Department
{
    /// <summary>The department's id.</summary>
    public required DepartmentId Id { get; init; }

    /// <summary>The name; unique among departments, whatever its case and accents.</summary>
    /// <example>Engineering</example>
    public required string Name { get; init; }

    /// <summary>A short code; unique among departments.</summary>
    /// <example>R-100</example>
    public required string? Code { get; init; }

    /// <summary>The department above; null at the top.</summary>
    public required DepartmentReference? Parent { get; init; }

    /// <summary>When the department was created.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the department last changed.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static Department Of(DepartmentView view) =>
        new()
        {
            Id = view.Id,
            Name = view.Name,
            Code = view.Code,
            Parent = view.Parent is { } parent ? new DepartmentReference { Id = parent.Id, Name = parent.Name } : null,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
        };
}

/// <summary>All fields of a department; what is left out is cleared.</summary>
public sealed record DepartmentRequest
{
    /// <summary>The name. At most 200 characters.</summary>
    /// <example>Research</example>
    public required string Name { get; init; }

    /// <summary>A short code. At most 50 characters.</summary>
    /// <example>R-100</example>
    public string? Code { get; init; }

    /// <summary>Id or name of the department above.</summary>
    /// <example>Technology</example>
    public string? Parent { get; init; }
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays, null clears it.</summary>
public sealed record PatchDepartmentRequest
{
    /// <summary>The name. At most 200 characters.</summary>
    /// <example>Research</example>
    public Optional<string?> Name { get; init; }

    /// <summary>A short code. At most 50 characters.</summary>
    /// <example>R-100</example>
    public Optional<string?> Code { get; init; }

    /// <summary>Id or name of the department above.</summary>
    /// <example>Technology</example>
    public Optional<string?> Parent { get; init; }
}

/// <summary>The departments of the tenant.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/departments")]
[Tags("Departments")]
[Produces("application/json")]
public sealed class DepartmentsController(IMediator mediator) : ControllerBase
{
    /// <summary>List departments</summary>
    /// <remarks>In the order of their names.</remarks>
    /// <param name="page">How many, and from where.</param>
    /// <param name="q">Part of the name.</param>
    /// <param name="parent">Only those directly below this department.</param>
    /// <param name="top">Only those at the top.</param>
    /// <response code="200">A page of departments.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Department>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListDepartments(
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "q")] string? q,
        [FromQuery(Name = "parent")] DepartmentId? parent,
        [FromQuery(Name = "top")] bool top = false,
        CancellationToken cancellationToken = default
    )
    {
        var found = await mediator.Send(
            new ListDepartments(new DepartmentFilter(q, parent, top), page.Limit, page.Cursor, page.Total),
            cancellationToken
        );
        return Ok(found.ToPage(HttpContext, Department.Of));
    }

    /// <summary>Read the departments as a tree</summary>
    /// <remarks>With the headcounts of today.</remarks>
    /// <param name="root">Only this department and those below it.</param>
    /// <param name="depth">How many levels are shown, 1 to 50; totals count what is below as well.</param>
    /// <response code="200">The tree.</response>
    /// <response code="404">There is no such department.</response>
    [HttpGet("tree")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<DepartmentTree>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetDepartmentTree(
        [FromQuery(Name = "root")] DepartmentId? root,
        [FromQuery(Name = "depth")] int depth = 10,
        CancellationToken cancellationToken = default
    ) => Ok(DepartmentTree.Of(await mediator.Send(new GetDepartmentTree(root, depth), cancellationToken)));

    /// <summary>Create a department</summary>
    /// <response code="201">The department.</response>
    /// <response code="409">Another department has the name or code.</response>
    [HttpPost]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Department>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateDepartment(
        [FromBody] DepartmentRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await mediator.Send(
            new CreateDepartment(request.Name, request.Code, request.Parent),
            cancellationToken
        );
        Response.Headers.ETag = TagOf(view);
        return Created($"/v2/departments/{view.Id}", Department.Of(view));
    }

    /// <summary>Read a department</summary>
    /// <param name="id">The department's id.</param>
    /// <response code="200">The department.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such department.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Department>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetDepartment(DepartmentId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new GetDepartment(id), cancellationToken));

    /// <summary>Replace a department</summary>
    /// <param name="id">The department's id.</param>
    /// <response code="200">The department; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such department.</response>
    /// <response code="409">Another department has the name or code.</response>
    /// <response code="412">The department has another version than `If-Match` names.</response>
    [HttpPut("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Department>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> ReplaceDepartment(
        DepartmentId id,
        [FromBody] DepartmentRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangeDepartment(id, request.Name, request.Code, request.Parent, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Change fields of a department</summary>
    /// <param name="id">The department's id.</param>
    /// <response code="200">The department; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such department.</response>
    /// <response code="409">Another department has the name or code.</response>
    /// <response code="412">The department has another version than `If-Match` names.</response>
    [HttpPatch("{id}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<Department>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> PatchDepartment(
        DepartmentId id,
        [FromBody] PatchDepartmentRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangeDepartment(id, request.Name, request.Code, request.Parent, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Delete a department</summary>
    /// <remarks>Refused while a department below it or an employee's history refers to it.</remarks>
    /// <param name="id">The department's id.</param>
    /// <response code="204">The department is deleted.</response>
    /// <response code="404">There is no such department.</response>
    /// <response code="409">The department is in use.</response>
    /// <response code="412">The department has another version than `If-Match` names.</response>
    [HttpDelete("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> DeleteDepartment(DepartmentId id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteDepartment(id, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private IActionResult Shown(DepartmentView view)
    {
        var tag = TagOf(view);
        return HttpContext.IsCurrent(tag) && HttpMethods.IsGet(Request.Method)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(Department.Of(view));
    }

    private static string TagOf(DepartmentView view) =>
        ConditionalRequests.TagOf(view.Version, new TagDigest().Add(view.Parent?.Name).Value);
}
