using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using MediatR;

namespace HrPlatform.Application.Identity.Users;

/// <summary>Makes a user and sends the invitation.</summary>
/// <param name="Language">Of the message: <c>en</c> or <c>fr</c>; the tenant's when it is null.</param>
[RequiresScope(Scopes.UsersManage)]
public sealed record InviteUser(
    string Email,
    string Name,
    IReadOnlyList<string> Roles,
    EmployeeId? EmployeeId,
    string? Language
) : IPlatformCommand<User>;

internal sealed class InviteUserValidator : AbstractValidator<InviteUser>
{
    public InviteUserValidator()
    {
        RuleFor(command => command.Email).Email();
        RuleFor(command => command.Name).PersonName();
        RuleFor(command => command.Roles).RoleNames();
        RuleFor(command => command.Language)
            .Must(language => language is null or "en" or "fr")
            .WithErrorCode("unknown-language")
            .WithMessage("Messages are written in en or fr.");
    }
}

internal sealed class InviteUserHandler(CallerContext context, IPlatformDbContext platform, IUserMessages messages)
    : IRequestHandler<InviteUser, User>
{
    public async Task<User> Handle(InviteUser request, CancellationToken cancellationToken)
    {
        context.Caller.RequireRoles(request.Roles);
        var user = User.Invite(
            context.Tenant.TenantId,
            context.Tenant.Environment,
            request.Email,
            request.Name.Trim(),
            [.. request.Roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            request.EmployeeId
        );
        platform.Users.Add(user);
        await platform.SaveChangesAsync(cancellationToken);
        await messages.SendInvitationAsync(user.Id, request.Language, cancellationToken);
        return user;
    }
}

/// <summary>Sends the invitation again; the link of the one before no longer works.</summary>
[RequiresScope(Scopes.UsersManage)]
public sealed record RepeatInvitation(UserId Id) : IPlatformCommand<User>;

internal sealed class RepeatInvitationHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IUserMessages messages
) : IRequestHandler<RepeatInvitation, User>
{
    public async Task<User> Handle(RepeatInvitation request, CancellationToken cancellationToken)
    {
        var user = await platform.Users.VisibleTo(context).FindUserAsync(request.Id, cancellationToken);
        context.Caller.RequireRoles(user.Roles);
        if (user.Status != UserStatus.Invited)
            throw new ProblemException(ProblemCatalog.Conflict, "Only who has not answered yet can be invited again.");
        await messages.SendInvitationAsync(user.Id, language: null, cancellationToken);
        return user;
    }
}
