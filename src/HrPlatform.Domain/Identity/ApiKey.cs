using HrPlatform.Domain.Common;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Domain.Identity;

/// <summary>A credential of a service account; belongs to one environment of one tenant, or to the platform itself.</summary>
public sealed class ApiKey : AggregateRoot
{
    private ApiKey() { }

    public ApiKeyId Id { get; private set; }

    /// <summary>Null for a key of a platform administrator.</summary>
    public TenantId? TenantId { get; private set; }

    public TenantEnvironment Environment { get; private set; }

    public string Name { get; private set; } = "";

    public byte[] Hash { get; private set; } = [];

    public string Hint { get; private set; } = "";

    public IReadOnlyList<string> Scopes { get; private set; } = [];

    /// <summary>The key that this one was rotated from.</summary>
    public ApiKeyId? Replaces { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <param name="secret">Shown to the caller once and never again: only its hash is kept.</param>
    public static ApiKey Create(
        TenantId? tenant,
        TenantEnvironment environment,
        string name,
        IReadOnlyList<string> scopes,
        DateTimeOffset? expiresAt,
        out ApiKeySecret secret
    )
    {
        secret = ApiKeySecret.Generate(environment);
        return new ApiKey
        {
            Id = ApiKeyId.New(),
            TenantId = tenant,
            Environment = environment,
            Name = name,
            Hash = secret.Hash(),
            Hint = secret.Hint,
            Scopes = scopes,
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>A successor with the same rights; this key goes on working until <paramref name="overlapEnds"/>.</summary>
    public ApiKey Rotate(DateTimeOffset overlapEnds, out ApiKeySecret secret)
    {
        var successor = Create(TenantId, Environment, Name, Scopes, ExpiresAt, out secret);
        successor.Replaces = Id;
        if (ExpiresAt is null || ExpiresAt > overlapEnds)
            ExpiresAt = overlapEnds;
        return successor;
    }

    public void Rename(string name) => Name = name;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public bool IsUsable(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
