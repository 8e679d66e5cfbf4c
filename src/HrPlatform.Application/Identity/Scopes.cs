using System.Collections.Frozen;

namespace HrPlatform.Application.Identity;

/// <summary>What a credential may do. Everything that is not granted is refused.</summary>
public static class Scopes
{
    public const string EmployeesRead = "employees:read";
    public const string EmployeesWrite = "employees:write";
    public const string PersonalRead = "personal:read";
    public const string CompensationRead = "compensation:read";
    public const string CompensationWrite = "compensation:write";
    public const string HistoryRead = "history:read";
    public const string OrganizationWrite = "organization:write";
    public const string DocumentsRead = "documents:read";
    public const string DocumentsWrite = "documents:write";
    public const string AgentsUse = "agents:use";
    public const string ImportsWrite = "imports:write";
    public const string ExportsRead = "exports:read";
    public const string KeysManage = "keys:manage";
    public const string UsersManage = "users:manage";
    public const string ClientsManage = "clients:manage";
    public const string IdentityProvidersManage = "identity-providers:manage";
    public const string TenantsManage = "platform:tenants";

    /// <summary>Scope to one-sentence description, as shown in the documentation.</summary>
    public static FrozenDictionary<string, string> Descriptions { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [EmployeesRead] = "Read employees, departments, positions and skills.",
            [EmployeesWrite] = "Create, change, delete and restore employees.",
            [PersonalRead] = "See birth date, gender and phone number.",
            [CompensationRead] = "See pay, and figures made from pay.",
            [CompensationWrite] = "Change pay.",
            [HistoryRead] = "See employment history and past or future states (`asOf`).",
            [OrganizationWrite] = "Change departments, positions, skills and custom fields.",
            [DocumentsRead] = "Read and search documents.",
            [DocumentsWrite] = "Upload and delete documents.",
            [AgentsUse] = "Ask agents. They see no more than the key itself.",
            [ImportsWrite] = "Run imports.",
            [ExportsRead] = "Run exports and download their files.",
            [KeysManage] = "Create, rotate and revoke API keys.",
            [UsersManage] = "Invite users, give them roles, end their sessions.",
            [ClientsManage] = "Register apps that act for users or for themselves.",
            [IdentityProvidersManage] = "Decide which other issuers' users may sign in.",
            [TenantsManage] = "Provision and change tenants (platform administrators only).",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All scopes that a tenant's own credential can have.</summary>
    public static FrozenSet<string> OfTenant { get; } =
        Descriptions.Keys.Where(scope => scope != TenantsManage).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// All scopes that count for a caller who doesn't reach everybody's records: those of reads that the database narrows.
    /// </summary>
    public static FrozenSet<string> OfLimitedReach { get; } =
        new[] { EmployeesRead, PersonalRead, CompensationRead, HistoryRead, DocumentsRead, AgentsUse }.ToFrozenSet(
            StringComparer.Ordinal
        );

    /// <summary>All scopes that a platform administrator's credential can have.</summary>
    public static FrozenSet<string> OfPlatform { get; } =
        new[] { TenantsManage, KeysManage, ClientsManage }.ToFrozenSet(StringComparer.Ordinal);
}
