using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.Users;

/// <summary>Where a user is signed in; at most <see cref="MaxSessions"/>.</summary>
[RequiresScope(Scopes.UsersManage)]
public sealed record ListUserSessions(UserId Id) : IQuery<IReadOnlyList<UserSession>>
{
    public const int MaxSessions = 100;
}

internal sealed class ListUserSessionsHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IUserAccounts accounts
) : IRequestHandler<ListUserSessions, IReadOnlyList<UserSession>>
{
    public async Task<IReadOnlyList<UserSession>> Handle(ListUserSessions request, CancellationToken cancellationToken)
    {
        var user = await platform.Users.AsNoTracking().VisibleTo(context).FindUserAsync(request.Id, cancellationToken);
        return await accounts.ListSessionsAsync(user.Id, cancellationToken);
    }
}

/// <summary>Ends a session and the tokens that came from it.</summary>
[RequiresScope(Scopes.UsersManage)]
public sealed record EndUserSession(UserId Id, SessionId Session) : IPlatformCommand<Unit>;

internal sealed class EndUserSessionHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IUserAccounts accounts,
    IAccessTokenAuthenticator tokens
) : IRequestHandler<EndUserSession, Unit>
{
    public async Task<Unit> Handle(EndUserSession request, CancellationToken cancellationToken)
    {
        var user = await platform.Users.AsNoTracking().VisibleTo(context).FindUserAsync(request.Id, cancellationToken);
        context.Caller.RequireRoles(user.Roles);
        if (!await accounts.EndSessionsAsync(user.Id, request.Session, cancellationToken))
            throw ProblemException.NotFound("session of this id");
        unitOfWork.OnCommitted(tokens.Forget);
        return Unit.Value;
    }
}
