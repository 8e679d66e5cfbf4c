using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>What a connection is entered as: the database role and where unqualified names are looked up.</summary>
public sealed record LeaseTarget
{
    public const string DefaultShard = "Platform";

    private LeaseTarget(string shard, string role, string schema)
    {
        Shard = shard;
        Role = role;
        Schema = schema;
        Mark = role;
    }

    /// <summary>The control plane on the default shard.</summary>
    public static LeaseTarget Platform { get; } = new(DefaultShard, "hr_platform", "platform");

    public string Shard { get; }

    public string Role { get; }

    /// <summary>
    /// By what a connection tells whom it serves: the role, which has one schema only, and for a limited reach a digest of
    /// role and reach that fits into PostgreSQL's 63 characters.
    /// </summary>
    public string Mark { get; private init; }

    /// <summary>What the policies of the limited role ask for; null where the target reaches everyone.</summary>
    public LimitedReach? Limits { get; private init; }

    public string Schema { get; }

    /// <summary>Temporary tables come last: what a tenant left on a connection never hides the next tenant's table.</summary>
    public string SearchPath => $"{Schema}, hr, public, pg_temp";

    /// <summary>The tenant with all its records: for the platform's own work.</summary>
    public static LeaseTarget Of(TenantPlace tenant) => new(tenant.Shard, tenant.Role, tenant.Schema);

    /// <summary>The tenant as far as the caller reaches.</summary>
    public static LeaseTarget Of(Caller caller, TenantPlace tenant)
    {
        if (caller.Reach == Reach.Everyone)
            return Of(tenant);
        var limits = new LimitedReach(
            caller.Reach == Reach.Departments ? "departments" : "self",
            caller.EmployeeId?.Value.ToString() ?? ""
        );
        var role = tenant.Role + "_limited";
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{role} {limits.Reach} {limits.Self}"));
        return new LeaseTarget(tenant.Shard, role, tenant.Schema)
        {
            Mark = $"limited {Base64Url.EncodeToString(digest)}",
            Limits = limits,
        };
    }
}

/// <param name="Reach"><c>departments</c> or <c>self</c>.</param>
/// <param name="Self">The id of the caller's own employee record; empty when there is none, who then reaches nobody.</param>
public sealed record LimitedReach(string Reach, string Self);
