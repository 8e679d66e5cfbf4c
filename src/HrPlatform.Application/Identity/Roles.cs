using System.Collections.Frozen;
using HrPlatform.Application.Common;

namespace HrPlatform.Application.Identity;

/// <summary>What the users who have it may do, and whose records they may do it to.</summary>
/// <param name="Name">Stable, lower_snake.</param>
public sealed record Role(string Name, string Description, Reach Reach, FrozenSet<string> Scopes);

/// <summary>The roles that every tenant has.</summary>
public static class Roles
{
    public static Role Admin { get; } =
        new("admin", "Everything in the tenant, access and apps included.", Reach.Everyone, Identity.Scopes.OfTenant);

    public static Role HrManager { get; } =
        new(
            "hr_manager",
            "All people, documents and agents; no access, keys or apps.",
            Reach.Everyone,
            Identity
                .Scopes.OfTenant.Except(
                    [
                        Identity.Scopes.KeysManage,
                        Identity.Scopes.UsersManage,
                        Identity.Scopes.ClientsManage,
                        Identity.Scopes.IdentityProvidersManage,
                    ],
                    StringComparer.Ordinal
                )
                .ToFrozenSet(StringComparer.Ordinal)
        );

    public static Role DepartmentManager { get; } =
        new(
            "department_manager",
            "People of the own department and of those below it.",
            Reach.Departments,
            Only(
                Identity.Scopes.EmployeesRead,
                Identity.Scopes.HistoryRead,
                Identity.Scopes.DocumentsRead,
                Identity.Scopes.AgentsUse
            )
        );

    public static Role Employee { get; } =
        new(
            "employee",
            "The own profile.",
            Reach.Self,
            Only(
                Identity.Scopes.EmployeesRead,
                Identity.Scopes.PersonalRead,
                Identity.Scopes.CompensationRead,
                Identity.Scopes.HistoryRead,
                Identity.Scopes.DocumentsRead,
                Identity.Scopes.AgentsUse
            )
        );

    public static IReadOnlyList<Role> BuiltIn { get; } = [Admin, HrManager, DepartmentManager, Employee];

    private static readonly FrozenDictionary<string, Role> _byName = BuiltIn.ToFrozenDictionary(
        role => role.Name,
        StringComparer.Ordinal
    );

    /// <summary>Null when there is no such role.</summary>
    public static Role? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// What several roles give together: the widest reach, and the scopes of the roles that have it. A narrower role adds
    /// nothing, for its scopes were not given for everybody's records.
    /// </summary>
    public static (Reach Reach, FrozenSet<string> Scopes) Together(IEnumerable<string> names)
    {
        var roles = names.Select(Find).OfType<Role>().ToList();
        if (roles.Count == 0)
            return (Reach.Self, []);
        var widest = roles.Min(role => role.Reach);
        return (
            widest,
            roles
                .Where(role => role.Reach == widest)
                .SelectMany(role => role.Scopes)
                .ToFrozenSet(StringComparer.Ordinal)
        );
    }

    private static FrozenSet<string> Only(params string[] scopes) => scopes.ToFrozenSet(StringComparer.Ordinal);
}
