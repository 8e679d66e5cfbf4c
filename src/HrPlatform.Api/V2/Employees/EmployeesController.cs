using System.Text.Json;
using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Problems;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Department = HrPlatform.Api.V2.Organization.Department;

namespace HrPlatform.Api.V2.Employees;

/// <summary>Employees with everything that is known about them.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/employees")]
[Tags("Employees")]
[Produces("application/json")]
public sealed class EmployeesController(IMediator mediator, CallerContext context, IOptions<JsonOptions> json)
    : ControllerBase
{
    private readonly JsonSerializerOptions _json = json.Value.JsonSerializerOptions;

    private EmployeeVisibility Visibility => EmployeeVisibility.Of(context.Caller);

    /// <summary>List employees</summary>
    /// <remarks>
    /// In the order of creation unless `sort` says otherwise. A parameter `custom.{key}` compares a custom field, e.g.
    /// `custom.costCentre=CC-100`. No row is missed or shown twice when others write meanwhile, as long as the sort keys of
    /// the rows stay the same.
    /// </remarks>
    /// <param name="query">Which employees.</param>
    /// <param name="page">How many, and from where.</param>
    /// <param name="shape">How much of each.</param>
    /// <param name="sort">Keys in order, with commas; a minus for descending, e.g. `-hireDate,lastName`.</param>
    /// <response code="200">A page of employees.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Employee>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListEmployees(
        [FromQuery(Name = "")] EmployeeQuery query,
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "")] EmployeeShape shape,
        [FromQuery(Name = "sort")] string? sort,
        CancellationToken cancellationToken
    )
    {
        var chosen = shape.Chosen;
        var found = await mediator.Send(
            new ListEmployees(query.ToFilter(Request.Query), QueryText.Sort(sort), page.Limit, page.Cursor, page.Total),
            cancellationToken
        );
        var (mapper, _, _) = await MapperAsync(found.Items, shape, query.AsOf, cancellationToken);
        return Ok(found.ToPage(HttpContext, view => EmployeeShape.Cut(mapper.Map(view), chosen, _json)));
    }

    /// <summary>Create an employee</summary>
    /// <remarks>The hire becomes the first event of the history, and the pay the first of the compensation.</remarks>
    /// <response code="201">The employee.</response>
    /// <response code="409">Another employee has the e-mail address, number or external id.</response>
    [HttpPost]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateEmployee(
        [FromBody] CreateEmployeeRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await mediator.Send(new CreateEmployee(request.ToFields()), cancellationToken);
        SetTag(view);
        return Created($"/v2/employees/{view.Id}", new EmployeeMapper(Visibility).Map(view));
    }

    /// <summary>Read an employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <param name="shape">How much of it.</param>
    /// <param name="asOf">The state as of this day. Needs the scope `history:read`.</param>
    /// <response code="200">The employee.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such employee, or not yet on that day.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetEmployee(
        EmployeeId id,
        [FromQuery(Name = "")] EmployeeShape shape,
        [FromQuery(Name = "asOf")] DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        var chosen = shape.Chosen;
        var view = await mediator.Send(new GetEmployee(id, asOf), cancellationToken);
        var (mapper, managers, departments) = await MapperAsync([view], shape, asOf, cancellationToken);
        var tag = shape.TagOf(
            view,
            Visibility,
            asOf,
            managers?.Values.SingleOrDefault()?.Version,
            departments?.Values.SingleOrDefault()?.Version
        );
        return HttpContext.IsCurrent(tag)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(EmployeeShape.Cut(mapper.Map(view), chosen, _json));
    }

    /// <summary>Replace an employee</summary>
    /// <remarks>
    /// What is left out is cleared, except pay and what the key can't see. Another department, position, manager or pay
    /// becomes a dated entry of the history.
    /// </remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="409">Another employee has the e-mail address, number or external id.</response>
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
    ) => Shown(await mediator.Send(new ReplaceEmployee(id, request.ToFields(), Request.IfMatch()), cancellationToken));

    /// <summary>Change fields of an employee</summary>
    /// <remarks>
    /// JSON Merge Patch (RFC 7396), sent as `application/merge-patch+json` or `application/json`. Another department,
    /// position, manager or pay becomes a dated entry of the history; `effectiveDate` may lie in the past or ahead.
    /// </remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="409">Another employee has the e-mail address, number or external id.</response>
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
    /// <remarks>The employee disappears from every read and can be restored. E-mail and numbers are free for others.</remarks>
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
    /// <response code="409">Another employee has the e-mail address, number or external id now.</response>
    [HttpPost("{id}/restore")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> RestoreEmployee(EmployeeId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new RestoreEmployee(id), cancellationToken));

    /// <summary>Set the skills of an employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">The employee; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    /// <response code="422">A skill is not in the catalogue; the error names those that look most like it.</response>
    [HttpPut("{id}/skills")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<Employee>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    [ProducesResponseType(StatusCodes.Status422UnprocessableEntity)]
    public async Task<IActionResult> SetEmployeeSkills(
        EmployeeId id,
        [FromBody] SetSkillsRequest request,
        CancellationToken cancellationToken
    ) => Shown(await mediator.Send(new SetSkills(id, request.Skills, Request.IfMatch()), cancellationToken));

    /// <summary>Create and change many employees</summary>
    /// <remarks>
    /// Up to 500 items, each recognised by its external id or employee number. Each item gets its own answer; one that
    /// fails doesn't stop the others. An item that exists is changed like a merge patch.
    /// </remarks>
    /// <response code="200">What became of each item.</response>
    [HttpPost("batch")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<BatchResult>(StatusCodes.Status200OK)]
    public async Task<IActionResult> BatchEmployees(
        [FromBody] BatchRequest request,
        CancellationToken cancellationToken
    )
    {
        var results = new BatchItem[request.Employees.Count];
        List<(int Index, EmployeeFields Fields)> readable = [];
        for (var i = 0; i < request.Employees.Count; i++)
        {
            try
            {
                readable.Add((i, request.Employees[i].ToFields()));
            }
            catch (ProblemException problem)
            {
                results[i] = ItemOf(i, new BatchItemResult(i, BatchItemStatus.Failed, Id: null, problem));
            }
        }
        if (readable.Count > 0 || request.Employees.Count == 0)
        {
            var outcome = await mediator.Send(
                new UpsertEmployees([.. readable.Select(item => item.Fields)], request.MatchBy, request.Mode),
                cancellationToken
            );
            foreach (var item in outcome)
            {
                var index = readable[item.Index].Index;
                results[index] = ItemOf(index, item);
            }
        }
        int Count(BatchItemStatus status) => results.Count(item => item.Status == status);
        return Ok(
            new BatchResult
            {
                Created = Count(BatchItemStatus.Created),
                Updated = Count(BatchItemStatus.Updated),
                Unchanged = Count(BatchItemStatus.Unchanged),
                Failed = Count(BatchItemStatus.Failed),
                Results = results,
            }
        );
    }

    /// <summary>List who reports to an employee</summary>
    /// <param name="id">The employee's id.</param>
    /// <param name="page">How many, and from where.</param>
    /// <param name="levels">How many levels: 1 (the default) for direct reports.</param>
    /// <param name="asOf">The state as of this day. Needs the scope `history:read`.</param>
    /// <response code="200">A page of employees.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet("{id}/reports")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Employee>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> ListReports(
        EmployeeId id,
        [FromQuery(Name = "")] PageQuery page,
        [FromQuery(Name = "levels")] int levels = 1,
        [FromQuery(Name = "asOf")] DateOnly? asOf = null,
        CancellationToken cancellationToken = default
    )
    {
        await mediator.Send(new GetEmployee(id, asOf), cancellationToken);
        var filter = new EmployeeFilter
        {
            Manager = id,
            ManagerLevels = levels,
            AsOf = asOf,
        };
        var found = await mediator.Send(
            new ListEmployees(filter, [], page.Limit, page.Cursor, page.Total),
            cancellationToken
        );
        var mapper = new EmployeeMapper(Visibility);
        return Ok(found.ToPage(HttpContext, mapper.Map));
    }

    /// <summary>List whom an employee reports to</summary>
    /// <remarks>The manager first, then the manager's manager, up to the top.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <param name="asOf">The state as of this day. Needs the scope `history:read`.</param>
    /// <response code="200">The chain, as one page.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet("{id}/managers")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<Employee>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> ListManagers(
        EmployeeId id,
        [FromQuery(Name = "asOf")] DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        var chain = await mediator.Send(new ListManagers(id, asOf), cancellationToken);
        var mapper = new EmployeeMapper(Visibility);
        return Ok(new Page<Employee> { Data = [.. chain.Select(mapper.Map)], HasMore = false });
    }

    private OkObjectResult Shown(EmployeeView view)
    {
        SetTag(view);
        return Ok(new EmployeeMapper(Visibility).Map(view));
    }

    private void SetTag(EmployeeView view) =>
        Response.Headers.ETag = new EmployeeShape().TagOf(view, Visibility, asOf: null, null, null);

    private async Task<(
        EmployeeMapper Mapper,
        IReadOnlyDictionary<EmployeeId, EmployeeView>? Managers,
        IReadOnlyDictionary<DepartmentId, DepartmentView>? Departments
    )> MapperAsync(
        IReadOnlyList<EmployeeView> items,
        EmployeeShape shape,
        DateOnly? asOf,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyDictionary<EmployeeId, EmployeeView>? managers = null;
        IReadOnlyDictionary<DepartmentId, DepartmentView>? departments = null;
        if (shape.ExpandsManager)
        {
            var ids = items.Select(item => item.Manager?.Id).OfType<EmployeeId>().ToHashSet();
            managers = await mediator.Send(new GetEmployees(ids, asOf), cancellationToken);
        }
        if (shape.ExpandsDepartment)
        {
            var ids = items.Select(item => item.Department?.Id).OfType<DepartmentId>().ToHashSet();
            departments = await mediator.Send(new GetDepartments(ids), cancellationToken);
        }
        var contracts = departments?.ToDictionary(pair => pair.Key, pair => Department.Of(pair.Value));
        return (new EmployeeMapper(Visibility, managers, contracts), managers, departments);
    }

    private BatchItem ItemOf(int index, BatchItemResult result) =>
        new()
        {
            Index = index,
            Status = result.Status,
            Id = result.Id,
            Problem = result.Problem is { } problem ? ProblemWriter.ProblemOf(HttpContext, problem) : null,
        };
}
