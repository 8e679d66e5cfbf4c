using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Infrastructure.Persistence.Employees;

internal sealed class EmployeeStore(HrDbContext db, ITenantSql sql) : IEmployeeStore
{
    private const string Savepoint = "employees";

    public async Task<Employee?> LoadAsync(EmployeeId id, CancellationToken cancellationToken) =>
        (await LoadManyAsync([id], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Employee>> LoadManyAsync(
        IReadOnlyCollection<EmployeeId> ids,
        CancellationToken cancellationToken
    )
    {
        // A statement of its own: what is read together with the lock could be older than the wait for it. NO KEY: others
        // may refer to these employees meanwhile, as their manager.
        var statement = new SqlText();
        var wanted = statement.Value(ids.Select(id => id.Value).ToArray());
        statement.Add($"SELECT id FROM employees WHERE id = ANY({wanted}) ORDER BY id FOR NO KEY UPDATE");
        await sql.ExecuteAsync(statement.Build(), cancellationToken);
        return await db.Set<Employee>()
            .Where(employee => ids.Contains(employee.Id))
            .Include(EmployeeConfiguration.History)
            .Include(EmployeeConfiguration.Compensation)
            .Include(EmployeeConfiguration.Skills)
            .OrderBy(employee => employee.Id)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, EmployeeId>> FindOwnersAsync(
        UniqueEmployeeField field,
        IReadOnlyCollection<string> values,
        CancellationToken cancellationToken
    )
    {
        var column = field switch
        {
            UniqueEmployeeField.Email => "lower(email)",
            UniqueEmployeeField.EmployeeNumber => "employee_number",
            _ => "external_id",
        };
        var statement = new SqlText();
        var wanted = statement.Value(values.ToArray());
        statement.Add($"SELECT {column}, id FROM employees WHERE deleted_at IS NULL AND {column} = ANY({wanted})");
        return sql.ReadAsync<IReadOnlyDictionary<string, EmployeeId>>(
            statement.Build(),
            async (reader, cancel) =>
            {
                var found = new Dictionary<string, EmployeeId>(StringComparer.Ordinal);
                while (await reader.ReadAsync(cancel))
                    found[reader.GetString(0)] = new EmployeeId(reader.GetGuid(1));
                return found;
            },
            cancellationToken
        );
    }

    public Task LockReportingLinesAsync(CancellationToken cancellationToken) =>
        sql.ExecuteAsync(TenantLocks.Take("reporting-lines"), cancellationToken);

    public async Task<IReadOnlyCollection<EmployeeId>> FindCyclesAsync(
        IReadOnlyCollection<EmployeeId> ids,
        CancellationToken cancellationToken
    )
    {
        // Walks up from each employee through all managers of all days at once, narrowing the days on the way: a row that
        // comes back to its origin means that on those days the circle is closed.
        var statement = new SqlText();
        var origins = statement.Value(ids.Select(id => id.Value).ToArray());
        statement.Add(
            $"""
            WITH RECURSIVE chain (origin, employee_id, from_date, to_date) AS (
                SELECT ev.employee_id, ev.manager_id, ev.effective_date, coalesce(ev.valid_to, 'infinity')
                FROM employment_events ev
                WHERE ev.employee_id = ANY({origins}) AND ev.manager_id IS NOT NULL
                  AND coalesce(ev.valid_to, 'infinity') > ev.effective_date
                UNION
                SELECT c.origin, ev.manager_id, greatest(c.from_date, ev.effective_date),
                       least(c.to_date, coalesce(ev.valid_to, 'infinity'))
                FROM chain c
                JOIN employment_events ev ON ev.employee_id = c.employee_id
                WHERE c.employee_id <> c.origin AND ev.manager_id IS NOT NULL
                  AND greatest(c.from_date, ev.effective_date) < least(c.to_date, coalesce(ev.valid_to, 'infinity'))
            )
            SELECT DISTINCT origin FROM chain WHERE employee_id = origin
            """
        );
        return await IdsAsync(statement, cancellationToken);
    }

    public Task<IReadOnlyList<EmployeeId>> FindDueAsync(DateOnly today, int limit, CancellationToken cancellationToken)
    {
        var statement = new SqlText();
        var day = statement.Value(today);
        statement.Add(
            $"""
            SELECT employee_id FROM employment_events WHERE pending AND effective_date <= {day}
            UNION
            SELECT employee_id FROM compensations WHERE pending AND effective_date <= {day}
            LIMIT {statement.Value(limit)}
            """
        );
        return IdsAsync(statement, cancellationToken);
    }

    public void Forget() => db.ChangeTracker.Clear();

    public Task SetSavepointAsync(CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction!.CreateSavepointAsync(Savepoint, cancellationToken);

    public async Task ReturnToSavepointAsync(CancellationToken cancellationToken)
    {
        await db.Database.CurrentTransaction!.RollbackToSavepointAsync(Savepoint, cancellationToken);
        db.ChangeTracker.Clear();
    }

    private Task<IReadOnlyList<EmployeeId>> IdsAsync(SqlText statement, CancellationToken cancellationToken) =>
        sql.ReadAsync<IReadOnlyList<EmployeeId>>(
            statement.Build(),
            async (reader, cancel) =>
            {
                List<EmployeeId> ids = [];
                while (await reader.ReadAsync(cancel))
                    ids.Add(new EmployeeId(reader.GetGuid(0)));
                return ids;
            },
            cancellationToken
        );
}
