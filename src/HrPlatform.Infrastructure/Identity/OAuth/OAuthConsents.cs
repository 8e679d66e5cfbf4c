using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.Users;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>What users have let apps do.</summary>
public sealed class OAuthConsents
{
    private readonly IOpenIddictAuthorizationManager _authorizations;
    private readonly PlatformDbContext _platform;
    private readonly TimeProvider _clock;

    internal OAuthConsents(
        IOpenIddictAuthorizationManager authorizations,
        PlatformDbContext platform,
        TimeProvider clock
    )
    {
        _authorizations = authorizations;
        _platform = platform;
        _clock = clock;
    }

    /// <summary>The names of the user's roles, as they are now.</summary>
    public async Task<IReadOnlyList<string>> RolesAsync(UserAccount user, CancellationToken cancellationToken)
    {
        var id = new UserId(user.Id);
        return await _platform
            .Users.AsNoTracking()
            .Where(row => row.Id == id)
            .Select(row => row.Roles)
            .SingleAsync(cancellationToken);
    }

    /// <summary>The consent that covers all of the scopes; null when there is none.</summary>
    public async Task<string?> FindAsync(
        UserAccount user,
        OAuthClient client,
        IReadOnlySet<string> scopes,
        CancellationToken cancellationToken
    )
    {
        var found = _authorizations.FindAsync(
            new UserId(user.Id).ToString(),
            client.Id.Value.ToString(),
            Statuses.Valid,
            AuthorizationTypes.Permanent,
            [.. scopes],
            cancellationToken
        );
        await foreach (var authorization in found.WithCancellation(cancellationToken))
            return await _authorizations.GetIdAsync(authorization, cancellationToken);
        return null;
    }

    /// <summary>The user consents.</summary>
    public async Task<string> AddAsync(
        UserAccount user,
        OAuthClient client,
        IReadOnlySet<string> scopes,
        CancellationToken cancellationToken
    )
    {
        var descriptor = new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = client.Id.Value.ToString(),
            CreationDate = _clock.GetUtcNow(),
            Status = Statuses.Valid,
            Subject = new UserId(user.Id).ToString(),
            Type = AuthorizationTypes.Permanent,
        };
        descriptor.Scopes.UnionWith(scopes);
        var authorization = await _authorizations.CreateAsync(descriptor, cancellationToken);
        return (await _authorizations.GetIdAsync(authorization, cancellationToken))!;
    }
}
