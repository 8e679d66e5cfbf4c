using HrPlatform.Domain.Identity;

namespace HrPlatform.Application.Identity.Users;

/// <summary>How users prove who they are, as far as other use cases need to know it.</summary>
public interface IUserAccounts
{
    /// <summary>Whether the user has accepted the invitation and confirmed the address.</summary>
    Task<bool> HasSignedUpAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>The user's sessions that have not ended, newest first.</summary>
    Task<IReadOnlyList<UserSession>> ListSessionsAsync(UserId user, CancellationToken cancellationToken);

    /// <summary>
    /// Ends one session or all of them, and every token that was given out through them. False when there was none.
    /// </summary>
    Task<bool> EndSessionsAsync(UserId user, SessionId? session, CancellationToken cancellationToken);
}

/// <summary>A browser in which a user is signed in.</summary>
/// <param name="Address">From where it was last used.</param>
/// <param name="Apps">The apps that act for the user through this session.</param>
public sealed record UserSession(
    SessionId Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? UserAgent,
    IReadOnlyList<string> Apps
);
