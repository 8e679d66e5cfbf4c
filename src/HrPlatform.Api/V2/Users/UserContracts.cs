using HrPlatform.Application.Common;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;

namespace HrPlatform.Api.V2.Users;

/// <summary>A person who can sign in.</summary>
/// <param name="Id">The user's id; also the <c>sub</c> of identity tokens.</param>
/// <param name="Email" example="ada.lovelace@ardenvale.example">What the user signs in with, in lower case.</param>
/// <param name="Name" example="Ada Lovelace">The user's name.</param>
/// <param name="Status">Whether the user has accepted the invitation and may sign in.</param>
/// <param name="Roles" example="[&quot;hr_manager&quot;]">What the user may do, and whose records the user may see.</param>
/// <param name="EmployeeId">The user's own record; null for users who are no employees.</param>
/// <param name="LastSignInAt">Null when the user never signed in.</param>
/// <param name="CreatedAt">When the user was invited.</param>
/// <param name="UpdatedAt">When anything about the user changed last; signing in changes nothing.</param>
public sealed record UserResource(
    UserId Id,
    string Email,
    string Name,
    UserStatus Status,
    IReadOnlyList<string> Roles,
    EmployeeId? EmployeeId,
    DateTimeOffset? LastSignInAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static UserResource Of(User user) =>
        new(
            user.Id,
            user.Email,
            user.Name,
            user.Status,
            user.Roles,
            user.EmployeeId,
            user.LastSignInAt,
            user.CreatedAt,
            user.UpdatedAt
        );
}

/// <summary>Whom to invite.</summary>
/// <param name="Email" example="grace.hopper@ardenvale.example">Where the invitation goes, and what the user signs in with.</param>
/// <param name="Name" example="Grace Hopper">The user's name.</param>
/// <param name="Roles" example="[&quot;hr_manager&quot;]"><c>admin</c>, <c>hr_manager</c>, <c>department_manager</c> or <c>employee</c>: none that may do more than the asking credential.</param>
/// <param name="EmployeeId">The user's own record; none when left out.</param>
/// <param name="Language" example="en">Of the message: <c>en</c> or <c>fr</c>; the tenant's when left out.</param>
public sealed record NewUser(
    string Email,
    string Name,
    IReadOnlyList<string> Roles,
    EmployeeId? EmployeeId = null,
    string? Language = null
);

/// <summary>A merge patch: what is left out stays as it is. It takes effect for tokens that exist, too.</summary>
public sealed record UserPatch
{
    /// <summary>The user's name.</summary>
    /// <example>Ada King</example>
    public Optional<string> Name { get; init; }

    /// <summary>All roles of the user, anew.</summary>
    /// <example>["admin"]</example>
    public Optional<IReadOnlyList<string>> Roles { get; init; }

    /// <summary>The user's own record; null for none.</summary>
    public Optional<EmployeeId?> EmployeeId { get; init; }

    /// <summary>True ends the user's sessions and tokens and keeps the user out; false lets the user in again.</summary>
    /// <example>false</example>
    public Optional<bool> Disabled { get; init; }
}

/// <summary>A browser in which a user is signed in.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastSeenAt">When the session was last used, to within a minute.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="Address" example="203.0.113.7">The network address from which it was begun.</param>
/// <param name="UserAgent" example="Mozilla/5.0">What the browser called itself.</param>
/// <param name="Apps" example="[&quot;Shift planner&quot;]">Apps that act for the user through this session.</param>
public sealed record UserSessionResource(
    SessionId Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? UserAgent,
    IReadOnlyList<string> Apps
)
{
    internal static UserSessionResource Of(UserSession session) =>
        new(
            session.Id,
            session.CreatedAt,
            session.LastSeenAt,
            session.ExpiresAt,
            session.Address,
            session.UserAgent,
            session.Apps
        );
}
