using HrPlatform.Api.Tests.Documents;
using HrPlatform.Domain.Tenants;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Api.Tests.Agents;

/// <summary>A tenant that holds the demo company: 2,000 people written straight into its tables, and the handbook uploaded.</summary>
public sealed class DemoCompanyFixture(ApiFixture api) : IAsyncLifetime
{
    private TestTenant? _tenant;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    public TestTenant Tenant => _tenant!;

    /// <summary>The handbook's file names by document id.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    public async ValueTask InitializeAsync()
    {
        _tenant = await api.CreateTenantAsync();
        await WritePeopleAsync(_tenant.Tenant.SchemaOf(TenantEnvironment.Live));
        foreach (var path in Directory.EnumerateFiles(DemoData.Handbook, "*.md"))
        {
            var name = Path.GetFileName(path);
            _files[await _tenant.Client.UploadAndReadAsync(name, await File.ReadAllTextAsync(path), default)] = name;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WritePeopleAsync(string schema)
    {
        await using var connection = new NpgsqlConnection(api.OwnerConnectionString);
        await connection.OpenAsync();
        await using (var path = new NpgsqlCommand($"SET search_path TO \"{schema}\", public", connection))
            await path.ExecuteNonQueryAsync();
        var now = DateTime.UnixEpoch;
        var departments = DemoPeople.Departments.ToDictionary(d => d.Name, _ => Guid.CreateVersion7());
        await CopyAsync(
            connection,
            "departments (id, name, code, parent_id, created_at, updated_at)",
            DemoPeople.Departments,
            (writer, d) =>
            {
                writer.Write(departments[d.Name]);
                writer.Write(d.Name);
                writer.Write(d.Code);
                WriteOrNull<Guid>(writer, d.Parent.Length == 0 ? null : departments[d.Parent]);
                WriteTimes(writer, now);
            }
        );
        var positions = DemoPeople.Positions.ToDictionary(title => title, _ => Guid.CreateVersion7());
        await CopyAsync(
            connection,
            "positions (id, title, created_at, updated_at)",
            DemoPeople.Positions,
            (writer, title) =>
            {
                writer.Write(positions[title]);
                writer.Write(title);
                WriteTimes(writer, now);
            }
        );
        var skills = DemoPeople.Skills.ToDictionary(s => s.Name, _ => Guid.CreateVersion7());
        await CopyAsync(
            connection,
            "skills (id, name, category, created_at, updated_at)",
            DemoPeople.Skills,
            (writer, s) =>
            {
                writer.Write(skills[s.Name]);
                writer.Write(s.Name);
                writer.Write(s.Category);
                WriteTimes(writer, now);
            }
        );
        var people = DemoPeople.All.ToDictionary(p => p.Number, _ => Guid.CreateVersion7());
        await CopyAsync(
            connection,
            """
            employees (id, employee_number, first_name, last_name, email, gender, experience_years, hire_date,
                       termination_date, status, department_id, position_id, manager_id, salary, currency,
                       created_at, updated_at)
            """,
            DemoPeople.All,
            (writer, p) =>
            {
                writer.Write(people[p.Number]);
                writer.Write(p.Number);
                writer.Write(p.FirstName);
                writer.Write(p.LastName);
                writer.Write(p.Email);
                if (p.Gender.Length == 0)
                    writer.WriteNull();
                else
                    writer.Write(p.Gender);
                WriteOrNull(writer, p.Experience);
                writer.Write(p.HireDate, NpgsqlDbType.Date);
                WriteOrNull(writer, p.TerminationDate);
                writer.Write(p.Status);
                writer.Write(departments[p.Department]);
                writer.Write(positions[p.Position]);
                WriteOrNull<Guid>(writer, p.Manager.Length == 0 ? null : people[p.Manager]);
                writer.Write(p.Salary, NpgsqlDbType.Numeric);
                writer.Write(p.Currency, NpgsqlDbType.Char);
                WriteTimes(writer, now);
            }
        );
        await CopyAsync(
            connection,
            "employee_skills (employee_id, skill_id)",
            DemoPeople.All.SelectMany(p => p.Skills.Select(s => (p.Number, Skill: s))),
            (writer, row) =>
            {
                writer.Write(people[row.Number]);
                writer.Write(skills[row.Skill]);
            }
        );
    }

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection,
        string target,
        IEnumerable<T> rows,
        Action<NpgsqlBinaryImporter, T> write
    )
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT binary)");
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            write(writer, row);
        }
        await writer.CompleteAsync();
    }

    private static void WriteOrNull<T>(NpgsqlBinaryImporter writer, T? value)
        where T : struct
    {
        if (value is { } present)
            writer.Write(present);
        else
            writer.WriteNull();
    }

    private static void WriteTimes(NpgsqlBinaryImporter writer, DateTime time)
    {
        writer.Write(time, NpgsqlDbType.TimestampTz);
        writer.Write(time, NpgsqlDbType.TimestampTz);
    }
}
