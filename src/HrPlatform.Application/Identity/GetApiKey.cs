using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity;

[RequiresScope(Scopes.KeysManage)]
public sealed record GetApiKey(ApiKeyId Id) : IQuery<ApiKey>;

internal sealed class GetApiKeyHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<GetApiKey, ApiKey>
{
    public Task<ApiKey> Handle(GetApiKey request, CancellationToken cancellationToken) =>
        platform.ApiKeys.AsNoTracking().VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
}

internal static class ApiKeyQueries
{
    /// <exception cref="ProblemException">404 when there is none.</exception>
    public static async Task<ApiKey> FindAsync(
        this IQueryable<ApiKey> keys,
        ApiKeyId id,
        CancellationToken cancellationToken
    ) =>
        await keys.SingleOrDefaultAsync(key => key.Id == id, cancellationToken)
        ?? throw ProblemException.NotFound("API key of this id");
}
