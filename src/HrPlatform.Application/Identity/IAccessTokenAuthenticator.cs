using HrPlatform.Application.Common;

namespace HrPlatform.Application.Identity;

/// <summary>Turns a presented access token of our own into its caller.</summary>
public interface IAccessTokenAuthenticator
{
    /// <summary>Null when the token is unknown, expired or revoked, or its user, session or app has ended.</summary>
    /// <exception cref="Common.Problems.ProblemException">403 when the tenant is suspended.</exception>
    ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken);

    /// <summary>Forgets what is cached, so that a change of users, apps or sessions holds at once in this process.</summary>
    void Forget();
}
