using System.Globalization;
using System.Text.Json;
using HrPlatform.Domain.Common;
using Npgsql;

namespace BareServer;

/// <summary>The three requests, each in one round trip.</summary>
internal sealed class EmployeeTable(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Columns = """
        e.id, e.employee_number, e.external_id, e.first_name, e.last_name, e.email, e.phone, e.birth_date, e.gender,
        e.bio, e.experience_years, e.hire_date, e.termination_date, e.status, e.department_id, d.name, e.position_id,
        p.title, m.id, m.first_name, m.last_name, s.ids, s.names, e.salary, e.currency, e.pay_effective_date, e.custom,
        e.created_at, e.updated_at
        """;

    private const string Joins = """
        LEFT JOIN departments d ON d.id = e.department_id
        LEFT JOIN positions p ON p.id = e.position_id
        LEFT JOIN employees m ON m.id = e.manager_id AND m.deleted_at IS NULL
        LEFT JOIN LATERAL (
            SELECT array_agg(k.id ORDER BY k.name) AS ids, array_agg(k.name ORDER BY k.name) AS names
            FROM employee_skills es JOIN skills k ON k.id = es.skill_id WHERE es.employee_id = e.id
        ) s ON true
        """;

    private const string One = $"SELECT {Columns} FROM employees e {Joins} WHERE e.id = $1 AND e.deleted_at IS NULL";

    private const string Many = $"""
        SELECT {Columns}
        FROM (SELECT * FROM employees WHERE deleted_at IS NULL AND id > $1 ORDER BY id LIMIT $2) e {Joins}
        ORDER BY e.id
        """;

    private static readonly JsonElement _nothing = JsonElement.Parse("{}");

    public async Task<Employee?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(One, connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    public async Task<Page> ListAsync(Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Many, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = after },
                new NpgsqlParameter<int> { TypedValue = limit + 1 },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var data = new List<Employee>(limit);
        while (data.Count < limit && await reader.ReadAsync(cancellationToken))
            data.Add(Read(reader));
        var more = await reader.ReadAsync(cancellationToken);
        return new Page(data, more, more ? data[^1].Id : null);
    }

    public async Task<Employee> CreateAsync(NewEmployee employee, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        var now = clock.GetUtcNow();
        var salary = employee.Compensation is { } pay
            ? decimal.Parse(pay.Amount.Amount, CultureInfo.InvariantCulture)
            : (decimal?)null;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Without BEGIN, a batch is one transaction.
        await using var batch = new NpgsqlBatch(connection);
        Add(
            batch,
            """
            INSERT INTO employees (id, first_name, last_name, email, bio, experience_years, hire_date, status,
                department_id, position_id, salary, currency, pay_effective_date, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'active',
                (SELECT id FROM departments WHERE hr.fold(name) = hr.fold($8)),
                (SELECT id FROM positions WHERE hr.fold(title) = hr.fold($9)),
                $10, $11, $12, $13, $13)
            """,
            Parameter(id),
            Parameter(employee.FirstName),
            Parameter(employee.LastName),
            Parameter(employee.Email),
            Parameter(employee.Bio),
            Parameter(employee.ExperienceYears),
            Parameter(employee.HireDate),
            Parameter(employee.Department),
            Parameter(employee.Position),
            Parameter(salary),
            Parameter(employee.Compensation?.Amount.Currency),
            Parameter(salary is null ? (DateOnly?)null : employee.HireDate),
            Parameter(now)
        );
        Add(
            batch,
            """
            INSERT INTO employee_skills (employee_id, skill_id)
            SELECT $1, id FROM skills WHERE hr.fold(name) IN (SELECT hr.fold(name) FROM unnest($2) AS name)
            """,
            Parameter(id),
            Parameter(employee.Skills ?? [])
        );
        Add(
            batch,
            """
            INSERT INTO employment_events (id, employee_id, kind, effective_date, sequence, changed, status,
                department_id, position_id, created_at)
            SELECT $1, id, 'hire', hire_date, 1, ARRAY['status', 'department', 'position'], 'active',
                department_id, position_id, $3
            FROM employees WHERE id = $2
            """,
            Parameter(Guid.CreateVersion7()),
            Parameter(id),
            Parameter(now)
        );
        if (salary is not null)
        {
            Add(
                batch,
                """
                INSERT INTO compensations (id, employee_id, effective_date, amount, currency, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                Parameter(Guid.CreateVersion7()),
                Parameter(id),
                Parameter(employee.HireDate),
                Parameter(salary),
                Parameter(employee.Compensation!.Amount.Currency),
                Parameter(now)
            );
        }
        Add(batch, One, Parameter(id));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        // The only statement of the batch that answers rows.
        await reader.ReadAsync(cancellationToken);
        return Read(reader);
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };

    private static Employee Read(NpgsqlDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateOnly? Date(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
        Named? Reference(string prefix, int column) =>
            row.IsDBNull(column)
                ? null
                : new Named(TypeId.Format(prefix, row.GetGuid(column)), row.GetString(column + 1));

        var custom = row.GetString(26);
        return new Employee
        {
            Id = TypeId.Format("emp", row.GetGuid(0)),
            EmployeeNumber = Text(1),
            ExternalId = Text(2),
            FirstName = row.GetString(3),
            LastName = row.GetString(4),
            DisplayName = $"{row.GetString(3)} {row.GetString(4)}",
            Email = row.GetString(5),
            Phone = Text(6),
            BirthDate = Date(7),
            Gender = Text(8),
            Bio = Text(9),
            ExperienceYears = row.IsDBNull(10) ? null : row.GetDecimal(10),
            HireDate = row.GetFieldValue<DateOnly>(11),
            TerminationDate = Date(12),
            Status = row.GetString(13),
            Department = Reference("dep", 14),
            Position = row.IsDBNull(16) ? null : new Titled(TypeId.Format("pos", row.GetGuid(16)), row.GetString(17)),
            Manager = row.IsDBNull(18)
                ? null
                : new Named(TypeId.Format("emp", row.GetGuid(18)), $"{row.GetString(19)} {row.GetString(20)}"),
            Skills = row.IsDBNull(21) ? [] : Skills(row.GetFieldValue<Guid[]>(21), row.GetFieldValue<string[]>(22)),
            Compensation = row.IsDBNull(23)
                ? null
                : new Pay(
                    new Money(row.GetDecimal(23).ToString("0.00", CultureInfo.InvariantCulture), row.GetString(24)),
                    Date(25)
                ),
            Custom = custom == "{}" ? _nothing : JsonElement.Parse(custom),
            CreatedAt = row.GetDateTime(27),
            UpdatedAt = row.GetDateTime(28),
            Withheld = [],
        };
    }

    private static Named[] Skills(Guid[] ids, string[] names)
    {
        var skills = new Named[ids.Length];
        for (var i = 0; i < ids.Length; i++)
            skills[i] = new Named(TypeId.Format("skl", ids[i]), names[i]);
        return skills;
    }
}
