using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>
/// Shows apps to OpenIddict as it knows them. Only reading: apps are registered and changed by use cases, in their own
/// transactions.
/// </summary>
internal sealed class OAuthClientStore(PlatformDbContext platform) : IOpenIddictApplicationStore<OAuthClient>
{
    public async ValueTask<OAuthClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        Guid.TryParse(identifier, out var id) ? await FindAsync(new OAuthClientId(id), cancellationToken) : null;

    public async ValueTask<OAuthClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        TypeId.TryParse(OAuthClientId.Prefix, identifier, out var id)
            ? await FindAsync(new OAuthClientId(id), cancellationToken)
            : null;

    public IAsyncEnumerable<OAuthClient> FindByPostLogoutRedirectUriAsync(
        string uri,
        CancellationToken cancellationToken
    ) =>
        platform
            .OAuthClients.AsNoTracking()
            .Where(client => client.PostLogoutRedirectUris.Contains(uri))
            .AsAsyncEnumerable();

    public IAsyncEnumerable<OAuthClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) =>
        platform.OAuthClients.AsNoTracking().Where(client => client.RedirectUris.Contains(uri)).AsAsyncEnumerable();

    // What EF Core's stores of tokens and authorizations know the app by.
    public ValueTask<string?> GetIdAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Id.Value.ToString());

    public ValueTask<string?> GetClientIdAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Id.ToString());

    public ValueTask<string?> GetClientSecretAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.SecretHash is { } hash ? Convert.ToHexString(hash) : null);

    public ValueTask<string?> GetClientTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.IsConfidential ? ClientTypes.Confidential : ClientTypes.Public);

    public ValueTask<string?> GetApplicationTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Type == OAuthClientType.Native ? ApplicationTypes.Native : ApplicationTypes.Web);

    public ValueTask<string?> GetConsentTypeAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.TenantId is null ? ConsentTypes.Implicit : ConsentTypes.Explicit);

    public ValueTask<string?> GetDisplayNameAsync(OAuthClient application, CancellationToken cancellationToken) =>
        new(application.Name);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => default;

    public ValueTask<ImmutableArray<string>> GetPermissionsAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new([.. PermissionsOf(application)]);

    public ValueTask<ImmutableArray<string>> GetPostLogoutRedirectUrisAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new([.. application.PostLogoutRedirectUris]);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableArray<string>> GetRedirectUrisAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new([.. application.RedirectUris]);

    public ValueTask<ImmutableArray<string>> GetRequirementsAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new([Requirements.Features.ProofKeyForCodeExchange]);

    public ValueTask<ImmutableDictionary<string, string>> GetSettingsAsync(
        OAuthClient application,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<string, string>.Empty);

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        await platform.OAuthClients.LongCountAsync(cancellationToken);

    public async ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<OAuthClient>, IQueryable<TResult>> query,
        CancellationToken cancellationToken
    ) => await query(platform.OAuthClients.AsNoTracking()).LongCountAsync(cancellationToken);

    public async ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<OAuthClient>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => await query(platform.OAuthClients.AsNoTracking(), state).FirstOrDefaultAsync(cancellationToken);

    public async IAsyncEnumerable<OAuthClient> ListAsync(
        int? count,
        int? offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var clients = platform.OAuthClients.AsNoTracking().OrderBy(client => client.Id).Skip(offset ?? 0);
        await foreach (
            var client in clients.Take(count ?? int.MaxValue).AsAsyncEnumerable().WithCancellation(cancellationToken)
        )
            yield return client;
    }

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<OAuthClient>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => query(platform.OAuthClients.AsNoTracking(), state).AsAsyncEnumerable();

    public ValueTask<OAuthClient> InstantiateAsync(CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask CreateAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask UpdateAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask DeleteAsync(OAuthClient application, CancellationToken cancellationToken) => throw ReadOnly();

    public ValueTask SetApplicationTypeAsync(OAuthClient application, string? type, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetClientIdAsync(OAuthClient application, string? identifier, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetClientSecretAsync(OAuthClient application, string? secret, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetClientTypeAsync(OAuthClient application, string? type, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetConsentTypeAsync(OAuthClient application, string? type, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetDisplayNameAsync(OAuthClient application, string? name, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetDisplayNamesAsync(
        OAuthClient application,
        ImmutableDictionary<CultureInfo, string> names,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetJsonWebKeySetAsync(OAuthClient application, JsonWebKeySet? set, CancellationToken token) =>
        throw ReadOnly();

    public ValueTask SetPermissionsAsync(
        OAuthClient application,
        ImmutableArray<string> permissions,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetPostLogoutRedirectUrisAsync(
        OAuthClient application,
        ImmutableArray<string> uris,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetPropertiesAsync(
        OAuthClient application,
        ImmutableDictionary<string, JsonElement> properties,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetRedirectUrisAsync(
        OAuthClient application,
        ImmutableArray<string> uris,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetRequirementsAsync(
        OAuthClient application,
        ImmutableArray<string> requirements,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public ValueTask SetSettingsAsync(
        OAuthClient application,
        ImmutableDictionary<string, string> settings,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    private Task<OAuthClient?> FindAsync(OAuthClientId id, CancellationToken cancellationToken) =>
        platform.OAuthClients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken);

    private static IEnumerable<string> PermissionsOf(OAuthClient client)
    {
        yield return Permissions.Endpoints.Token;
        yield return Permissions.Endpoints.Revocation;
        if (client.IsConfidential)
            yield return Permissions.Endpoints.Introspection;
        if (client.ActsForUsers)
        {
            yield return Permissions.Endpoints.Authorization;
            yield return Permissions.Endpoints.EndSession;
            yield return Permissions.GrantTypes.AuthorizationCode;
            yield return Permissions.GrantTypes.RefreshToken;
            yield return Permissions.ResponseTypes.Code;
            yield return Permissions.Scopes.Profile;
            yield return Permissions.Scopes.Email;
        }
        else
        {
            yield return Permissions.GrantTypes.ClientCredentials;
        }
        foreach (var scope in client.Scopes)
            yield return Permissions.Prefixes.Scope + scope;
    }

    private static NotSupportedException ReadOnly() =>
        new("Apps are registered and changed by use cases, not through OpenIddict.");
}
