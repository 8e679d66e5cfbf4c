using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Tenants;

/// <summary>A company that keeps its people here.</summary>
public sealed class Tenant : AggregateRoot
{
    private Tenant() { }

    public TenantId Id { get; private set; }

    /// <summary>Short unique name in lower case, fit for a subdomain.</summary>
    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";

    public TenantStatus Status { get; private set; }

    public string Plan { get; private set; } = "";

    /// <summary>The name of the connection string of the PostgreSQL server that holds the tenant.</summary>
    public string Shard { get; private set; } = "";

    /// <summary>The text search configuration of documents whose language is unknown.</summary>
    public string Language { get; private set; } = "";

    public static Tenant Create(string slug, string name, string plan, string shard, string language) =>
        new()
        {
            Id = TenantId.New(),
            Slug = slug,
            Name = name,
            Plan = plan,
            Shard = shard,
            Language = language,
            Status = TenantStatus.Active,
        };

    /// <summary>The PostgreSQL schema of one of the tenant's environments; its role has the same name.</summary>
    public string SchemaOf(TenantEnvironment environment) =>
        environment == TenantEnvironment.Live ? $"tenant_{Id.Value:n}" : $"tenant_{Id.Value:n}_test";

    public void Suspend() => Status = TenantStatus.Suspended;

    public void Reactivate() => Status = TenantStatus.Active;

    public void Rename(string name) => Name = name;

    public void ChangePlan(string plan) => Plan = plan;
}

public enum TenantStatus
{
    Active,
    Suspended,
}
