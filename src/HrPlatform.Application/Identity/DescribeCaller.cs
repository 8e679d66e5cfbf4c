using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity;

/// <summary>What the presented credential is and may do.</summary>
[NoScopeNeeded("Every credential may know what it is itself.")]
public sealed record DescribeCaller : IQuery<CallerDescription>;

/// <param name="Tenant">Null for a credential of the platform.</param>
/// <param name="Key">Null when the caller is no API key (the platform's own work).</param>
public sealed record CallerDescription(Caller Caller, Tenant? Tenant, ApiKey? Key);

internal sealed class DescribeCallerHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<DescribeCaller, CallerDescription>
{
    public async Task<CallerDescription> Handle(DescribeCaller request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var id = new ApiKeyId(caller.CredentialId);
        var key = await platform.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (caller.Tenant is not { } place)
            return new CallerDescription(caller, Tenant: null, key);
        var tenant = await platform
            .Tenants.AsNoTracking()
            .SingleAsync(row => row.Id == place.TenantId, cancellationToken);
        return new CallerDescription(caller, tenant, key);
    }
}
