using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Compensation;

/// <summary>Pay from a day on.</summary>
public sealed record PayChange
{
    /// <summary>The id of this change of pay.</summary>
    public required CompensationId Id { get; init; }

    /// <summary>Pay per year.</summary>
    public required Money Amount { get; init; }

    /// <summary>The first day with this pay.</summary>
    /// <example>2024-01-01</example>
    public required DateOnly EffectiveDate { get; init; }

    /// <summary>The first day with other pay; null when there is none.</summary>
    /// <example>2025-01-01</example>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>Why.</summary>
    /// <example>Annual review</example>
    public required string? Reason { get; init; }

    /// <summary>The day is still to come; the change can be cancelled.</summary>
    /// <example>false</example>
    public required bool Pending { get; init; }

    /// <summary>When it was recorded.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    internal static PayChange Of(CompensationView view) =>
        new()
        {
            Id = view.Id,
            Amount = Money.Of(view.Pay),
            EffectiveDate = view.EffectiveDate,
            ValidTo = view.ValidTo,
            Reason = view.Reason,
            Pending = view.Pending,
            CreatedAt = view.CreatedAt,
        };
}

/// <summary>New pay.</summary>
public sealed record AddPayRequest
{
    /// <summary>Pay per year.</summary>
    /// <example>{"amount": "91500.00", "currency": "USD"}</example>
    public required Money Amount { get; init; }

    /// <summary>The first day with this pay: past, today or ahead; today when left out.</summary>
    /// <example>2027-01-01</example>
    public DateOnly? EffectiveDate { get; init; }

    /// <summary>Why.</summary>
    /// <example>Annual review</example>
    public string? Reason { get; init; }
}

/// <summary>The dated pay of employees.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/employees/{id}/compensation")]
[Tags("Employees")]
[Produces("application/json")]
public sealed class CompensationController(IMediator mediator) : ControllerBase
{
    /// <summary>List the pay of an employee</summary>
    /// <remarks>Oldest first; changes dated ahead stand at the end with `pending: true`.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="200">All changes of pay, as one page.</response>
    /// <response code="404">There is no such employee.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [RequireScope(Scopes.CompensationRead)]
    [ProducesResponseType<Page<PayChange>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> ListPay(EmployeeId id, CancellationToken cancellationToken)
    {
        var changes = await mediator.Send(new ListCompensation(id), cancellationToken);
        return Ok(new Page<PayChange> { Data = [.. changes.Select(PayChange.Of)], HasMore = false });
    }

    /// <summary>Set the pay of an employee from a day on</summary>
    /// <remarks>It lasts until the next change that is dated later. On a day that has a change already it replaces it.</remarks>
    /// <param name="id">The employee's id.</param>
    /// <response code="201">The change of pay.</response>
    /// <response code="404">There is no such employee.</response>
    /// <response code="412">The employee has another version than `If-Match` names.</response>
    /// <response code="422">The day lies before the hire, or the pay is in force already.</response>
    [HttpPost]
    [RequireScope(Scopes.CompensationWrite)]
    [ProducesResponseType<PayChange>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    [ProducesResponseType(StatusCodes.Status422UnprocessableEntity)]
    public async Task<IActionResult> AddPay(
        EmployeeId id,
        [FromBody] AddPayRequest request,
        CancellationToken cancellationToken
    )
    {
        var added = await mediator.Send(
            new AddCompensation(
                id,
                request.Amount.Read("/amount"),
                request.Amount.Currency,
                request.EffectiveDate,
                request.Reason,
                Request.IfMatch()
            ),
            cancellationToken
        );
        return Created($"/v2/employees/{id}/compensation", PayChange.Of(added));
    }

    /// <summary>Cancel pay that is dated ahead</summary>
    /// <param name="id">The employee's id.</param>
    /// <param name="compensationId">The id of the change of pay.</param>
    /// <response code="204">The change is cancelled.</response>
    /// <response code="404">There is no such employee or change.</response>
    /// <response code="409">The change took effect already.</response>
    [HttpDelete("{compensationId}")]
    [RequireScope(Scopes.CompensationWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> CancelPay(
        EmployeeId id,
        CompensationId compensationId,
        CancellationToken cancellationToken
    )
    {
        await mediator.Send(new CancelCompensation(id, compensationId), cancellationToken);
        return NoContent();
    }
}
