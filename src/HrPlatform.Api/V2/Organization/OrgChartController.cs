using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.V2.Employees;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Organization;

/// <summary>Who reports to whom.</summary>
public sealed record OrgChart
{
    /// <summary>People who are employed on the day, level by level: managers stand before their reports.</summary>
    public required IReadOnlyList<OrgChartPerson> People { get; init; }

    /// <summary>There are more than 2,000 people; ask for a part with `root`, `department` or `depth`.</summary>
    /// <example>false</example>
    public required bool Truncated { get; init; }
}

/// <summary>Somebody's place in the chart.</summary>
public sealed record OrgChartPerson
{
    /// <summary>The employee's id.</summary>
    public required EmployeeId Id { get; init; }

    /// <summary>First and last name.</summary>
    /// <example>Ada Byron</example>
    public required string Name { get; init; }

    /// <summary>The position; null when there is none.</summary>
    public required PositionReference? Position { get; init; }

    /// <summary>The department; null when there is none.</summary>
    public required DepartmentReference? Department { get; init; }

    /// <summary>Id of the manager; null at the top.</summary>
    public required EmployeeId? Manager { get; init; }

    /// <summary>Levels below the root, which has 0.</summary>
    /// <example>1</example>
    public required int Level { get; init; }

    /// <summary>How many people report to this one, whether or not the chart shows them.</summary>
    /// <example>4</example>
    public required int DirectReports { get; init; }

    internal static OrgChartPerson Of(OrgChartNode node) =>
        new()
        {
            Id = node.Id,
            Name = node.Name,
            Position = node.Position is { } position
                ? new PositionReference { Id = position.Id, Title = position.Title }
                : null,
            Department = node.Department is { } department
                ? new DepartmentReference { Id = department.Id, Name = department.Name }
                : null,
            Manager = node.ManagerId,
            Level = node.Level,
            DirectReports = node.DirectReports,
        };
}

/// <summary>The reporting lines as a tree.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/org-chart")]
[Tags("OrgChart")]
[Produces("application/json")]
public sealed class OrgChartController(IMediator mediator) : ControllerBase
{
    /// <summary>Read the org chart</summary>
    /// <param name="root">Start at this employee.</param>
    /// <param name="department">Only people of this department and those below it.</param>
    /// <param name="depth">How many levels below the root, 1 to 100.</param>
    /// <param name="asOf">The state as of this day. Needs the scope `history:read`.</param>
    /// <response code="200">The chart.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<OrgChart>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetOrgChart(
        [FromQuery(Name = "root")] EmployeeId? root,
        [FromQuery(Name = "department")] DepartmentId? department,
        [FromQuery(Name = "depth")] int depth = 10,
        [FromQuery(Name = "asOf")] DateOnly? asOf = null,
        CancellationToken cancellationToken = default
    )
    {
        var chart = await mediator.Send(new GetOrgChart(root, department, depth, asOf), cancellationToken);
        return Ok(new OrgChart { People = [.. chart.People.Select(OrgChartPerson.Of)], Truncated = chart.Truncated });
    }
}
