using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity.Providers;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.Users;

/// <summary>Users in the order in which they were invited.</summary>
/// <param name="Email">Only the user of this address.</param>
[RequiresScope(Scopes.UsersManage)]
public sealed record ListUsers(UserStatus? Status, string? Role, string? Email, PageRequest Page)
    : IQuery<CursorPage<User>>;

internal sealed class ListUsersHandler(CallerContext context, IPlatformDbContext platform, ICursorProtector cursors)
    : IRequestHandler<ListUsers, CursorPage<User>>
{
    public async Task<CursorPage<User>> Handle(ListUsers request, CancellationToken cancellationToken)
    {
        var users = platform.Users.AsNoTracking().VisibleTo(context);
        if (request.Status is { } status)
            users = users.Where(user => user.Status == status);
        if (request.Role is { } role)
            users = users.Where(user => user.Roles.Contains(role));
        if (request.Email is { } written)
        {
            var email = User.NormalizeEmail(written);
            users = users.Where(user => user.Email == email);
        }

        long? total = request.Page.Total ? await users.LongCountAsync(cancellationToken) : null;
        var purpose = $"users?status={request.Status}&role={request.Role}&email={request.Email}";
        if (request.Page.Cursor is { } cursor)
        {
            var after = new UserId(Guid.Parse(cursors.Unprotect(purpose, cursor)));
            users = users.Where(user => user.Id > after);
        }
        var rows = await users.OrderBy(user => user.Id).Take(request.Page.Limit + 1).ToListAsync(cancellationToken);
        return request.Page.Cut(rows, last => cursors.Protect(purpose, last.Id.Value.ToString()), total);
    }
}

[RequiresScope(Scopes.UsersManage)]
public sealed record GetUser(UserId Id) : IQuery<User>;

internal sealed class GetUserHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<GetUser, User>
{
    public Task<User> Handle(GetUser request, CancellationToken cancellationToken) =>
        platform.Users.AsNoTracking().VisibleTo(context).FindUserAsync(request.Id, cancellationToken);
}

/// <summary>A merge patch. It takes effect for tokens that exist, too.</summary>
/// <param name="Disabled">True ends the user's access at once; false gives it back.</param>
[RequiresScope(Scopes.UsersManage)]
public sealed record UpdateUser(
    UserId Id,
    Optional<string> Name,
    Optional<IReadOnlyList<string>> Roles,
    Optional<EmployeeId?> EmployeeId,
    Optional<bool> Disabled,
    VersionMatch Match
) : IPlatformCommand<User>;

internal sealed class UpdateUserValidator : AbstractValidator<UpdateUser>
{
    public UpdateUserValidator()
    {
        When(c => c.Name.IsPresent, () => RuleFor(c => c.Name.Value).PersonName().OverridePropertyName("Name"));
        When(c => c.Roles.IsPresent, () => RuleFor(c => c.Roles.Value).RoleNames().OverridePropertyName("Roles"));
    }
}

internal sealed class UpdateUserHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IAccessTokenAuthenticator tokens,
    IExternalTokenAuthenticator externals,
    IUserAccounts accounts
) : IRequestHandler<UpdateUser, User>
{
    public async Task<User> Handle(UpdateUser request, CancellationToken cancellationToken)
    {
        var user = await platform.Users.VisibleTo(context).FindUserAsync(request.Id, cancellationToken);
        request.Match.Check(user.Version);
        // Who may do less than this user must not decide about them.
        context.Caller.RequireRoles(user.Roles);
        if (request.Roles is { IsPresent: true, Value: { } roles })
        {
            context.Caller.RequireRoles(roles);
            user.AssignRoles([.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        }
        if (request.Name is { IsPresent: true, Value: { } name })
            user.Rename(name.Trim());
        if (request.EmployeeId.IsPresent)
            user.LinkTo(request.EmployeeId.Value);
        if (request.Disabled.IsPresent)
            await SetDisabledAsync(user, request.Disabled.Value, cancellationToken);
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(tokens.Forget);
        unitOfWork.OnCommitted(externals.Forget);
        return user;
    }

    private async Task SetDisabledAsync(User user, bool disabled, CancellationToken cancellationToken)
    {
        if (!disabled)
        {
            user.Enable(await accounts.HasSignedUpAsync(user.Id, cancellationToken));
            return;
        }
        if (context.Caller.UserId == user.Id)
            throw new ProblemException(ProblemCatalog.Conflict, "Nobody can disable themselves.");
        user.Disable();
        await accounts.EndSessionsAsync(user.Id, session: null, cancellationToken);
    }
}
