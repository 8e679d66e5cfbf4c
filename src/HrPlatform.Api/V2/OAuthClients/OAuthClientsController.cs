using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.OAuth;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.OAuthClients;

/// <summary>Apps of third parties and of the tenant itself.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/oauth-clients")]
[Tags("OAuthClients")]
[Produces("application/json")]
[RequireScope(Scopes.ClientsManage)]
[ControlPlane]
public sealed class OAuthClientsController(IMediator mediator) : ControllerBase
{
    /// <summary>List apps, oldest first</summary>
    [HttpGet]
    public async Task<Page<OAuthClientResource>> ListOAuthClients(
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListOAuthClients(PageRequest.Of(paging.Limit, paging.Cursor, paging.Total));
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, OAuthClientResource.Of);
    }

    /// <summary>Register an app</summary>
    /// <response code="201">The secret, where there is one, is shown this once.</response>
    [HttpPost]
    [ShowsSecret]
    [ProducesResponseType<RegisteredOAuthClientResource>(StatusCodes.Status201Created)]
    public async Task<ActionResult<RegisteredOAuthClientResource>> RegisterOAuthClient(
        NewOAuthClient client,
        CancellationToken cancellationToken
    ) =>
        Shown(
            await mediator.Send(
                new RegisterOAuthClient(
                    client.Name,
                    client.Type,
                    client.LogoUrl,
                    client.RedirectUris ?? [],
                    client.PostLogoutRedirectUris ?? [],
                    client.Scopes,
                    client.Environment
                ),
                cancellationToken
            )
        );

    /// <summary>Read an app</summary>
    [HttpGet("{clientId}")]
    [ProducesResponseType<OAuthClientResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<OAuthClientResource>> GetOAuthClient(
        OAuthClientId clientId,
        CancellationToken cancellationToken
    )
    {
        var client = await mediator.Send(new GetOAuthClient(clientId), cancellationToken);
        return HttpContext.IsCurrent(ConditionalRequests.TagOf(client.Version))
            ? StatusCode(StatusCodes.Status304NotModified)
            : OAuthClientResource.Of(client);
    }

    /// <summary>Change an app</summary>
    [HttpPatch("{clientId}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<OAuthClientResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<OAuthClientResource>> UpdateOAuthClient(
        OAuthClientId clientId,
        OAuthClientPatch patch,
        CancellationToken cancellationToken
    )
    {
        var client = await mediator.Send(
            new UpdateOAuthClient(
                clientId,
                patch.Name,
                patch.LogoUrl,
                patch.RedirectUris,
                patch.PostLogoutRedirectUris,
                patch.Scopes,
                Request.IfMatch()
            ),
            cancellationToken
        );
        Response.Headers.ETag = ConditionalRequests.TagOf(client.Version);
        return OAuthClientResource.Of(client);
    }

    /// <summary>Renew an app's secret</summary>
    /// <remarks>The old secret ends at once; tokens that exist go on working.</remarks>
    /// <response code="201">The secret is shown this once.</response>
    /// <response code="409">An app of this type keeps no secret.</response>
    [HttpPost("{clientId}/secret")]
    [ShowsSecret]
    [ProducesResponseType<RegisteredOAuthClientResource>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<RegisteredOAuthClientResource>> RenewOAuthClientSecret(
        OAuthClientId clientId,
        CancellationToken cancellationToken
    ) => Shown(await mediator.Send(new RenewOAuthClientSecret(clientId), cancellationToken));

    /// <summary>Remove an app</summary>
    /// <remarks>Its tokens and its users' consents end at once and for good.</remarks>
    [HttpDelete("{clientId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> RemoveOAuthClient(OAuthClientId clientId, CancellationToken cancellationToken)
    {
        await mediator.Send(new RemoveOAuthClient(clientId, Request.IfMatch()), cancellationToken);
        return NoContent();
    }

    private CreatedResult Shown(RegisteredOAuthClient registered)
    {
        Response.Headers.CacheControl = "no-store";
        return Created($"/v2/oauth-clients/{registered.Client.Id}", RegisteredOAuthClientResource.Of(registered));
    }
}
