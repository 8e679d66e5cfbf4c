using Asp.Versioning;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Me;

/// <summary>What the presented credential is.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/me")]
[Tags("Me")]
[Produces("application/json")]
[Authorize]
public sealed class MeController(IMediator mediator) : ControllerBase
{
    /// <summary>Tell what the presented credential is and may do</summary>
    [HttpGet]
    public async Task<MeResource> GetMe(CancellationToken cancellationToken) =>
        MeResource.Of(await mediator.Send(new DescribeCaller(), cancellationToken));
}

/// <summary>The presented credential and its tenant.</summary>
/// <param name="Tenant">Null for a key of a platform administrator.</param>
/// <param name="Environment"><c>live</c>, or <c>test</c> for the sandbox.</param>
/// <param name="Plan">The tenant's plan; <c>platform</c> for a key of a platform administrator.</param>
/// <param name="ApiKey">The key; null when an access token was presented.</param>
/// <param name="User">The user for whom the credential acts; null when it acts for none.</param>
/// <param name="Client">The app that presented the access token; null when none did.</param>
/// <param name="Reach">Whose records the credential reaches: everyone's, those of the user's departments, or the user's own.</param>
/// <param name="Scopes">All that the credential may do.</param>
public sealed record MeResource(
    MyTenant? Tenant,
    TenantEnvironment Environment,
    string Plan,
    MyApiKey? ApiKey,
    MyUser? User,
    MyClient? Client,
    Reach Reach,
    IReadOnlyList<string> Scopes
)
{
    internal static MeResource Of(CallerDescription description) =>
        new(
            description.Tenant is { } tenant ? new MyTenant(tenant.Id, tenant.Slug, tenant.Name) : null,
            description.Caller.Tenant?.Environment ?? TenantEnvironment.Live,
            description.Caller.Plan,
            description.Key is { } key ? new MyApiKey(key.Id, key.Name, key.Hint, key.ExpiresAt) : null,
            description.User is { } user
                ? new MyUser(user.Id, user.Name, user.Email, user.Roles, user.EmployeeId)
                : null,
            description.Client is { } client ? new MyClient(client.Id, client.Name) : null,
            description.Caller.Reach,
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

/// <summary>The user for whom the credential acts.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name" example="Ada Lovelace">The user's name.</param>
/// <param name="Email" example="ada.lovelace@ardenvale.example">The user's address.</param>
/// <param name="Roles" example="[&quot;hr_manager&quot;]">The user's roles.</param>
/// <param name="EmployeeId">The user's own record; null for users who are no employees.</param>
public sealed record MyUser(UserId Id, string Name, string Email, IReadOnlyList<string> Roles, EmployeeId? EmployeeId);

/// <summary>The app that presented the access token.</summary>
/// <param name="Id">The app's id.</param>
/// <param name="Name" example="Shift planner">Its name.</param>
public sealed record MyClient(OAuthClientId Id, string Name);
