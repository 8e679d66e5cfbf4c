using HrPlatform.Application.Search;
using HrPlatform.Domain.Employees;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using Pgvector;

namespace HrPlatform.Infrastructure.Search;

/// <inheritdoc cref="IEmployeeProfileStore"/>
internal sealed class EmployeeProfileStore(ITenantSql sql) : IEmployeeProfileStore
{
    public Task<IReadOnlyList<SearchableProfile>> ReadOutdatedAsync(int limit, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT e.id, e.version, concat_ws(' ',
                concat_ws(' in ', p.title, d.name) || '.',
                'Skills: ' || s.names || '.',
                e.bio)
            FROM employees e
            LEFT JOIN employee_profiles known ON known.employee_id = e.id
            LEFT JOIN departments d ON d.id = e.department_id
            LEFT JOIN positions p ON p.id = e.position_id
            LEFT JOIN LATERAL (
                SELECT string_agg(k.name, ', ' ORDER BY k.name) AS names
                FROM employee_skills es JOIN skills k ON k.id = es.skill_id WHERE es.employee_id = e.id
            ) AS s ON true
            WHERE e.deleted_at IS NULL AND known.employee_version IS DISTINCT FROM e.version
            LIMIT $1
            """
        )
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = limit } },
        };
        return sql.ReadAsync<IReadOnlyList<SearchableProfile>>(
            command,
            async (reader, token) =>
            {
                var profiles = new List<SearchableProfile>();
                while (await reader.ReadAsync(token))
                {
                    profiles.Add(
                        new SearchableProfile(
                            new EmployeeId(reader.GetGuid(0)),
                            reader.GetInt64(1),
                            reader.GetString(2)
                        )
                    );
                }
                return profiles;
            },
            cancellationToken
        );
    }

    public Task SaveAsync(
        IReadOnlyList<SearchableProfile> profiles,
        IReadOnlyDictionary<string, ReadOnlyMemory<float>> vectors,
        string embeddingModel,
        CancellationToken cancellationToken
    )
    {
        // An employee who was removed in the meantime is left out by the join.
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO employee_profiles (employee_id, employee_version, text, tsv, embedding, embedding_model)
            SELECT e.id, made.version, made.text,
                setweight(hr.name_vector(e.first_name, e.last_name), 'A') || to_tsvector('english', made.text),
                made.embedding, $5
            FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::public.vector[]) AS made (id, version, text, embedding)
            JOIN employees e ON e.id = made.id
            ON CONFLICT (employee_id) DO UPDATE SET employee_version = excluded.employee_version, text = excluded.text,
                tsv = excluded.tsv, embedding = excluded.embedding, embedding_model = excluded.embedding_model
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. profiles.Select(profile => profile.Employee.Value)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. profiles.Select(profile => profile.Version)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. profiles.Select(profile => profile.Text)] },
                new NpgsqlParameter<Vector[]>
                {
                    TypedValue = [.. profiles.Select(profile => new Vector(vectors[profile.Text]))],
                },
                new NpgsqlParameter<string> { TypedValue = embeddingModel },
            },
        };
        return sql.ExecuteAsync(command, cancellationToken);
    }
}
