using HrPlatform.Application.Common;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Employees;

internal sealed class EmployeeReferences(ITenantSql sql) : IEmployeeReferences
{
    private const int MaxNearest = 3;

    public Task<ResolvedReferences> ResolveAsync(ReferenceSet wanted, CancellationToken cancellationToken)
    {
        var statement = new SqlText();
        statement.Add("SELECT 0, NULL::text, id, key, type, required, options FROM custom_fields");
        AddCatalogue(statement, 1, "departments", "name", wanted.Departments);
        AddCatalogue(statement, 2, "positions", "title", wanted.Positions);
        AddCatalogue(statement, 3, "skills", "name", wanted.Skills);
        if (wanted.Employees.Count > 0)
        {
            var ids = statement.Value(wanted.Employees.Select(id => id.Value).ToArray());
            statement.Add(
                $" UNION ALL SELECT 4, NULL, id, first_name, last_name, false, NULL FROM employees "
                    + $"WHERE id = ANY({ids}) AND deleted_at IS NULL"
            );
        }
        return sql.ReadAsync(statement.Build(), ReadAsync, cancellationToken);
    }

    public Task<IReadOnlyList<string>> NearestAsync(
        Catalogue catalogue,
        string name,
        CancellationToken cancellationToken
    )
    {
        var (table, column) = catalogue switch
        {
            Catalogue.Departments => ("departments", "name"),
            Catalogue.Positions => ("positions", "title"),
            _ => ("skills", "name"),
        };
        var statement = new SqlText();
        var text = statement.Value(name);
        // Short names share few trigrams, so the distance in letters decides between those.
        statement.Add(
            $"""
            SELECT {column} FROM {table}
            ORDER BY public.similarity(hr.fold({column}), hr.fold({text})) DESC,
                     abs(length({column}) - length({text})), {column}
            LIMIT {statement.Value(MaxNearest)}
            """
        );
        return sql.ReadAsync<IReadOnlyList<string>>(
            statement.Build(),
            async (reader, cancel) =>
            {
                List<string> names = [];
                while (await reader.ReadAsync(cancel))
                    names.Add(reader.GetString(0));
                return names;
            },
            cancellationToken
        );
    }

    private static void AddCatalogue<TId>(
        SqlText statement,
        int kind,
        string table,
        string column,
        IReadOnlySet<Reference<TId>> wanted
    )
        where TId : struct, ITypedId<TId>
    {
        var ids = wanted.Where(reference => reference.Id is not null).Select(r => r.Id!.Value.Value).ToArray();
        if (ids.Length > 0)
        {
            statement.Add(
                $" UNION ALL SELECT {kind}, NULL, id, {column}, NULL, false, NULL FROM {table} "
                    + $"WHERE id = ANY({statement.Value(ids)})"
            );
        }
        var names = wanted.Where(reference => reference.Name is not null).Select(r => r.Name!).ToArray();
        if (names.Length > 0)
        {
            statement.Add(
                $" UNION ALL SELECT {kind}, asked.name, t.id, t.{column}, NULL, false, NULL "
                    + $"FROM unnest({statement.Value(names)}) AS asked (name) "
                    + $"JOIN {table} t ON hr.fold(t.{column}) = hr.fold(asked.name)"
            );
        }
    }

    private static async Task<ResolvedReferences> ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var departments = new Dictionary<Reference<DepartmentId>, DepartmentLink>();
        var positions = new Dictionary<Reference<PositionId>, PositionLink>();
        var skills = new Dictionary<Reference<SkillId>, SkillLink>();
        var employees = new Dictionary<EmployeeId, ManagerLink>();
        var fields = new Dictionary<string, CustomFieldDefinition>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            var asked = reader.IsDBNull(1) ? null : reader.GetString(1);
            var id = reader.GetGuid(2);
            var name = reader.GetString(3);
            switch (reader.GetInt32(0))
            {
                case 0:
                    fields[name] = new CustomFieldDefinition(
                        name,
                        EnumText.Parse<CustomFieldType>(reader.GetString(4)),
                        reader.GetBoolean(5),
                        reader.GetFieldValue<string[]>(6)
                    );
                    break;
                case 1:
                    departments[Key<DepartmentId>(asked, id)] = new DepartmentLink(new DepartmentId(id), name);
                    break;
                case 2:
                    positions[Key<PositionId>(asked, id)] = new PositionLink(new PositionId(id), name);
                    break;
                case 3:
                    skills[Key<SkillId>(asked, id)] = new SkillLink(new SkillId(id), name);
                    break;
                default:
                    var full = new PersonName(name, reader.GetString(4)).Full;
                    employees[new EmployeeId(id)] = new ManagerLink(new EmployeeId(id), full);
                    break;
            }
        }
        return new ResolvedReferences(departments, positions, skills, employees, fields);
    }

    private static Reference<TId> Key<TId>(string? asked, Guid id)
        where TId : struct, ITypedId<TId> => asked is null ? Reference.Of(TId.From(id)) : Reference.Named<TId>(asked);
}
