using Asp.Versioning;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Me;

/// <summary>What the presented key is.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/me")]
[Tags("Me")]
[Produces("application/json")]
[Authorize]
public sealed class MeController(IMediator mediator) : ControllerBase
{
    /// <summary>Tell what the presented key is and may do</summary>
    [HttpGet]
    public async Task<MeResource> GetMe(CancellationToken cancellationToken) =>
        MeResource.Of(await mediator.Send(new DescribeCaller(), cancellationToken));
}

/// <summary>The presented key and its tenant.</summary>
/// <param name="Tenant">Null for a key of a platform administrator.</param>
/// <param name="Environment"><c>live</c>, or <c>test</c> for the sandbox.</param>
/// <param name="Plan">The tenant's plan; <c>platform</c> for a key of a platform administrator.</param>
/// <param name="ApiKey">The key.</param>
/// <param name="Scopes">All that the key may do.</param>
public sealed record MeResource(
    MyTenant? Tenant,
    TenantEnvironment Environment,
    string Plan,
    MyApiKey? ApiKey,
    IReadOnlyList<string> Scopes
)
{
    internal static MeResource Of(CallerDescription description) =>
        new(
            description.Tenant is { } tenant ? new MyTenant(tenant.Id, tenant.Slug, tenant.Name) : null,
            description.Caller.Tenant?.Environment ?? TenantEnvironment.Live,
            description.Caller.Plan,
            description.Key is { } key ? new MyApiKey(key.Id, key.Name, key.Hint, key.ExpiresAt) : null,
            [.. description.Caller.Scopes.Order(StringComparer.Ordinal)]
        );
}

/// <summary>The tenant that the key belongs to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Slug" example="ardenvale">Its short name.</param>
/// <param name="Name" example="Ardenvale Inc.">Its name.</param>
public sealed record MyTenant(TenantId Id, string Slug, string Name);

/// <summary>The presented key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name" example="payroll">Its name.</param>
/// <param name="Hint">The last characters of the secret.</param>
/// <param name="ExpiresAt">Null when it never expires.</param>
public sealed record MyApiKey(ApiKeyId Id, string Name, string Hint, DateTimeOffset? ExpiresAt);
