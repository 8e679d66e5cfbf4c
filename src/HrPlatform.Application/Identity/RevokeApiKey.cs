using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;

namespace HrPlatform.Application.Identity;

/// <summary>Ends a key at once and for good. Revoking it again changes nothing.</summary>
[RequiresScope(Scopes.KeysManage)]
public sealed record RevokeApiKey(ApiKeyId Id, VersionMatch Match) : IPlatformCommand<Unit>;

internal sealed class RevokeApiKeyHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IApiKeyAuthenticator authenticator,
    TimeProvider clock
) : IRequestHandler<RevokeApiKey, Unit>
{
    public async Task<Unit> Handle(RevokeApiKey request, CancellationToken cancellationToken)
    {
        var key = await platform.ApiKeys.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        request.Match.Check(key.Version);
        key.Revoke(clock.GetUtcNow());
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(authenticator.Forget);
        return Unit.Value;
    }
}
