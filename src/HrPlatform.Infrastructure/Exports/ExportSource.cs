using System.Runtime.CompilerServices;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Exports;
using HrPlatform.Infrastructure.Persistence;
using HrPlatform.Infrastructure.Persistence.Employees;
using Npgsql;

namespace HrPlatform.Infrastructure.Exports;

/// <inheritdoc cref="IExportSource"/>
internal sealed class ExportSource(ITenantSql tenant) : IExportSource
{
    public async IAsyncEnumerable<ExportRow> ReadAsync(
        EmployeeFilter filter,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sql = new SqlText();
        var source = EmployeeSql.Source(sql, filter.AsOf);
        var where = EmployeeSql.Where(sql, filter);
        sql.Add(
            $"""
            SELECT {EmployeeSql.Columns}, m.employee_number, m.email
            FROM {source} e {EmployeeSql.Joins}
            WHERE true{where}
            ORDER BY e.id
            """
        );
        await using var lease = await tenant.LeaseAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(lease.Connection)
        {
            BatchCommands = { sql.Build() },
            // As long as it takes: the job's token ends it.
            Timeout = 0,
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        const int First = EmployeeSql.ColumnCount;
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new ExportRow(
                EmployeeSql.ReadView(reader),
                reader.IsDBNull(First) ? null : reader.GetString(First),
                reader.IsDBNull(First + 1) ? null : reader.GetString(First + 1)
            );
        }
    }
}
