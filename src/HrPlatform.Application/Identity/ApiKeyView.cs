using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Application.Identity;

/// <summary>A key and the one moment in which its secret is known.</summary>
public sealed record CreatedApiKey(ApiKey Key, ApiKeySecret Secret);

public enum ApiKeyStatus
{
    Active,
    Expired,
    Revoked,
}

public static class ApiKeyStates
{
    public static ApiKeyStatus StatusAt(this ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? ApiKeyStatus.Revoked
        : key.ExpiresAt <= now ? ApiKeyStatus.Expired
        : ApiKeyStatus.Active;
}

/// <summary>Which keys a caller may see and manage.</summary>
internal static class ApiKeyAccess
{
    /// <summary>
    /// Those of its own tenant, or of the platform. A sandbox key manages sandbox keys only: it must be no way to live
    /// data.
    /// </summary>
    public static IQueryable<ApiKey> VisibleTo(this IQueryable<ApiKey> keys, Common.Caller caller)
    {
        if (caller.Tenant is not { } place)
            return keys.Where(key => key.TenantId == null);
        var tenant = place.TenantId;
        keys = keys.Where(key => key.TenantId == tenant);
        return place.Environment == TenantEnvironment.Test
            ? keys.Where(key => key.Environment == TenantEnvironment.Test)
            : keys;
    }
}
