using HrPlatform.Application.Common;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>What a connection is entered as: the database role and where unqualified names are looked up.</summary>
public sealed record LeaseTarget(string Shard, string Role, string SearchPath)
{
    public const string DefaultShard = "Platform";

    /// <summary>The control plane on the default shard.</summary>
    public static LeaseTarget Platform { get; } = new(DefaultShard, "hr_platform", "platform, hr, public");

    public static LeaseTarget Of(TenantPlace tenant) => new(tenant.Shard, tenant.Role, $"{tenant.Schema}, hr, public");
}
