using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Idempotency;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Tenants;

/// <summary>Companies on this platform; for platform administrators.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/tenants")]
[Tags("Tenants")]
[Produces("application/json")]
[RequireScope(Scopes.TenantsManage)]
[ControlPlane]
public sealed class TenantsController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>List tenants, oldest first</summary>
    /// <param name="status">Only tenants in this state.</param>
    /// <param name="plan">Only tenants of this plan.</param>
    /// <param name="slug">Only the tenant with this slug.</param>
    [HttpGet]
    public async Task<Page<TenantResource>> ListTenants(
        [FromQuery] TenantStatus? status,
        [FromQuery] string? plan,
        [FromQuery] string? slug,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListTenants(status, plan, slug, PageRequest.Of(paging.Limit, paging.Cursor, paging.Total));
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, TenantResource.Of);
    }

    /// <summary>Provision a tenant</summary>
    /// <remarks>Makes the live environment, the sandbox and a first key for each; all of it or nothing.</remarks>
    /// <response code="201">Ready for use. The secrets of the keys are shown this once.</response>
    /// <response code="409">Another tenant has this slug.</response>
    [HttpPost]
    [ShowsSecret]
    [ProducesResponseType<ProvisionedTenantResource>(StatusCodes.Status201Created)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<ActionResult<ProvisionedTenantResource>> ProvisionTenant(
        NewTenant tenant,
        CancellationToken cancellationToken
    )
    {
        var command = new ProvisionTenant(
            tenant.Slug,
            tenant.Name,
            tenant.Plan ?? PlanCatalogue.Free,
            tenant.Language ?? "en"
        );
        var provisioned = await mediator.Send(command, cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return Created(
            $"/v2/tenants/{provisioned.Tenant.Id}",
            ProvisionedTenantResource.Of(provisioned, clock.GetUtcNow())
        );
    }

    /// <summary>Read a tenant</summary>
    [HttpGet("{tenantId}")]
    [ProducesResponseType<TenantResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<TenantResource>> GetTenant(TenantId tenantId, CancellationToken cancellationToken)
    {
        var tenant = await mediator.Send(new GetTenant(tenantId), cancellationToken);
        return HttpContext.IsCurrent(ConditionalRequests.TagOf(tenant.Version))
            ? StatusCode(StatusCodes.Status304NotModified)
            : TenantResource.Of(tenant);
    }

    /// <summary>Change a tenant's name, plan or status</summary>
    [HttpPatch("{tenantId}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<TenantResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<TenantResource>> UpdateTenant(
        TenantId tenantId,
        TenantPatch patch,
        CancellationToken cancellationToken
    )
    {
        var command = new UpdateTenant(tenantId, patch.Name, patch.Plan, patch.Status, Request.IfMatch());
        var tenant = await mediator.Send(command, cancellationToken);
        Response.Headers.ETag = ConditionalRequests.TagOf(tenant.Version);
        return TenantResource.Of(tenant);
    }
}
