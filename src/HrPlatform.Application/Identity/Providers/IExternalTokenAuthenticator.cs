using HrPlatform.Application.Common;

namespace HrPlatform.Application.Identity.Providers;

/// <summary>Turns a token of an issuer that a tenant trusts into its caller.</summary>
public interface IExternalTokenAuthenticator
{
    /// <summary>Null when nobody here trusts the issuer, when the token is not sound, or when its user may not come in.</summary>
    /// <exception cref="Common.Problems.ProblemException">403 when the tenant is suspended.</exception>
    ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken);

    /// <summary>Forgets what is cached, so that a change of issuers or users holds at once in this process.</summary>
    void Forget();
}

/// <summary>Which addresses of issuers the server is willing to ask.</summary>
public interface IIssuerAddresses
{
    /// <summary>Whether the address may be asked: https, or loopback where the operator allows it.</summary>
    bool Allows(Uri address);
}
