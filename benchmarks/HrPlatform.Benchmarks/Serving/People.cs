using Npgsql;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>Fills a tenant's schema with employees as the API itself would have stored them.</summary>
internal static class People
{
    public const int Departments = 40;
    public const int Positions = 60;
    public const int Skills = 120;

    /// <summary>How many different vectors the profiles share; ten of each, so that the index is built quickly.</summary>
    private const int ProfilesPerVector = 10;

    /// <summary>Their ids, in the order of the list.</summary>
    public static async Task<Guid[]> FillAsync(
        BenchmarkDatabase database,
        string schema,
        int employees,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenAsync(schema, cancellationToken);
        await using var fill = new NpgsqlCommand(Fill(employees), connection);
        await fill.ExecuteNonQueryAsync(cancellationToken);
        await using var ids = new NpgsqlCommand("SELECT id FROM employees ORDER BY id", connection);
        await using var reader = await ids.ExecuteReaderAsync(cancellationToken);
        var all = new List<Guid>(employees);
        while (await reader.ReadAsync(cancellationToken))
            all.Add(reader.GetGuid(0));
        return [.. all];
    }

    // Ids look like UUIDv7 of the first days of 2026. Everybody has a department, a position, three skills, pay, a manager
    // but the first ten, the hire as the first event, and a searchable profile.
    private static string Fill(int employees) =>
        $"""
            CREATE FUNCTION pg_temp.make_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
                SELECT (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || 'a'
                    || substr(md5(kind::text || ':' || n::text), 1, 15))::uuid
            $$;
            SET maintenance_work_mem = '512MB';
            DROP INDEX employee_profiles_embedding_idx;

            INSERT INTO departments (id, name, created_at, updated_at)
            SELECT pg_temp.make_id(1, n), 'Department ' || n, now(), now() FROM generate_series(1, {Departments}) AS n;
            INSERT INTO positions (id, title, created_at, updated_at)
            SELECT pg_temp.make_id(2, n), 'Position ' || n, now(), now() FROM generate_series(1, {Positions}) AS n;
            INSERT INTO skills (id, name, created_at, updated_at)
            SELECT pg_temp.make_id(3, n), 'Skill ' || n, now(), now() FROM generate_series(1, {Skills}) AS n;

            INSERT INTO employees (id, employee_number, first_name, last_name, email, phone, birth_date, gender, bio,
                experience_years, hire_date, status, department_id, position_id, manager_id, salary, currency,
                pay_effective_date, created_at, updated_at)
            SELECT pg_temp.make_id(4, n), (100000 + n)::text,
                (ARRAY['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Tony', 'Niklaus', 'Frances', 'John'])[1 + n % 10],
                (ARRAY['Byron', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Hoare', 'Wirth', 'Allen', 'Backus',
                    'Moreau', 'Lefèvre', 'Nguyen'])[1 + n % 13],
                'person.' || n || '@example.com', '+44 20 7946 ' || lpad((n % 10000)::text, 4, '0'),
                date '1960-01-01' + (n % 14000)::int, CASE WHEN n % 2 = 0 THEN 'F' ELSE 'M' END,
                'Joined as number ' || n || ', leads the weekly planning round, reviews the quarterly figures and teaches '
                    || 'newcomers how requests travel through the house.',
                (n % 400) / 10.0, date '2010-01-01' + (n * 7 % 5500)::int, 'active',
                pg_temp.make_id(1, 1 + n % {Departments}), pg_temp.make_id(2, 1 + n % {Positions}),
                CASE WHEN n > 10 THEN pg_temp.make_id(4, n / 10) END,
                40000 + n * 37 % 90000, 'USD', date '2010-01-01' + (n * 7 % 5500)::int,
                timestamptz '2026-01-01' + n * interval '1 millisecond',
                timestamptz '2026-01-01' + n * interval '1 millisecond'
            FROM generate_series(1, {employees}::bigint) AS n;

            INSERT INTO employee_skills (employee_id, skill_id)
            SELECT pg_temp.make_id(4, n), pg_temp.make_id(3, 1 + (n * 7 + i * 11) % {Skills})
            FROM generate_series(1, {employees}::bigint) AS n, generate_series(0, 2) AS i;

            INSERT INTO employment_events (id, employee_id, kind, effective_date, sequence, changed, status,
                department_id, position_id, manager_id, created_at)
            SELECT pg_temp.make_id(5, row_number() OVER ()), id, 'hire', hire_date, 1,
                ARRAY['status', 'department', 'position', 'manager'], 'active', department_id, position_id, manager_id,
                created_at
            FROM employees;
            INSERT INTO compensations (id, employee_id, effective_date, amount, currency, created_at)
            SELECT pg_temp.make_id(6, row_number() OVER ()), id, pay_effective_date, salary, currency, created_at
            FROM employees;

            CREATE TEMP TABLE vectors AS
            SELECT n, (SELECT array_agg(random() - 0.5 + 0 * (n + i)) FROM generate_series(1, 512) AS i)::public.vector(512) AS vector
            FROM generate_series(0, {employees / ProfilesPerVector}) AS n;
            INSERT INTO employee_profiles (employee_id, employee_version, text, tsv, embedding, embedding_model)
            SELECT e.id, e.version, e.bio, hr.name_vector(e.first_name, e.last_name), v.vector, 'benchmark'
            FROM (SELECT *, row_number() OVER () AS n FROM employees) AS e
            JOIN vectors v ON v.n = e.n / {ProfilesPerVector};
            DROP TABLE vectors;
            CREATE INDEX employee_profiles_embedding_idx ON employee_profiles
                USING hnsw (embedding public.vector_cosine_ops) WITH (m = 16, ef_construction = 64);
            ANALYZE departments, positions, skills, employees, employee_skills, employment_events, compensations,
                employee_profiles;
            """;
}
