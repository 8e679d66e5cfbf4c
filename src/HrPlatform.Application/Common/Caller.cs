using HrPlatform.Application.Common.Problems;
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
    public bool Has(string scope) => Scopes.Contains(scope);

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
