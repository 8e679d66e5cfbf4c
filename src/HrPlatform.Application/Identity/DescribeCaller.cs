using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity;

/// <summary>What the presented credential is and may do.</summary>
[NoScopeNeeded("Every credential may know what it is itself.")]
[OpenToAnyReach("It tells about the caller alone.")]
public sealed record DescribeCaller : IQuery<CallerDescription>;

/// <param name="Tenant">Null for a credential of the platform.</param>
/// <param name="Key">Null when the caller is no API key (the platform's own work).</param>
/// <param name="User">The user for whom the credential acts; null when it acts for none.</param>
/// <param name="Client">The app that presented the credential; null when none did.</param>
public sealed record CallerDescription(Caller Caller, Tenant? Tenant, ApiKey? Key, User? User, OAuthClient? Client);

internal sealed class DescribeCallerHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<DescribeCaller, CallerDescription>
{
    public async Task<CallerDescription> Handle(DescribeCaller request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        var id = new ApiKeyId(caller.CredentialId);
        var key =
            caller.Kind == CallerKind.ApiKey
                ? await platform.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                : null;
        var user = caller.UserId is { } userId
            ? await platform.Users.AsNoTracking().SingleAsync(row => row.Id == userId, cancellationToken)
            : null;
        var client = caller.ClientId is { } clientId
            ? await platform.OAuthClients.AsNoTracking().SingleAsync(row => row.Id == clientId, cancellationToken)
            : null;
        var tenant = caller.Tenant is { } place
            ? await platform.Tenants.AsNoTracking().SingleAsync(row => row.Id == place.TenantId, cancellationToken)
            : null;
        return new CallerDescription(caller, tenant, key, user, client);
    }
}
