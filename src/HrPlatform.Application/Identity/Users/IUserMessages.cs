using HrPlatform.Domain.Identity;

namespace HrPlatform.Application.Identity.Users;

/// <summary>Messages with links that prove that somebody reads the user's address. A link works once.</summary>
public interface IUserMessages
{
    /// <summary>To accept the invitation and choose a password.</summary>
    /// <param name="language"><c>en</c> or <c>fr</c>; the tenant's when it is null.</param>
    Task SendInvitationAsync(UserId user, string? language, CancellationToken cancellationToken);
}
