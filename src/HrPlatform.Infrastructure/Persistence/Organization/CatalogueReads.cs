using HrPlatform.Application.Employees;
using HrPlatform.Application.Organization;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Organization;

internal sealed class CatalogueReads(ITenantSql tenant) : ICatalogueReads, IDepartmentTree
{
    private const string DepartmentColumns =
        "t.id, t.name, t.code, b.id, b.name, t.version, t.created_at, t.updated_at";
    private const string DepartmentSource = "departments t LEFT JOIN departments b ON b.id = t.parent_id";

    public Task<CatalogueSlice<DepartmentView>> DepartmentsAsync(
        DepartmentFilter filter,
        CataloguePage page,
        CancellationToken cancellationToken
    )
    {
        string Where(SqlText sql)
        {
            var where = Matches(sql, "t.name", filter.Search);
            if (filter.Parent is { } parent)
                where += $" AND t.parent_id = {sql.Value(parent.Value)}";
            return filter.TopOnly ? where + " AND t.parent_id IS NULL" : where;
        }
        return ListAsync(DepartmentColumns, DepartmentSource, "t.name", Where, page, ReadDepartment, cancellationToken);
    }

    public Task<IReadOnlyDictionary<DepartmentId, DepartmentView>> DepartmentsAsync(
        IReadOnlyCollection<DepartmentId> ids,
        CancellationToken cancellationToken
    )
    {
        var sql = new SqlText();
        var wanted = sql.Value(ids.Select(id => id.Value).ToArray());
        sql.Add($"SELECT NULL, {DepartmentColumns} FROM {DepartmentSource} WHERE t.id = ANY({wanted})");
        return tenant.ReadAsync<IReadOnlyDictionary<DepartmentId, DepartmentView>>(
            sql.Build(),
            async (reader, cancel) =>
            {
                var found = new Dictionary<DepartmentId, DepartmentView>();
                while (await reader.ReadAsync(cancel))
                {
                    var department = ReadDepartment(reader);
                    found[department.Id] = department;
                }
                return found;
            },
            cancellationToken
        );
    }

    public Task<DepartmentView?> DepartmentAsync(DepartmentId id, CancellationToken cancellationToken) =>
        FindAsync(DepartmentColumns, DepartmentSource, id.Value, ReadDepartment, cancellationToken);

    public Task<IReadOnlyList<DepartmentHeadcount>> HeadcountsAsync(int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        sql.Add(
            $"""
            SELECT t.id, t.name, t.code, t.parent_id, coalesce(p.people, 0)
            FROM departments t LEFT JOIN (
                SELECT department_id, count(*)::int AS people FROM employees
                WHERE deleted_at IS NULL AND status NOT IN ('terminated', 'scheduled') GROUP BY department_id
            ) p ON p.department_id = t.id
            ORDER BY t.name LIMIT {sql.Value(limit)}
            """
        );
        return tenant.ReadAsync<IReadOnlyList<DepartmentHeadcount>>(
            sql.Build(),
            async (reader, cancel) =>
            {
                var rows = new List<DepartmentHeadcount>();
                while (await reader.ReadAsync(cancel))
                {
                    rows.Add(
                        new DepartmentHeadcount(
                            new DepartmentId(reader.GetGuid(0)),
                            reader.GetString(1),
                            reader.IsDBNull(2) ? null : reader.GetString(2),
                            reader.IsDBNull(3) ? null : new DepartmentId(reader.GetGuid(3)),
                            reader.GetInt32(4)
                        )
                    );
                }
                return rows;
            },
            cancellationToken
        );
    }

    public Task<CatalogueSlice<PositionView>> PositionsAsync(
        string? search,
        CataloguePage page,
        CancellationToken cancellationToken
    ) =>
        ListAsync(
            "t.id, t.title, t.level, t.version, t.created_at, t.updated_at",
            "positions t",
            "t.title",
            sql => Matches(sql, "t.title", search),
            page,
            ReadPosition,
            cancellationToken
        );

    public Task<PositionView?> PositionAsync(PositionId id, CancellationToken cancellationToken) =>
        FindAsync(
            "t.id, t.title, t.level, t.version, t.created_at, t.updated_at",
            "positions t",
            id.Value,
            ReadPosition,
            cancellationToken
        );

    public Task<CatalogueSlice<SkillView>> SkillsAsync(
        string? search,
        string? category,
        CataloguePage page,
        CancellationToken cancellationToken
    ) =>
        ListAsync(
            "t.id, t.name, t.category, t.version, t.created_at, t.updated_at",
            "skills t",
            "t.name",
            sql =>
                Matches(sql, "t.name", search)
                + (category is null ? "" : $" AND hr.fold(t.category) = hr.fold({sql.Value(category)})"),
            page,
            ReadSkill,
            cancellationToken
        );

    public Task<SkillView?> SkillAsync(SkillId id, CancellationToken cancellationToken) =>
        FindAsync(
            "t.id, t.name, t.category, t.version, t.created_at, t.updated_at",
            "skills t",
            id.Value,
            ReadSkill,
            cancellationToken
        );

    public Task LockAsync(CancellationToken cancellationToken) =>
        tenant.ExecuteAsync(TenantLocks.Take("department-tree"), cancellationToken);

    public Task<bool> IsBelowAsync(DepartmentId id, DepartmentId above, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        sql.Add(
            $"""
            WITH RECURSIVE up AS (
                SELECT {sql.Value(id.Value)} AS id
                UNION SELECT t.parent_id FROM departments t JOIN up ON t.id = up.id
            )
            SELECT EXISTS (SELECT 1 FROM up WHERE id = {sql.Value(above.Value)})
            """
        );
        return tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) && reader.GetBoolean(0),
            cancellationToken
        );
    }

    // Names are unique in their folded form, so that form alone makes the order total.
    private async Task<CatalogueSlice<T>> ListAsync<T>(
        string columns,
        string source,
        string name,
        Func<SqlText, string> where,
        CataloguePage page,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        var sql = new SqlText();
        sql.Add($"SELECT hr.fold({name}), {columns} FROM {source} WHERE true{where(sql)}");
        if (page.After is { } after)
            sql.Add($" AND hr.fold({name}) > {sql.Value(after)}");
        sql.Add($" ORDER BY hr.fold({name}) LIMIT {sql.Value(page.Limit + 1L)}");
        if (page.Offset > 0)
            sql.Add($" OFFSET {sql.Value(page.Offset)}");
        var slice = await tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) =>
            {
                List<T> items = [];
                string? last = null;
                while (await reader.ReadAsync(cancel))
                {
                    if (items.Count == page.Limit)
                        return new CatalogueSlice<T>(items, last, Total: null);
                    items.Add(read(reader));
                    last = reader.GetString(0);
                }
                return new CatalogueSlice<T>(items, After: null, Total: null);
            },
            cancellationToken
        );
        if (!page.WithTotal)
            return slice;

        var count = new SqlText();
        count.Add($"SELECT count(*) FROM {source} WHERE true{where(count)}");
        var total = await tenant.ReadAsync(
            count.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) ? reader.GetInt64(0) : 0,
            cancellationToken
        );
        return slice with { Total = total };
    }

    private Task<T?> FindAsync<T>(
        string columns,
        string source,
        Guid id,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var sql = new SqlText();
        sql.Add($"SELECT NULL, {columns} FROM {source} WHERE t.id = {sql.Value(id)}");
        return tenant.ReadAsync(
            sql.Build(),
            async (reader, cancel) => await reader.ReadAsync(cancel) ? read(reader) : null,
            cancellationToken
        );
    }

    // A part of the name, whatever its case and accents; the text is no pattern.
    private static string Matches(SqlText sql, string name, string? search) =>
        search is null ? "" : $" AND strpos(hr.fold({name}), hr.fold({sql.Value(search)})) > 0";

    private static DepartmentView ReadDepartment(NpgsqlDataReader row) =>
        new(
            new DepartmentId(row.GetGuid(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.IsDBNull(4) ? null : new DepartmentLink(new DepartmentId(row.GetGuid(4)), row.GetString(5)),
            row.GetInt64(6),
            row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8)
        );

    private static PositionView ReadPosition(NpgsqlDataReader row) =>
        new(
            new PositionId(row.GetGuid(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.GetInt64(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6)
        );

    private static SkillView ReadSkill(NpgsqlDataReader row) =>
        new(
            new SkillId(row.GetGuid(1)),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            row.GetInt64(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6)
        );
}
