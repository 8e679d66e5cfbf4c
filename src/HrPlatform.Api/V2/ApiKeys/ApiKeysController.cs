using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.ApiKeys;

/// <summary>Credentials of the tenant.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/api-keys")]
[Tags("ApiKeys")]
[Produces("application/json")]
[RequireScope(Scopes.KeysManage)]
[ControlPlane]
public sealed class ApiKeysController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>List API keys, oldest first</summary>
    /// <param name="status">Only keys in this state.</param>
    /// <param name="environment">Only keys of this environment.</param>
    [HttpGet]
    public async Task<Page<ApiKeyResource>> ListApiKeys(
        [FromQuery] ApiKeyStatus? status,
        [FromQuery] TenantEnvironment? environment,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListApiKeys(status, environment, PageRequest.Of(paging.Limit, paging.Cursor, paging.Total));
        var page = await mediator.Send(query, cancellationToken);
        var now = clock.GetUtcNow();
        return page.ToPage(HttpContext, key => ApiKeyResource.Of(key, now));
    }

    /// <summary>Create an API key</summary>
    /// <response code="201">The secret is shown this once.</response>
    [HttpPost]
    [ShowsSecret]
    [ProducesResponseType<CreatedApiKeyResource>(StatusCodes.Status201Created)]
    public async Task<ActionResult<CreatedApiKeyResource>> CreateApiKey(
        NewApiKey key,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new CreateApiKey(key.Name, key.Scopes, key.ExpiresAt, key.Environment),
                cancellationToken
            )
        );

    /// <summary>Read an API key</summary>
    [HttpGet("{keyId}")]
    [ProducesResponseType<ApiKeyResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<ApiKeyResource>> GetApiKey(ApiKeyId keyId, CancellationToken cancellationToken)
    {
        var key = await mediator.Send(new GetApiKey(keyId), cancellationToken);
        var resource = ApiKeyResource.Of(key, clock.GetUtcNow());
        return HttpContext.IsCurrent(TagOf(key, resource)) ? StatusCode(StatusCodes.Status304NotModified) : resource;
    }

    /// <summary>Rename an API key</summary>
    [HttpPatch("{keyId}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<ApiKeyResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<ApiKeyResource>> UpdateApiKey(
        ApiKeyId keyId,
        ApiKeyPatch patch,
        CancellationToken cancellationToken
    )
    {
        var key = await mediator.Send(new UpdateApiKey(keyId, patch.Name, Request.IfMatch()), cancellationToken);
        var resource = ApiKeyResource.Of(key, clock.GetUtcNow());
        Response.Headers.ETag = TagOf(key, resource);
        return resource;
    }

    /// <summary>Rotate an API key</summary>
    /// <remarks>Makes a successor with the same rights. The old key goes on working for the overlap, then ends by itself.</remarks>
    /// <response code="201">The successor; its secret is shown this once.</response>
    /// <response code="409">The key is revoked, expired, or was rotated already.</response>
    [HttpPost("{keyId}/rotate")]
    [ShowsSecret]
    [ProducesResponseType<CreatedApiKeyResource>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<CreatedApiKeyResource>> RotateApiKey(
        ApiKeyId keyId,
        ApiKeyRotation rotation,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new RotateApiKey(
                    keyId,
                    rotation.OverlapSeconds ?? Application.Identity.RotateApiKey.DefaultOverlapSeconds
                ),
                cancellationToken
            )
        );

    /// <summary>Revoke an API key</summary>
    /// <remarks>It ends at once and for good; it stays in the list as <c>revoked</c>.</remarks>
    [HttpDelete("{keyId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> RevokeApiKey(ApiKeyId keyId, CancellationToken cancellationToken)
    {
        await mediator.Send(new RevokeApiKey(keyId, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private CreatedResult Shown(CreatedApiKey created)
    {
        Response.Headers.CacheControl = "no-store";
        return Created($"/v2/api-keys/{created.Key.Id}", CreatedApiKeyResource.Of(created, clock.GetUtcNow()));
    }

    // Status and last use change without a new version of the row.
    private static string TagOf(ApiKey key, ApiKeyResource shown) =>
        ConditionalRequests.TagOf(key.Version, $"{shown.Status} {shown.LastUsedAt?.UtcTicks}");
}
