using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Agents;

/// <summary>The names that questions of this tenant are made of.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetTenantVocabulary : IQuery<TenantVocabulary>;

/// <summary>Departments, positions and skills of a tenant, as an agent may read them; no personal data.</summary>
public sealed record TenantVocabulary(
    IReadOnlyList<VocabularyDepartment> Departments,
    IReadOnlyList<string> Positions,
    IReadOnlyList<VocabularySkill> Skills
)
{
    public static TenantVocabulary Empty { get; } = new([], [], []);

    public IEnumerable<string> SkillCategories =>
        Skills.Select(s => s.Category).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>Reads the names; at most a few thousand of each kind.</summary>
public interface ITenantVocabularyReads
{
    Task<TenantVocabulary> ReadAsync(CancellationToken cancellationToken);
}

internal sealed class GetTenantVocabularyHandler(ITenantVocabularyReads reads)
    : IRequestHandler<GetTenantVocabulary, TenantVocabulary>
{
    public Task<TenantVocabulary> Handle(GetTenantVocabulary request, CancellationToken cancellationToken) =>
        reads.ReadAsync(cancellationToken);
}

public sealed record VocabularyDepartment(string Name, string? Parent);

public sealed record VocabularySkill(string Name, string? Category);
