using HrPlatform.Application.Imports;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Jobs;
using HrPlatform.Infrastructure.Persistence.Employees;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Imports;

/// <summary>Rows of a file to <c>import_rows</c> by COPY, and back.</summary>
internal static class ImportStaging
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = """
        r.line, r.employee_number, r.external_id, r.first_name, r.last_name, r.email, r.phone, r.birth_date, r.gender,
        r.bio, r.experience_years, r.hire_date, r.termination_date, r.status, r.effective_date, r.department, r.position,
        r.manager_number, r.manager_email, r.skills, r.salary, r.currency, r.custom
        """;

    public const int ColumnCount = 23;

    private const string Copy = """
        COPY import_rows (job_id, new_id, event_id, pay_id, outbox_id, subject,
            line, employee_number, external_id, first_name, last_name, email, phone, birth_date, gender,
            bio, experience_years, hire_date, termination_date, status, effective_date, department, position,
            manager_number, manager_email, skills, salary, currency, custom)
        FROM STDIN (FORMAT BINARY)
        """;

    public static async Task WriteAsync(
        NpgsqlConnection connection,
        JobId job,
        IAsyncEnumerable<ImportRow> rows,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            var id = EmployeeId.New();
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(job.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(id.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(id.ToString(), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Line, NpgsqlDbType.Integer, cancellationToken);
            await TextAsync(row.EmployeeNumber);
            await TextAsync(row.ExternalId);
            await TextAsync(row.FirstName);
            await TextAsync(row.LastName);
            await TextAsync(row.Email);
            await TextAsync(row.Phone);
            await DateAsync(row.BirthDate);
            await TextAsync(row.Gender);
            await TextAsync(row.Bio);
            await NumberAsync(row.ExperienceYears);
            await DateAsync(row.HireDate);
            await DateAsync(row.TerminationDate);
            await TextAsync(row.Status is { } status ? EnumText.Of(status) : null);
            await DateAsync(row.EffectiveDate);
            await TextAsync(row.Department);
            await TextAsync(row.Position);
            await TextAsync(row.ManagerNumber);
            await TextAsync(row.ManagerEmail);
            await copy.WriteAsync(
                row.Skills as string[] ?? [.. row.Skills],
                NpgsqlDbType.Array | NpgsqlDbType.Text,
                cancellationToken
            );
            await NumberAsync(row.Salary);
            await TextAsync(row.Currency);
            await copy.WriteAsync(row.Custom.ToJson(), NpgsqlDbType.Jsonb, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);

        Task TextAsync(string? value) =>
            value is null
                ? copy.WriteNullAsync(cancellationToken)
                : copy.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

        Task DateAsync(DateOnly? value) =>
            value is { } date
                ? copy.WriteAsync(date, NpgsqlDbType.Date, cancellationToken)
                : copy.WriteNullAsync(cancellationToken);

        Task NumberAsync(decimal? value) =>
            value is { } number
                ? copy.WriteAsync(number, NpgsqlDbType.Numeric, cancellationToken)
                : copy.WriteNullAsync(cancellationToken);
    }

    public static ImportRow Read(NpgsqlDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateOnly? Date(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
        decimal? Number(int column) => row.IsDBNull(column) ? null : row.GetDecimal(column);
        return new ImportRow
        {
            Line = row.GetInt32(0),
            EmployeeNumber = Text(1),
            ExternalId = Text(2),
            FirstName = Text(3),
            LastName = Text(4),
            Email = Text(5),
            Phone = Text(6),
            BirthDate = Date(7),
            Gender = Text(8),
            Bio = Text(9),
            ExperienceYears = Number(10),
            HireDate = Date(11),
            TerminationDate = Date(12),
            Status = Text(13) is { } status ? EnumText.Parse<EmploymentStatus>(status) : null,
            EffectiveDate = Date(14),
            Department = Text(15),
            Position = Text(16),
            ManagerNumber = Text(17),
            ManagerEmail = Text(18),
            Skills = row.GetFieldValue<string[]>(19),
            Salary = Number(20),
            Currency = Text(21),
            Custom = CustomValues.FromJson(row.GetString(22)),
        };
    }
}
