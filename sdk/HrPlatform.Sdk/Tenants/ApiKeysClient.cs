using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Credentials of the tenant's programs.</summary>
public class ApiKeysClient
{
    private readonly IApiKeysApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public ApiKeysClient(IApiKeysApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected ApiKeysClient() { }
#pragma warning restore CS8618

    /// <summary>All keys, oldest first; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<ApiKeyResource> ListAsync(
        ListApiKeysQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<ApiKeyResource>(
            async (cursor, cancellation) =>
                await _api.ListApiKeysAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one key, without its secret.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<ApiKeyResource> GetAsync(string keyId, CancellationToken cancellationToken = default) =>
        _api.GetApiKeyAsync(keyId, cancellationToken);

    /// <summary>Makes a key. The answer holds its secret, this once.</summary>
    /// <param name="key">Its name and what it may do.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<CreatedApiKeyResource> CreateAsync(
        NewApiKey key,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) => _api.CreateApiKeyAsync(key, idempotencyKey, cancellationToken);

    /// <summary>Renames a key.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="patch">The fields to change; the others stay.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<ApiKeyResource> UpdateAsync(
        string keyId,
        ApiKeyPatch patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.UpdateApiKeyAsync(keyId, patch, ifMatch, cancellationToken);

    /// <summary>Makes a successor with the same rights; the old key goes on working for the overlap.</summary>
    /// <param name="keyId">The old key's id.</param>
    /// <param name="overlap">How long the old key goes on working; a day when left out.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<CreatedApiKeyResource> RotateAsync(
        string keyId,
        TimeSpan? overlap = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    ) =>
        _api.RotateApiKeyAsync(
            keyId,
            new ApiKeyRotation { OverlapSeconds = (int?)overlap?.TotalSeconds },
            idempotencyKey,
            cancellationToken
        );

    /// <summary>Ends a key at once and for good.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task RevokeAsync(string keyId, CancellationToken cancellationToken = default) =>
        _api.RevokeApiKeyAsync(keyId, cancellationToken: cancellationToken);
}
