using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Application.Common;

/// <summary>Where a tenant's environment lives: which shard, schema and database role.</summary>
public sealed record TenantPlace(
    TenantId TenantId,
    TenantEnvironment Environment,
    string Shard,
    string Schema,
    string Role,
    string Language
);

/// <summary>What kind of credential was presented.</summary>
public enum CallerKind
{
    /// <summary>A key of a service account, or the platform's own work.</summary>
    ApiKey,

    /// <summary>A user, through an app that the user trusts.</summary>
    User,

    /// <summary>An app that acts for itself.</summary>
    Client,

    /// <summary>A user whom an issuer vouches for that the tenant trusts.</summary>
    External,
}

/// <summary>Whose records a caller may see and change; from the widest to the narrowest.</summary>
public enum Reach
{
    Everyone,

    /// <summary>The caller's own department and those below it.</summary>
    Departments,

    /// <summary>The caller's own record.</summary>
    Self,
}

/// <summary>Who asks: the credential, the tenant it belongs to and what it may do.</summary>
/// <param name="Tenant">Null only for credentials of platform administrators.</param>
/// <param name="Plan">The tenant's plan: decides on limits.</param>
public sealed record Caller(
    Guid CredentialId,
    string Name,
    TenantPlace? Tenant,
    string Plan,
    IReadOnlySet<string> Scopes
)
{
    public CallerKind Kind { get; init; }

    /// <summary>The user for whom the credential acts; null when it acts for no person.</summary>
    public UserId? UserId { get; init; }

    /// <summary>The user's own record; null when the caller is no employee.</summary>
    public EmployeeId? EmployeeId { get; init; }

    /// <summary>The app that presented the credential; null when none did.</summary>
    public OAuthClientId? ClientId { get; init; }

    public Reach Reach { get; init; }

    public bool Has(string scope) =>
        Scopes.Contains(scope) && (Reach == Reach.Everyone || Identity.Scopes.OfLimitedReach.Contains(scope));

    public void Require(string scope)
    {
        if (!Has(scope))
            throw ProblemException.MissingScope(scope);
    }

    /// <summary>The work of the platform itself inside one tenant (jobs, provisioning): every scope of a tenant.</summary>
    public static Caller System(TenantPlace tenant) =>
        new(Guid.Empty, "system", tenant, "system", Identity.Scopes.OfTenant);

    /// <summary>Who runs the installation, at its command line: every scope of the platform.</summary>
    public static Caller Operator { get; } =
        new(Guid.Empty, "operator", Tenant: null, "system", Identity.Scopes.OfPlatform);
}

/// <summary>The caller of the running request or job. Nothing is resolved by default, and then nothing is allowed.</summary>
public sealed class CallerContext
{
    private Caller? _caller;

    public Caller Caller =>
        _caller ?? throw new ProblemException(ProblemCatalog.Unauthenticated, "No credential was presented.");

    public Caller? CallerOrNull => _caller;

    public TenantPlace Tenant =>
        Caller.Tenant ?? throw new ProblemException(ProblemCatalog.Forbidden, "This credential belongs to no tenant.");

    /// <summary>Set once per scope: a scope never changes its caller.</summary>
    public void Enter(Caller caller)
    {
        if (_caller is not null)
            throw new InvalidOperationException("The caller of this scope is already known.");
        _caller = caller;
    }
}
