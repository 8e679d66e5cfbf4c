using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity;

/// <summary>Keys in the order in which they were made.</summary>
[RequiresScope(Scopes.KeysManage)]
public sealed record ListApiKeys(ApiKeyStatus? Status, TenantEnvironment? Environment, PageRequest Page)
    : IQuery<CursorPage<ApiKey>>;

internal sealed class ListApiKeysHandler(
    CallerContext context,
    IPlatformDbContext platform,
    ICursorProtector cursors,
    TimeProvider clock
) : IRequestHandler<ListApiKeys, CursorPage<ApiKey>>
{
    public async Task<CursorPage<ApiKey>> Handle(ListApiKeys request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = platform.ApiKeys.AsNoTracking().VisibleTo(context.Caller);
        keys = request.Status switch
        {
            ApiKeyStatus.Active => keys.Where(key =>
                key.RevokedAt == null && (key.ExpiresAt == null || key.ExpiresAt > now)
            ),
            ApiKeyStatus.Expired => keys.Where(key => key.RevokedAt == null && key.ExpiresAt <= now),
            ApiKeyStatus.Revoked => keys.Where(key => key.RevokedAt != null),
            _ => keys,
        };
        if (request.Environment is { } environment)
            keys = keys.Where(key => key.Environment == environment);

        long? total = request.Page.Total ? await keys.LongCountAsync(cancellationToken) : null;
        var purpose = $"api-keys?status={request.Status}&environment={request.Environment}";
        if (request.Page.Cursor is { } cursor)
        {
            var after = new ApiKeyId(Guid.Parse(cursors.Unprotect(purpose, cursor)));
            keys = keys.Where(key => key.Id > after);
        }
        var rows = await keys.OrderBy(key => key.Id).Take(request.Page.Limit + 1).ToListAsync(cancellationToken);
        return request.Page.Cut(rows, last => cursors.Protect(purpose, last.Id.Value.ToString()), total);
    }
}
