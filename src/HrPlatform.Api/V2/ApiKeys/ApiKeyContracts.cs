using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.V2.ApiKeys;

/// <summary>A credential of a program. Its secret was shown once, when it was made.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name" example="payroll">Tells which program holds the key.</param>
/// <param name="Environment"><c>live</c>, or <c>test</c> for the sandbox.</param>
/// <param name="Status">Whether it works; an expired or revoked key stays in the list.</param>
/// <param name="Hint" example="4kQz">The last characters of the secret, to recognise it by.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Replaces">The key that this one was rotated from.</param>
/// <param name="ExpiresAt">When it ends by itself; null for never.</param>
/// <param name="RevokedAt">When somebody ended it; null when nobody did.</param>
/// <param name="LastUsedAt">To within a few seconds; null when it was never used.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When anything about it changed last.</param>
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
/// <param name="Key">All about the key but its secret.</param>
/// <param name="Secret">What programs send as <c>Authorization: Bearer …</c>. It is shown this once and never again.</param>
public sealed record CreatedApiKeyResource(ApiKeyResource Key, string Secret)
{
    internal static CreatedApiKeyResource Of(CreatedApiKey created, DateTimeOffset now) =>
        new(ApiKeyResource.Of(created.Key, now), created.Secret.Text);
}

/// <summary>What a new key is to be.</summary>
/// <param name="Name" example="payroll">Tells which program holds the key.</param>
/// <param name="Scopes" example="[&quot;employees:read&quot;]">What it may do: none that the asking key doesn't have itself.</param>
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
    /// <summary>Tells which program holds the key.</summary>
    /// <example>payroll 2027</example>
    public Optional<string> Name { get; init; }
}

/// <summary>How a key is replaced.</summary>
/// <param name="OverlapSeconds" example="3600">How long the old key goes on working; 24 hours when left out, at most 30 days.</param>
public sealed record ApiKeyRotation(int? OverlapSeconds = null);
