using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Employees;

/// <summary>What happened on a day, and the state that it led to.</summary>
public sealed record EmploymentEvent
{
    /// <summary>The event's id.</summary>
    public required EmploymentEventId Id { get; init; }

    /// <summary>What happened.</summary>
    /// <example>transfer</example>
    public required EmploymentEventKind Kind { get; init; }

    /// <summary>The first day of the state.</summary>
    /// <example>2024-01-01</example>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>The first day of the next state; null when there is none.</summary>
    /// <example>2025-07-01</example>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>What the event set: `status`, `department`, `position`, `manager`. The rest is carried over.</summary>
    /// <example>["department"]</example>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>The status from that day on.</summary>
    /// <example>active</example>
    public required EmploymentStatus Status { get; init; }

    /// <summary>The department from that day on.</summary>
    public required DepartmentReference? Department { get; init; }

    /// <summary>The position from that day on.</summary>
    public required PositionReference? Position { get; init; }

    /// <summary>The manager from that day on.</summary>
    public required EmployeeReference? Manager { get; init; }

    /// <summary>Why.</summary>
    /// <example>Reorganisation</example>
    public required string? Reason { get; init; }

    /// <summary>The day is still to come; the event can be cancelled.</summary>
    /// <example>false</example>
    public required bool Pending { get; init; }

    /// <summary>When it was recorded.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    internal static EmploymentEvent Of(EmploymentEventView view) =>
        new()
        {
            Id = view.Id,
            Kind = view.Kind,
            EffectiveDate = view.EffectiveDate,
            ValidTo = view.ValidTo,
            Changed = EmploymentFieldNames.Of(view.Changed),
            Status = view.Status,
            Department = view.Department is { } department
                ? new DepartmentReference { Id = department.Id, Name = department.Name }
                : null,
            Position = view.Position is { } position
                ? new PositionReference { Id = position.Id, Title = position.Title }
                : null,
            Manager = view.Manager is { } manager
                ? new EmployeeReference { Id = manager.Id, Name = manager.Name }
                : null,
            Reason = view.Reason,
            Pending = view.Pending,
            CreatedAt = view.CreatedAt,
        };
}

/// <summary>Something that happened, happens or will happen to an employment.</summary>
public sealed record RecordEventRequest
{
    /// <summary>
    /// `transfer`, `promotion`, `manager_change`, `termination` or `rehire`. The hire is recorded by creating the employee.
    /// </summary>
    /// <example>transfer</example>
    public required EmploymentEventKind Kind { get; init; }

    /// <summary>The first day of the new state: past, today or ahead. A termination's is the first day without work.</summary>
    /// <example>2024-01-01</example>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>Id or name of the new department; left out, it stays.</summary>
    /// <example>Engineering</example>
    public Optional<string?> Department { get; init; }

    /// <summary>Id or title of the new position; left out, it stays.</summary>
    /// <example>Senior Software Engineer</example>
    public Optional<string?> Position { get; init; }

    /// <summary>Id of the new manager; left out, it stays.</summary>
    public Optional<EmployeeId?> Manager { get; init; }

    /// <summary>Why.</summary>
    /// <example>Reorganisation</example>
    public string? Reason { get; init; }
}

/// <summary>The dated history of employments.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/employees/{id}/history")]
[Tags("Employees")]
[Produces("application/json")]
public sealed class HistoryController(IMediator mediator) : ControllerBase
{
    /// <summary>List the employment history</summary>
    /// <remarks>Oldest first; events that are dated ahead stand at the end with `pending: true`.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">All events, as one page.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [RequireScope(Scopes.HistoryRead)]
    [ProducesResponseType<Page<EmploymentEvent>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> ListEmploymentEvents(EmployeeId id, CancellationToken cancellationToken)
    {
        var events = await mediator.Send(new ListEmploymentHistory(id), cancellationToken);
        return Ok(new Page<EmploymentEvent> { Data = [.. events.Select(EmploymentEvent.Of)], HasMore = false });
    }

    /// <summary>Record an employment event</summary>
    /// <remarks>
    /// Later events keep what they set themselves and take over the rest. An event dated ahead takes effect on its day.
    /// </remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="201">The event.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    /// <response code="422">The event breaks the order of an employment, changes nothing, or closes a reporting circle.</response>
    [HttpPost]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType<EmploymentEvent>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    [ProducesResponseType(StatusCodes.Status422UnprocessableEntity)]
    public async Task<IActionResult> RecordEmploymentEvent(
        EmployeeId id,
        [FromBody] RecordEventRequest request,
        CancellationToken cancellationToken
    )
    {
        var recorded = await mediator.Send(
            new RecordEmploymentEvent(
                id,
                request.Kind,
                request.EffectiveDate,
                new EmployeeFields
                {
                    Department = request.Department,
                    Position = request.Position,
                    Manager = request.Manager,
                },
                request.Reason,
                Request.IfMatch()
            ),
            cancellationToken
        );
        return Created($"/v2/employees/{id}/history", EmploymentEvent.Of(recorded));
    }

    /// <summary>Cancel an employment event that is dated ahead</summary>
    /// <param name="id">The employee's id.</param>
    /// <param name="eventId">The event's id.</param>
    /// <response code="204">The event is cancelled.</response>
    /// <response code="404">There is no such employee or event.</response>
    /// <response code="409">The event took effect already.</response>
    /// <response code="422">A later event needs this one.</response>
    [HttpDelete("{eventId}")]
    [RequireScope(Scopes.EmployeesWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status422UnprocessableEntity)]
    public async Task<IActionResult> CancelEmploymentEvent(
        EmployeeId id,
        EmploymentEventId eventId,
        CancellationToken cancellationToken
    )
    {
        await mediator.Send(new CancelEmploymentEvent(id, eventId), cancellationToken);
        return NoContent();
    }
}
