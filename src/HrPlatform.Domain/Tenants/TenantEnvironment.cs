namespace HrPlatform.Domain.Tenants;

/// <summary>Each tenant has a live environment and a sandbox twin for tests: own schema, own data, own keys.</summary>
public enum TenantEnvironment
{
    Live,
    Test,
}
