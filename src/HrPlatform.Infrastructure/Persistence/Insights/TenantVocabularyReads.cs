using HrPlatform.Application.Agents;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

/// <inheritdoc cref="ITenantVocabularyReads"/>
internal sealed class TenantVocabularyReads(ITenantSql sql) : ITenantVocabularyReads
{
    // Far above any real catalogue; keeps a prompt from growing without end.
    private const string Names = """
        (SELECT 'department', d.name, parent.name FROM departments d LEFT JOIN departments parent ON parent.id = d.parent_id
         ORDER BY d.name LIMIT 2000)
        UNION ALL
        (SELECT 'position', title, NULL FROM positions ORDER BY title LIMIT 2000)
        UNION ALL
        (SELECT 'skill', name, category FROM skills ORDER BY name LIMIT 5000)
        """;

    public Task<TenantVocabulary> ReadAsync(CancellationToken cancellationToken) =>
        sql.ReadAsync(new NpgsqlBatchCommand(Names), ReadAsync, cancellationToken);

    private static async Task<TenantVocabulary> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var departments = new List<VocabularyDepartment>();
        var positions = new List<string>();
        var skills = new List<VocabularySkill>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (name, group) = (reader.GetString(1), reader.TextOrNull(2));
            switch (reader.GetString(0))
            {
                case "department":
                    departments.Add(new VocabularyDepartment(name, group));
                    break;
                case "position":
                    positions.Add(name);
                    break;
                default:
                    skills.Add(new VocabularySkill(name, group));
                    break;
            }
        }
        return new TenantVocabulary(departments, positions, skills);
    }
}
