using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Tenants;

/// <summary>Tenants in the order in which they were made.</summary>
[RequiresScope(Scopes.TenantsManage)]
public sealed record ListTenants(TenantStatus? Status, string? Plan, string? Slug, PageRequest Page)
    : IQuery<CursorPage<Tenant>>;

internal sealed class ListTenantsHandler(IPlatformDbContext platform, ICursorProtector cursors)
    : IRequestHandler<ListTenants, CursorPage<Tenant>>
{
    public async Task<CursorPage<Tenant>> Handle(ListTenants request, CancellationToken cancellationToken)
    {
        var tenants = platform.Tenants.AsNoTracking();
        if (request.Status is { } status)
            tenants = tenants.Where(tenant => tenant.Status == status);
        if (request.Plan is { } plan)
            tenants = tenants.Where(tenant => tenant.Plan == plan);
        if (request.Slug is { } slug)
            tenants = tenants.Where(tenant => tenant.Slug == slug);

        long? total = request.Page.Total ? await tenants.LongCountAsync(cancellationToken) : null;
        var purpose = $"tenants?status={request.Status}&plan={request.Plan}&slug={request.Slug}";
        var page = tenants;
        if (request.Page.Cursor is { } cursor)
        {
            var after = new TenantId(Guid.Parse(cursors.Unprotect(purpose, cursor)));
            page = page.Where(tenant => tenant.Id > after);
        }
        var rows = await page.OrderBy(tenant => tenant.Id).Take(request.Page.Limit + 1).ToListAsync(cancellationToken);
        return request.Page.Cut(rows, last => cursors.Protect(purpose, last.Id.Value.ToString()), total);
    }
}
