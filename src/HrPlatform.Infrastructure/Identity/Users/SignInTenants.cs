using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>The tenant's environment that somebody signs in to.</summary>
public sealed record SignInTenant(Tenant Tenant, TenantEnvironment Environment)
{
    private const string SandboxSuffix = "~sandbox";

    /// <summary>How paths name it: the slug, for the sandbox followed by <c>~sandbox</c>.</summary>
    public string Segment => SegmentOf(Tenant.Slug, Environment);

    internal static string SegmentOf(string slug, TenantEnvironment environment) =>
        environment == TenantEnvironment.Test ? slug + SandboxSuffix : slug;

    internal static (string Slug, TenantEnvironment Environment) Parse(string segment) =>
        segment.EndsWith(SandboxSuffix, StringComparison.Ordinal)
            ? (segment[..^SandboxSuffix.Length], TenantEnvironment.Test)
            : (segment, TenantEnvironment.Live);
}

/// <summary>Finds the tenant that somebody signs in to.</summary>
public sealed class SignInTenants
{
    private readonly PlatformDbContext _platform;

    internal SignInTenants(PlatformDbContext platform) => _platform = platform;

    /// <summary>Null when there is none, or when it is suspended.</summary>
    public async Task<SignInTenant?> FindAsync(string? segment, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(segment))
            return null;
        var (slug, environment) = SignInTenant.Parse(segment);
        var tenant = await _platform
            .Tenants.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Slug == slug && row.Status == TenantStatus.Active, cancellationToken);
        return tenant is null ? null : new SignInTenant(tenant, environment);
    }

    /// <inheritdoc cref="FindAsync(string?, CancellationToken)"/>
    public async Task<SignInTenant?> FindAsync(
        TenantId id,
        TenantEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var tenant = await _platform
            .Tenants.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.Status == TenantStatus.Active, cancellationToken);
        return tenant is null ? null : new SignInTenant(tenant, environment);
    }
}
