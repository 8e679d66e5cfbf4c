using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Providers;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.IdentityProviders;

/// <summary>Other issuers whose tokens the tenant accepts.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/identity-providers")]
[Tags("IdentityProviders")]
[Produces("application/json")]
[RequireScope(Scopes.IdentityProvidersManage)]
[ControlPlane]
public sealed class IdentityProvidersController(IMediator mediator) : ControllerBase
{
    /// <summary>List trusted issuers, oldest first</summary>
    [HttpGet]
    public async Task<Page<IdentityProviderResource>> ListIdentityProviders(
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListIdentityProviders(PageRequest.Of(paging.Limit, paging.Cursor, paging.Total));
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, IdentityProviderResource.Of);
    }

    /// <summary>Trust an issuer</summary>
    /// <remarks>
    /// From then on the API accepts its signed tokens (JWT) as `Authorization: Bearer …`. What their bearers may do follows
    /// from the mapping alone.
    /// </remarks>
    /// <response code="409">Somebody trusts this issuer and audience already.</response>
    [HttpPost]
    [ProducesResponseType<IdentityProviderResource>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<IdentityProviderResource>> AddIdentityProvider(
        NewIdentityProvider provider,
        CancellationToken cancellationToken
    )
    {
        var added = await mediator.Send(
            new AddIdentityProvider(
                new IdentityProviderDetails(
                    provider.Name,
                    provider.Issuer,
                    provider.Audience,
                    provider.JwksUri,
                    provider.RoleClaim,
                    provider.RoleMapping ?? new Dictionary<string, string>(StringComparer.Ordinal),
                    provider.DefaultRoles ?? [],
                    provider.CreatesUsers ?? true,
                    provider.Enabled ?? true
                )
            ),
            cancellationToken
        );
        Response.Headers.ETag = ConditionalRequests.TagOf(added.Version);
        return Created($"/v2/identity-providers/{added.Id}", IdentityProviderResource.Of(added));
    }

    /// <summary>Read a trusted issuer</summary>
    [HttpGet("{providerId}")]
    [ProducesResponseType<IdentityProviderResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<IdentityProviderResource>> GetIdentityProvider(
        IdentityProviderId providerId,
        CancellationToken cancellationToken
    )
    {
        var provider = await mediator.Send(new GetIdentityProvider(providerId), cancellationToken);
        return HttpContext.IsCurrent(ConditionalRequests.TagOf(provider.Version))
            ? StatusCode(StatusCodes.Status304NotModified)
            : IdentityProviderResource.Of(provider);
    }

    /// <summary>Change a trusted issuer</summary>
    [HttpPatch("{providerId}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<IdentityProviderResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<IdentityProviderResource>> UpdateIdentityProvider(
        IdentityProviderId providerId,
        IdentityProviderPatch patch,
        CancellationToken cancellationToken
    )
    {
        var provider = await mediator.Send(
            new UpdateIdentityProvider(providerId, patch.ApplyTo, Request.IfMatch()),
            cancellationToken
        );
        Response.Headers.ETag = ConditionalRequests.TagOf(provider.Version);
        return IdentityProviderResource.Of(provider);
    }

    /// <summary>Trust an issuer no more</summary>
    /// <remarks>Its tokens are refused at once. The users who came by it stay in the list of users.</remarks>
    [HttpDelete("{providerId}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<IActionResult> RemoveIdentityProvider(
        IdentityProviderId providerId,
        CancellationToken cancellationToken
    )
    {
        await mediator.Send(new RemoveIdentityProvider(providerId, Request.IfMatch()), cancellationToken);
        return NoContent();
    }
}

/// <summary>An issuer of tokens that the tenant trusts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name" example="Company login">What people call it.</param>
/// <param name="Issuer" example="https://login.ardenvale.example">As its tokens write it (<c>iss</c>), character by character.</param>
/// <param name="Audience" example="hrplatform">What its tokens must be meant for (<c>aud</c>).</param>
/// <param name="JwksUri" example="https://login.ardenvale.example/keys">Where its keys are; null when they are found through its discovery document.</param>
/// <param name="RoleClaim" example="groups">The claim that decides about roles; null when everybody gets the default roles.</param>
/// <param name="RoleMapping" example="{&quot;hr-team&quot;:&quot;hr_manager&quot;}">Which value of the claim gives which role.</param>
/// <param name="DefaultRoles" example="[&quot;employee&quot;]">For those whose claim gives none; none keeps them out.</param>
/// <param name="CreatesUsers" example="true">Whether somebody who comes for the first time becomes a user.</param>
/// <param name="Enabled" example="true">Whether its tokens are accepted.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="UpdatedAt">When anything about it changed last.</param>
public sealed record IdentityProviderResource(
    IdentityProviderId Id,
    string Name,
    string Issuer,
    string Audience,
    string? JwksUri,
    string? RoleClaim,
    IReadOnlyDictionary<string, string> RoleMapping,
    IReadOnlyList<string> DefaultRoles,
    bool CreatesUsers,
    bool Enabled,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static IdentityProviderResource Of(IdentityProvider provider) =>
        new(
            provider.Id,
            provider.Name,
            provider.Issuer,
            provider.Audience,
            provider.JwksUri,
            provider.RoleClaim,
            provider.Mapping(),
            provider.DefaultRoles,
            provider.CreatesUsers,
            provider.Enabled,
            provider.CreatedAt,
            provider.UpdatedAt
        );
}

/// <summary>An issuer to trust.</summary>
/// <param name="Name" example="Company login">What people call it.</param>
/// <param name="Issuer" example="https://login.ardenvale.example">As its tokens write it (<c>iss</c>), character by character.</param>
/// <param name="Audience" example="hrplatform">What its tokens must be meant for (<c>aud</c>).</param>
/// <param name="JwksUri" example="https://login.ardenvale.example/keys">Where its keys are; found through its discovery document when left out.</param>
/// <param name="RoleClaim" example="groups">The claim that decides about roles; everybody gets the default roles when left out.</param>
/// <param name="RoleMapping" example="{&quot;hr-team&quot;:&quot;hr_manager&quot;}">Which value of the claim gives which role.</param>
/// <param name="DefaultRoles" example="[&quot;employee&quot;]">For those whose claim gives none; none keeps them out.</param>
/// <param name="CreatesUsers" example="true">Whether somebody who comes for the first time becomes a user; true when left out.</param>
/// <param name="Enabled" example="true">Whether its tokens are accepted; true when left out.</param>
public sealed record NewIdentityProvider(
    string Name,
    string Issuer,
    string Audience,
    string? JwksUri = null,
    string? RoleClaim = null,
    IReadOnlyDictionary<string, string>? RoleMapping = null,
    IReadOnlyList<string>? DefaultRoles = null,
    bool? CreatesUsers = null,
    bool? Enabled = null
);

/// <summary>A merge patch: what is left out stays as it is. It takes effect for tokens that are in use, too.</summary>
public sealed record IdentityProviderPatch
{
    /// <summary>What people call it.</summary>
    /// <example>Company login 2</example>
    public Optional<string> Name { get; init; }

    /// <summary>As its tokens write it.</summary>
    public Optional<string> Issuer { get; init; }

    /// <summary>What its tokens must be meant for.</summary>
    public Optional<string> Audience { get; init; }

    /// <summary>Where its keys are; null to find them through its discovery document.</summary>
    public Optional<string?> JwksUri { get; init; }

    /// <summary>The claim that decides about roles; null for none.</summary>
    public Optional<string?> RoleClaim { get; init; }

    /// <summary>Which value of the claim gives which role: all of them, anew.</summary>
    public Optional<IReadOnlyDictionary<string, string>> RoleMapping { get; init; }

    /// <summary>For those whose claim gives none: all of them, anew.</summary>
    public Optional<IReadOnlyList<string>> DefaultRoles { get; init; }

    /// <summary>Whether somebody who comes for the first time becomes a user.</summary>
    public Optional<bool> CreatesUsers { get; init; }

    /// <summary>Whether its tokens are accepted.</summary>
    public Optional<bool> Enabled { get; init; }

    internal IdentityProviderDetails ApplyTo(IdentityProviderDetails current) =>
        new(
            Name.Or(current.Name) ?? "",
            Issuer.Or(current.Issuer) ?? "",
            Audience.Or(current.Audience) ?? "",
            JwksUri.Or(current.JwksUri),
            RoleClaim.Or(current.RoleClaim),
            RoleMapping.Or(current.RoleMapping) ?? new Dictionary<string, string>(StringComparer.Ordinal),
            DefaultRoles.Or(current.DefaultRoles) ?? [],
            CreatesUsers.Or(current.CreatesUsers),
            Enabled.Or(current.Enabled)
        );
}
