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
    }

    /// <summary>The control plane on the default shard.</summary>
    public static LeaseTarget Platform { get; } = new(DefaultShard, "hr_platform", "platform");

    public string Shard { get; }

    /// <summary>Also the mark by which a connection tells whom it serves, so a role has one schema only.</summary>
    public string Role { get; }

    public string Schema { get; }

    /// <summary>Temporary tables come last: what a tenant left on a connection never hides the next tenant's table.</summary>
    public string SearchPath => $"{Schema}, hr, public, pg_temp";

    public static LeaseTarget Of(TenantPlace tenant) => new(tenant.Shard, tenant.Role, tenant.Schema);
}
