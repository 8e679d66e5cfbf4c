using HrPlatform.Application.Common;

namespace HrPlatform.Application.Identity;

/// <summary>Turns a presented key into its caller.</summary>
public interface IApiKeyAuthenticator
{
    /// <summary>Null when the key is malformed, unknown, expired or revoked.</summary>
    /// <exception cref="Common.Problems.ProblemException">403 when the tenant is suspended.</exception>
    ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken);

    /// <summary>Forgets what is cached, so that a change of keys or tenants holds at once in this process.</summary>
    void Forget();
}
