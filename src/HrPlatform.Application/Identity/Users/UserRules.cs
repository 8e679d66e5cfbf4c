using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.Users;

/// <summary>Which users a caller may see and manage, and what their fields may hold.</summary>
internal static class UserRules
{
    /// <summary>Those of the caller's own environment: the sandbox has users of its own.</summary>
    public static IQueryable<User> VisibleTo(this IQueryable<User> users, CallerContext context)
    {
        var (tenant, environment) = (context.Tenant.TenantId, context.Tenant.Environment);
        return users.Where(user => user.TenantId == tenant && user.Environment == environment);
    }

    /// <exception cref="ProblemException">404 when there is none.</exception>
    public static async Task<User> FindUserAsync(
        this IQueryable<User> users,
        UserId id,
        CancellationToken cancellationToken
    ) =>
        await users.SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
        ?? throw ProblemException.NotFound("user of this id");

    /// <summary>Nobody gives a role that may do more than they may themselves, and nobody takes one away.</summary>
    public static void RequireRoles(this Caller caller, IEnumerable<string> roles)
    {
        var (reach, scopes) = Roles.Together(roles);
        var missing = scopes.Where(scope => !caller.Has(scope)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0 || reach < caller.Reach)
        {
            throw new ProblemException(
                ProblemCatalog.Forbidden,
                missing.Count > 0
                    ? $"A role can only be given or taken by one who has its scopes. Missing: {string.Join(", ", missing)}."
                    : "A role can only be given or taken by one who reaches as many people."
            );
        }
    }

    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(name => !string.IsNullOrWhiteSpace(name))
            .WithErrorCode("required")
            .WithMessage("A name is required.")
            .Must(name => name is null || Text.Problem(name, User.MaxNameLength) is null)
            .WithErrorCode("invalid-name")
            .WithMessage($"A name has at most {User.MaxNameLength} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(IsEmail).WithErrorCode("invalid-email").WithMessage("This is not an e-mail address.");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> RoleNames<T>(
        this IRuleBuilder<T, IReadOnlyList<string>?> rule
    ) =>
        rule.Must(roles => roles is { Count: > 0 })
            .WithErrorCode("required")
            .WithMessage("A user needs at least one role.")
            .Must(roles => roles is null || roles.All(role => role is not null && Roles.Find(role) is not null))
            .WithErrorCode("unknown-role")
            .WithMessage($"Roles are {string.Join(", ", Roles.BuiltIn.Select(role => role.Name))}.");

    private static bool IsEmail(string? text)
    {
        var email = text?.Trim() ?? "";
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at == email.LastIndexOf('@')
            && at < email.Length - 1
            && email.Length <= User.MaxEmailLength
            && Text.Problem(email, User.MaxEmailLength) is null
            && !email.Any(c => char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '"' or '\\' or '(' or ')');
    }
}
