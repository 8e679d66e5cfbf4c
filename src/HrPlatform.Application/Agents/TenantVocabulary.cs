using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;

namespace HrPlatform.Application.Agents;

/// <summary>The names that questions of this tenant are made of.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetTenantVocabulary : IQuery<TenantVocabulary>;

/// <summary>Departments, positions and skills of a tenant, as an agent may read them; no personal data.</summary>
public sealed record TenantVocabulary(
    IReadOnlyList<VocabularyDepartment> Departments,
    IReadOnlyList<string> Positions,
    IReadOnlyList<VocabularySkill> Skills,
    string? Currency
)
{
    public static TenantVocabulary Empty { get; } = new([], [], [], null);

    public IEnumerable<string> SkillCategories =>
        Skills.Select(s => s.Category).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}

public sealed record VocabularyDepartment(string Name, string? Parent);

public sealed record VocabularySkill(string Name, string? Category);
