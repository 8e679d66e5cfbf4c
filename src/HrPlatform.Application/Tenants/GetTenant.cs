using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Tenants;

[RequiresScope(Scopes.TenantsManage)]
public sealed record GetTenant(TenantId Id) : IQuery<Tenant>;

internal sealed class GetTenantHandler(IPlatformDbContext platform) : IRequestHandler<GetTenant, Tenant>
{
    public async Task<Tenant> Handle(GetTenant request, CancellationToken cancellationToken) =>
        await platform.Tenants.AsNoTracking().SingleOrDefaultAsync(tenant => tenant.Id == request.Id, cancellationToken)
        ?? throw ProblemException.NotFound("tenant of this id");
}
