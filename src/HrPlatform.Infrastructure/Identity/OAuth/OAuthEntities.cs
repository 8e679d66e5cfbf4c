using OpenIddict.EntityFrameworkCore.Models;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>The row of an app, as far as tokens refer to it; apps themselves are the domain's.</summary>
internal sealed class OAuthApplication : OpenIddictEntityFrameworkCoreApplication<Guid, OAuthAuthorization, OAuthToken>;

internal sealed class OAuthAuthorization
    : OpenIddictEntityFrameworkCoreAuthorization<Guid, OAuthApplication, OAuthToken>;

/// <summary>A token, with what is needed to know its caller in one statement.</summary>
internal sealed class OAuthToken : OpenIddictEntityFrameworkCoreToken<Guid, OAuthApplication, OAuthAuthorization>
{
    public Guid? TenantId { get; set; }

    public string? Environment { get; set; }

    public Guid? UserId { get; set; }

    public Guid? SessionId { get; set; }

    public string[] Scopes { get; set; } = [];
}

/// <summary>Scopes are fixed by the program, so no table holds them; OpenIddict needs a type all the same.</summary>
internal sealed class OAuthScope : OpenIddictEntityFrameworkCoreScope<Guid>;
