using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1.Employees;

/// <summary>Which employees are wanted; everything that is given must hold.</summary>
public sealed record EmployeeQuery
{
    /// <summary>Words, or their beginnings, in name, e-mail, numbers, department or position.</summary>
    /// <example>ada engineer</example>
    [FromQuery(Name = "search")]
    public string? Search { get; init; }

    /// <summary>Name of a skill; repeat it for several, which are all needed.</summary>
    /// <example>["Python"]</example>
    [FromQuery(Name = "skill")]
    public IReadOnlyList<string>? Skill { get; init; }

    /// <summary>Name of a department.</summary>
    /// <example>Engineering</example>
    [FromQuery(Name = "department")]
    public string? Department { get; init; }

    /// <summary>Title of a position.</summary>
    /// <example>Senior Software Engineer</example>
    [FromQuery(Name = "position")]
    public string? Position { get; init; }

    /// <summary>Only people who report to this employee.</summary>
    [FromQuery(Name = "managerId")]
    public EmployeeId? ManagerId { get; init; }

    /// <summary>`active`, `terminated`, `scheduled`; several with commas or repeated.</summary>
    /// <example>["active"]</example>
    [FromQuery(Name = "status")]
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Pay of at least this amount. Needs the scope `compensation:read`.</summary>
    /// <example>50000</example>
    [FromQuery(Name = "minSalary")]
    public decimal? MinSalary { get; init; }

    /// <summary>Pay of at most this amount. Needs the scope `compensation:read`.</summary>
    /// <example>90000</example>
    [FromQuery(Name = "maxSalary")]
    public decimal? MaxSalary { get; init; }

    internal EmployeeFilter ToFilter() =>
        new()
        {
            Search = Search,
            Skills =
            [
                .. (Skill ?? [])
                    .Where(text => !string.IsNullOrWhiteSpace(text))
                    .Select(text => QueryText.Reference<SkillId>(text, "skill")!.Value),
            ],
            Department = QueryText.Reference<DepartmentId>(Department, "department"),
            Position = QueryText.Reference<PositionId>(Position, "position"),
            Manager = ManagerId,
            Statuses = QueryText.Enums<EmploymentStatus>(Status, "status"),
            MinSalary = MinSalary,
            MaxSalary = MaxSalary,
        };
}

/// <summary>Employees as flat objects.</summary>
[ApiController]
[ApiVersion(1)]
[Route("v{version:apiVersion}/employees")]
[Tags("Employees")]
[Produces("application/json")]
[FlatPointers]
public sealed class EmployeesController(IMediator mediator, CallerContext context, TimeProvider clock) : ControllerBase
{
    private EmployeeVisibility Visibility => EmployeeVisibility.Of(context.Caller);

    /// <summary>List employees</summary>
    /// <remarks>In the order of creation unless `sort` says otherwise.</remarks>
    /// <param name="query">Which employees.</param>
    /// <param name="page">Which page.</param>
    /// <param name="sort">Keys in order, with commas; a minus for descending, e.g. `-salary,name`.</param>
    /// <response code="200">A page of employees.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<PagedList<Employee>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListEmployees(
        [FromQuery(Name = "")] EmployeeQuery query,
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "sort")] string? sort,
        CancellationToken cancellationToken
    )
    {
        var found = await mediator.Send(
            new ListEmployeesByPage(query.ToFilter(), QueryText.Sort(sort), page.Page, page.PageSize),
            cancellationToken
        );
        var visibility = Visibility;
        return Ok(found.ToContract(view => Employee.Of(view, visibility)));
    }

    /// <summary>Create an employee</summary>
    /// <response code="201">The employee.</response>
    /// <response code="409">Another employee has the e-mail address.</response>
    [HttpPost]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateEmployee(
        [FromBody] CreateEmployeeRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.Status is not (null or EmploymentStatus.Active))
            throw Application.Common.Problems.ProblemException.Invalid(
                "/status",
                "not-active",
                "Somebody new is active; to end an employment, change the employee afterwards."
            );
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var view = await mediator.Send(new CreateEmployee(request.ToFields(today)), cancellationToken);
        Response.Headers.ETag = TagOf(view);
        return Created($"/v1/employees/{view.Id}", Employee.Of(view, Visibility));
    }

    /// <summary>Read an employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetEmployee(EmployeeId id, CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new GetEmployee(id, AsOf: null), cancellationToken);
        var tag = TagOf(view);
        return HttpContext.IsCurrent(tag)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(Employee.Of(view, Visibility));
    }

    /// <summary>Replace an employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="409">Another employee has the e-mail address.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    [HttpPut("{id}")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> ReplaceEmployee(
        EmployeeId id,
        [FromBody] ReplaceEmployeeRequest request,
        CancellationToken cancellationToken
    ) => Shown(await mediator.Send(new PatchEmployee(id, request.ToFields(), Request.IfMatch()), cancellationToken));

    /// <summary>Change fields of an employee</summary>
    /// <remarks>JSON Merge Patch (RFC 7396), sent as `application/merge-patch+json` or `application/json`.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="409">Another employee has the e-mail address.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    [HttpPatch("{id}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> PatchEmployee(
        EmployeeId id,
        [FromBody] PatchEmployeeRequest request,
        CancellationToken cancellationToken
    ) => Shown(await mediator.Send(new PatchEmployee(id, request.ToFields(), Request.IfMatch()), cancellationToken));

    /// <summary>Delete an employee</summary>
    /// <remarks>The employee disappears from every read and can be restored.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="204">The employee is deleted.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    [HttpDelete("{id}")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> DeleteEmployee(EmployeeId id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteEmployee(id, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    /// <summary>Restore a deleted employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; also when there was nothing to restore.</response>
    /// <response code="404">There never was such an employee.</response>
    /// <response code="409">Another employee has the e-mail address now.</response>
    [HttpPost("{id}/restore")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> RestoreEmployee(EmployeeId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new RestoreEmployee(id), cancellationToken));

    /// <summary>Read statistics of all employees</summary>
    /// <remarks>Over everybody who is employed on the day.</remarks>
    /// <param name="asOf">The state as of this day; today when left out. Needs the scope `history:read`.</param>
    /// <response code="200">The figures.</response>
    [HttpGet("stats")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<EmployeeStats>(StatusCodes.Status200OK)]
    public async Task<IActionResult> GetEmployeeStats(
        [FromQuery(Name = "asOf")] DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        var statistics = await mediator.Send(new GetEmployeeStatistics(asOf), cancellationToken);
        return Ok(EmployeeStats.Of(statistics, Visibility));
    }

    private OkObjectResult Shown(EmployeeView view)
    {
        Response.Headers.ETag = TagOf(view);
        return Ok(Employee.Of(view, Visibility));
    }

    private string TagOf(EmployeeView view)
    {
        var digest = new TagDigest()
            .Add(Visibility.Compensation ? "v1c" : "v1")
            .Add(view.Department?.Name)
            .Add(view.Position?.Title)
            .Add(view.Manager is null ? "" : "m")
            .Add(Visibility.Hides(view.Manager) ? "h" : "");
        foreach (var skill in view.Skills)
            digest = digest.Add(skill.Name);
        return ConditionalRequests.TagOf(view.Version, digest.Value);
    }
}
