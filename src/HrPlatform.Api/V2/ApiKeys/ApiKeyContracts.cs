using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.V2.ApiKeys;

/// <summary>A credential of a program. Its secret was shown once, when it was made.</summary>
/// <param name="Environment"><c>live</c>, or <c>test</c> for the sandbox.</param>
/// <param name="Hint">The last characters of the secret, to recognise it by.</param>
/// <param name="Replaces">The key that this one was rotated from.</param>
/// <param name="LastUsedAt">To within a few seconds; null when it was never used.</param>
public sealed record ApiKeyResource(
    ApiKeyId Id,
    string Name,
    TenantEnvironment Environment,
    ApiKeyStatus Status,
    string Hint,
    IReadOnlyList<string> Scopes,
    ApiKeyId? Replaces,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static ApiKeyResource Of(ApiKey key, DateTimeOffset now) =>
        new(
            key.Id,
            key.Name,
            key.Environment,
            key.StatusAt(now),
            key.Hint,
            key.Scopes,
            key.Replaces,
            key.ExpiresAt,
            key.RevokedAt,
            key.LastUsedAt,
            key.CreatedAt,
            key.UpdatedAt
        );
}

/// <summary>A new key.</summary>
/// <param name="Secret">What programs send as <c>Authorization: Bearer …</c>. It is shown this once and never again.</param>
public sealed record CreatedApiKeyResource(ApiKeyResource Key, string Secret)
{
    internal static CreatedApiKeyResource Of(CreatedApiKey created, DateTimeOffset now) =>
        new(ApiKeyResource.Of(created.Key, now), created.Secret.Text);
}

/// <param name="Name">Tells which program holds the key.</param>
/// <param name="Scopes">What it may do: none that the asking key doesn't have itself.</param>
/// <param name="ExpiresAt">Never when left out.</param>
/// <param name="Environment">The asking key's own when left out. A sandbox key makes sandbox keys only.</param>
public sealed record NewApiKey(
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt = null,
    TenantEnvironment? Environment = null
);

/// <summary>A merge patch: what is left out stays as it is.</summary>
public sealed record ApiKeyPatch
{
    public Optional<string> Name { get; init; }
}

/// <param name="OverlapSeconds">How long the old key goes on working; 24 hours when left out, at most 30 days.</param>
public sealed record ApiKeyRotation(int? OverlapSeconds = null);
