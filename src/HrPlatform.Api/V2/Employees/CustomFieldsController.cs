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

/// <summary>A field that the tenant added to its employees; its values stand in their `custom`.</summary>
public sealed record CustomField
{
    /// <summary>The field's id.</summary>
    public required CustomFieldId Id { get; init; }

    /// <summary>The member's name in `custom`; never changes.</summary>
    /// <example>costCentre</example>
    public required string Key { get; init; }

    /// <summary>What people read.</summary>
    /// <example>Cost centre</example>
    public required string Label { get; init; }

    /// <summary>What values look like: `text`, `number`, `date`, `boolean`, or `select` from options. Never changes.</summary>
    /// <example>text</example>
    public required CustomFieldType Type { get; init; }

    /// <summary>Whether an employee can't be created or replaced without a value.</summary>
    /// <example>false</example>
    public required bool Required { get; init; }

    /// <summary>The values to choose from; empty unless the type is `select`.</summary>
    /// <example>[]</example>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>When the field was created.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the field last changed.</summary>
    /// <example>2026-11-23T14:00:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static CustomField Of(CustomFieldView view) =>
        new()
        {
            Id = view.Id,
            Key = view.Key,
            Label = view.Label,
            Type = view.Type,
            Required = view.Required,
            Options = view.Options,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
        };
}

/// <summary>A new custom field.</summary>
public sealed record CreateCustomFieldRequest
{
    /// <summary>The member's name in `custom`: a letter, then letters, digits or `_`, at most 40 characters.</summary>
    /// <example>badgeNumber</example>
    public required string Key { get; init; }

    /// <summary>What people read. At most 100 characters.</summary>
    /// <example>Badge number</example>
    public required string Label { get; init; }

    /// <summary>What values look like.</summary>
    /// <example>text</example>
    public required CustomFieldType Type { get; init; }

    /// <summary>Whether an employee can't be created or replaced without a value.</summary>
    /// <example>false</example>
    public bool Required { get; init; }

    /// <summary>The values to choose from; for the type `select` only.</summary>
    /// <example>[]</example>
    public IReadOnlyList<string>? Options { get; init; }
}

/// <summary>A merge patch (RFC 7396): a field that is left out stays.</summary>
public sealed record PatchCustomFieldRequest
{
    /// <summary>What people read. At most 100 characters.</summary>
    /// <example>Cost centre</example>
    public Optional<string?> Label { get; init; }

    /// <summary>Whether an employee can't be created or replaced without a value.</summary>
    /// <example>false</example>
    public Optional<bool?> Required { get; init; }

    /// <summary>The values to choose from; for the type `select` only.</summary>
    /// <example>[]</example>
    public Optional<IReadOnlyList<string>?> Options { get; init; }
}

/// <summary>The fields that the tenant added to its employees.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/custom-fields")]
[Tags("CustomFields")]
[Produces("application/json")]
public sealed class CustomFieldsController(IMediator mediator) : ControllerBase
{
    /// <summary>List custom fields</summary>
    /// <remarks>There are at most 100.</remarks>
    /// <response code="200">All custom fields in the order of their keys, as one page.</response>
    [HttpGet]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<Page<CustomField>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> ListCustomFields(CancellationToken cancellationToken)
    {
        var fields = await mediator.Send(new ListCustomFields(), cancellationToken);
        return Ok(new Page<CustomField> { Data = [.. fields.Select(CustomField.Of)], HasMore = false });
    }

    /// <summary>Create a custom field</summary>
    /// <response code="201">The custom field.</response>
    /// <response code="409">Another field has the key, or there are 100 fields.</response>
    [HttpPost]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<CustomField>(StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateCustomField(
        [FromBody] CreateCustomFieldRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await mediator.Send(
            new CreateCustomField(request.Key, request.Label, request.Type, request.Required, request.Options ?? []),
            cancellationToken
        );
        Response.Headers.ETag = ConditionalRequests.TagOf(view.Version);
        return Created($"/v2/custom-fields/{view.Id}", CustomField.Of(view));
    }

    /// <summary>Read a custom field</summary>
    /// <param name="id">The field's id.</param>
    /// <response code="200">The custom field.</response>
    /// <response code="304">Nothing changed since the tag in `If-None-Match`.</response>
    /// <response code="404">There is no such custom field.</response>
    [HttpGet("{id}")]
    [RequireScope(Scopes.EmployeesRead)]
    [ProducesResponseType<CustomField>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> GetCustomField(CustomFieldId id, CancellationToken cancellationToken) =>
        Shown(await mediator.Send(new GetCustomField(id), cancellationToken));

    /// <summary>Change a custom field</summary>
    /// <remarks>Values that employees have already stay, whatever the new options are.</remarks>
    /// <param name="id">The field's id.</param>
    /// <response code="200">The custom field; with the same `ETag` when nothing changed.</response>
    /// <response code="404">There is no such custom field.</response>
    /// <response code="412">The field has another version than `If-Match` names.</response>
    [HttpPatch("{id}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType<CustomField>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> PatchCustomField(
        CustomFieldId id,
        [FromBody] PatchCustomFieldRequest request,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new ChangeCustomField(id, request.Label, request.Required, request.Options, Request.IfMatch()),
                cancellationToken
            )
        );

    /// <summary>Delete a custom field</summary>
    /// <remarks>Refused while an employee, deleted or not, has a value in it.</remarks>
    /// <param name="id">The field's id.</param>
    /// <response code="204">The custom field is deleted.</response>
    /// <response code="404">There is no such custom field.</response>
    /// <response code="409">The field is in use.</response>
    /// <response code="412">The field has another version than `If-Match` names.</response>
    [HttpDelete("{id}")]
    [RequireScope(Scopes.OrganizationWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> DeleteCustomField(CustomFieldId id, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteCustomField(id, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private IActionResult Shown(CustomFieldView view)
    {
        var tag = ConditionalRequests.TagOf(view.Version);
        return HttpContext.IsCurrent(tag) && HttpMethods.IsGet(Request.Method)
            ? StatusCode(StatusCodes.Status304NotModified)
            : Ok(CustomField.Of(view));
    }
}
