using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Insights;

/// <inheritdoc cref="ISkillInsights"/>
internal sealed class SkillInsights(ITenantSql sql) : ISkillInsights
{
    private const int MostDomains = 50;

    public async Task<SkillExperts> ExpertsAsync(GetSkillExperts query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var where = statement.Where(query.Filter);
        var everyCategory = query.Skills.Count + query.Categories.Count == 0;
        var domains = everyCategory
            ? $"""
                SELECT dense_rank() OVER (ORDER BY category) AS place, category AS domain, id AS skill_id
                FROM skills WHERE category IS NOT NULL
                """
            : $"""
                SELECT asked.place, s.name AS domain, s.id AS skill_id
                FROM unnest({statement.Value(query.Skills.ToArray())}) WITH ORDINALITY AS asked (name, place)
                JOIN skills s ON s.name = asked.name
                UNION ALL
                SELECT 1000 + asked.place, s.category, s.id
                FROM unnest({statement.Value(query.Categories.ToArray())}) WITH ORDINALITY AS asked (name, place)
                JOIN skills s ON s.category = asked.name
                """;
        var found = await sql.ReadAsync(
            statement.With(
                $"""
                WITH people AS MATERIALIZED (
                    SELECT e.id, e.first_name, e.last_name, e.experience_years, d.name AS department, p.title AS position
                    FROM {WorkforceStatement.Source} WHERE {where}),
                domains AS ({domains}),
                ranked AS (
                    SELECT domains.place, domains.domain, people.id, array_agg(s.name ORDER BY s.name) AS skills,
                           count(*) OVER (PARTITION BY domains.place) AS holders,
                           row_number() OVER (PARTITION BY domains.place
                               ORDER BY count(*) DESC, people.experience_years DESC NULLS LAST,
                                        people.last_name, people.first_name, people.id) AS rank
                    FROM domains
                    JOIN skills s ON s.id = domains.skill_id
                    JOIN employee_skills es ON es.skill_id = s.id
                    JOIN people ON people.id = es.employee_id
                    GROUP BY domains.place, domains.domain, people.id, people.experience_years, people.last_name, people.first_name)
                SELECT ranked.domain, ranked.holders::int, people.id, people.first_name || ' ' || people.last_name,
                       people.department, people.position, people.experience_years, ranked.skills
                FROM ranked JOIN people ON people.id = ranked.id
                WHERE ranked.rank <= {statement.Value(query.Top)} AND ranked.place % 1000 <= {MostDomains}
                ORDER BY ranked.place, ranked.rank
                """
            ),
            ReadExpertsAsync,
            cancellationToken
        );
        // Who asks for a domain is told of it, also when no one knows it.
        var silent = query
            .Skills.Concat(query.Categories)
            .Where(name => !found.Exists(d => string.Equals(d.Domain, name, StringComparison.Ordinal)))
            .Select(name => new SkillDomainExperts(name, 0, []));
        return new SkillExperts([.. found, .. silent]);
    }

    public Task<TrainingNeeds> TrainingNeedsAsync(GetTrainingNeeds query, CancellationToken cancellationToken)
    {
        var statement = new WorkforceStatement();
        var conditions = new List<string>();
        string where;
        if (query.Person is { } person)
        {
            var id = statement.Value(person);
            where =
                statement.Where(WorkforceFilter.Everybody)
                + $" AND e.position_id = (SELECT position_id FROM employees WHERE id = {id})";
            conditions.Add(
                $"NOT EXISTS (SELECT FROM employee_skills own WHERE own.employee_id = {id} AND own.skill_id = s.id)"
            );
        }
        else
        {
            where = statement.Where(query.Filter);
        }
        if (query.Skills.Count > 0)
            conditions.Add($"s.name = ANY ({statement.Value(query.Skills.ToArray())})");
        if (query.Categories.Count > 0)
            conditions.Add($"s.category = ANY ({statement.Value(query.Categories.ToArray())})");
        var more = string.Concat(conditions.Select(c => $"\n      AND {c}"));
        var peers = query.Scope == TrainingScope.Position ? "p.title" : "d.name";
        return sql.ReadAsync(
            statement.With(
                $"""
                WITH people AS MATERIALIZED (
                    SELECT e.id, {peers} AS peers FROM {WorkforceStatement.Source} WHERE {where}),
                groups AS (
                    SELECT peers, count(*) AS people FROM people WHERE peers IS NOT NULL
                    GROUP BY peers HAVING count(*) >= {statement.Value(GetTrainingNeeds.SmallestGroup)}),
                held AS (
                    SELECT people.peers, es.skill_id, count(*) AS holders
                    FROM people JOIN employee_skills es ON es.employee_id = people.id
                    GROUP BY people.peers, es.skill_id),
                needs AS (
                    SELECT peers, s.name, s.category, groups.people, held.holders,
                           row_number() OVER (PARTITION BY peers ORDER BY groups.people - held.holders DESC, s.name) AS place
                    FROM groups JOIN held USING (peers) JOIN skills s ON s.id = held.skill_id
                    WHERE held.holders < groups.people
                      AND held.holders >= groups.people * {statement.Value(GetTrainingNeeds.UsualShare)}{more})
                SELECT peers, name, category, people::int, holders::int FROM needs
                WHERE place <= {statement.Value(query.MostPerGroup)}
                ORDER BY people - holders DESC, name, peers
                LIMIT {statement.Value(query.Top)}
                """
            ),
            ReadNeedsAsync,
            cancellationToken
        );
    }

    private static async Task<List<SkillDomainExperts>> ReadExpertsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var domains = new List<SkillDomainExperts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var expert = new SkillExpert(
                reader.GetGuid(2),
                reader.GetString(3),
                reader.TextOrNull(4),
                reader.TextOrNull(5),
                reader.DecimalOrNull(6),
                reader.GetFieldValue<string[]>(7)
            );
            var domain = reader.GetString(0);
            if (domains.Count > 0 && string.Equals(domains[^1].Domain, domain, StringComparison.Ordinal))
                domains[^1] = domains[^1] with { Experts = [.. domains[^1].Experts, expert] };
            else
                domains.Add(new SkillDomainExperts(domain, reader.GetInt32(1), [expert]));
        }
        return domains;
    }

    private static async Task<TrainingNeeds> ReadNeedsAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var needs = new List<TrainingNeed>();
        while (await reader.ReadAsync(cancellationToken))
        {
            needs.Add(
                new TrainingNeed(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.TextOrNull(2),
                    reader.GetInt32(3),
                    reader.GetInt32(4)
                )
            );
        }
        return new TrainingNeeds(needs);
    }
}
