using HrPlatform.Application.Employees;
using HrPlatform.Application.Imports;
using HrPlatform.Infrastructure.Persistence;

namespace HrPlatform.Infrastructure.Imports;

/// <summary>
/// The set-based form of what <c>Employee.Hire</c> does: the employee, the hire (and the end, if it is known), the pay,
/// the skills and the event. Parameters: $1 job, $2 stage, $3 after line, $4 up to line, $5 today, $6 now.
/// </summary>
internal static class ImportInserts
{
    private const string From = """
        FROM import_plan p
        JOIN import_rows r ON r.job_id = p.job_id AND r.line = p.line
        """;

    private const string Where = """
        WHERE p.job_id = $1 AND p.stage = $2 AND p.line > $3 AND p.line <= $4
        """;

    private const string Placed = $"""
        {From}
        LEFT JOIN import_names d ON d.job_id = $1 AND d.catalogue = 'department' AND d.name = r.department
        LEFT JOIN import_names o ON o.job_id = $1 AND o.catalogue = 'position' AND o.name = r.position
        {Where}
        """;

    private const string Employees = $"""
        INSERT INTO employees (
            id, employee_number, external_id, first_name, last_name, email, phone, birth_date, gender, bio,
            experience_years, hire_date, termination_date, status, department_id, position_id, manager_id,
            salary, currency, pay_effective_date, custom, created_at, updated_at)
        SELECT p.employee_id, r.employee_number, r.external_id, coalesce(r.first_name, ''), r.last_name, r.email, r.phone,
            r.birth_date, r.gender, r.bio, r.experience_years, r.hire_date,
            CASE WHEN r.termination_date <= greatest($5, r.hire_date) THEN r.termination_date END,
            CASE WHEN r.hire_date > $5 THEN 'scheduled' WHEN r.termination_date <= $5 THEN 'terminated' ELSE 'active' END,
            d.id, o.id, p.manager_id,
            r.salary, CASE WHEN r.salary IS NOT NULL THEN coalesce(r.currency, '{MoneyInput.DefaultCurrency}') END,
            CASE WHEN r.salary IS NOT NULL THEN r.hire_date END, r.custom, $6, $6
        {Placed}
        ORDER BY p.line
        """;

    private const string Hires = $$"""
        INSERT INTO employment_events (
            id, employee_id, kind, effective_date, sequence, changed, status, department_id, position_id, manager_id,
            valid_to, pending, created_at)
        SELECT r.event_id, p.employee_id, 'hire', r.hire_date, 0, '{status,department,position,manager}', 'active',
            d.id, o.id, p.manager_id, r.termination_date, r.hire_date > $5, $6
        {{Placed}}
        ORDER BY p.line
        """;

    private const string Terminations = $$"""
        INSERT INTO employment_events (
            id, employee_id, kind, effective_date, sequence, changed, status, department_id, position_id, manager_id,
            pending, created_at)
        SELECT hr.new_id(), p.employee_id, 'termination', r.termination_date,
            CASE WHEN r.termination_date = r.hire_date THEN 1 ELSE 0 END, '{status}', 'terminated',
            d.id, o.id, p.manager_id, r.termination_date > $5, $6
        {{Placed}} AND r.termination_date IS NOT NULL
        """;

    private const string Pay = $"""
        INSERT INTO compensations (id, employee_id, effective_date, amount, currency, pending, created_at)
        SELECT r.pay_id, p.employee_id, r.hire_date, r.salary, coalesce(r.currency, '{MoneyInput.DefaultCurrency}'),
            r.hire_date > $5, $6
        {From}
        {Where} AND r.salary IS NOT NULL
        ORDER BY p.line
        """;

    private const string Skills = $"""
        INSERT INTO employee_skills (employee_id, skill_id)
        SELECT DISTINCT p.employee_id, n.id
        {From}
        CROSS JOIN LATERAL unnest(r.skills) AS s (name)
        JOIN import_names n ON n.job_id = $1 AND n.catalogue = 'skill' AND n.name = s.name
        {Where}
        """;

    private const string Events = $$"""
        INSERT INTO outbox_events (id, type, subject, data, occurred_at)
        SELECT r.outbox_id, 'employee.created', r.subject, '{"changedFields":[]}', $6
        {{From}}
        {{Where}}
        """;

    /// <summary>The first one writes one row per employee.</summary>
    public static IEnumerable<string> For(IReadOnlyCollection<string> fields)
    {
        yield return Employees;
        yield return Hires;
        if (fields.Contains(ImportFields.TerminationDate))
            yield return Terminations;
        if (fields.Contains(ImportFields.Salary))
            yield return Pay;
        if (fields.Contains(ImportFields.Skills))
            yield return Skills;
        yield return Events;
    }

    /// <summary>Whether the row <c>r</c> says something else than the employee <c>e</c> shows, in one of the fields.</summary>
    public static string Difference(IReadOnlyCollection<string> fields, SqlText statement)
    {
        var named = fields.Contains(ImportFields.Name) && !fields.Contains(ImportFields.LastName);
        List<string> all = ["r.effective_date IS NOT NULL"];
        foreach (var field in fields)
        {
            switch (field)
            {
                case ImportFields.FirstName when !named:
                    all.Add("coalesce(r.first_name, '') IS DISTINCT FROM e.first_name");
                    break;
                case ImportFields.Name when named:
                    all.Add("coalesce(r.first_name, '') IS DISTINCT FROM e.first_name");
                    all.Add("r.last_name IS DISTINCT FROM e.last_name");
                    break;
                case ImportFields.LastName:
                    all.Add("r.last_name IS DISTINCT FROM e.last_name");
                    break;
                case ImportFields.Salary:
                    all.Add(
                        $"r.salary IS NOT NULL AND (r.salary, coalesce(r.currency, e.currency, '{MoneyInput.DefaultCurrency}')) IS DISTINCT FROM (e.salary, e.currency::text)"
                    );
                    break;
                case ImportFields.ManagerNumber or ImportFields.ManagerEmail:
                    all.Add(
                        "p.manager_id IS DISTINCT FROM e.manager_id AND (p.manager_id IS NOT NULL OR coalesce(r.manager_number, r.manager_email) IS NULL)"
                    );
                    break;
                case ImportFields.Department:
                    all.Add("d.id IS DISTINCT FROM e.department_id");
                    break;
                case ImportFields.Position:
                    all.Add("o.id IS DISTINCT FROM e.position_id");
                    break;
                case ImportFields.HireDate:
                    all.Add("r.hire_date <> e.hire_date");
                    break;
                case ImportFields.TerminationDate:
                    all.Add(
                        "r.termination_date IS NOT NULL AND r.termination_date IS DISTINCT FROM e.termination_date"
                    );
                    break;
                case ImportFields.Status:
                    all.Add("r.status = 'active' AND e.status = 'terminated'");
                    break;
                case ImportFields.Skills:
                    all.Add(
                        "k.ids IS DISTINCT FROM ARRAY(SELECT s.skill_id FROM employee_skills s WHERE s.employee_id = e.id ORDER BY s.skill_id)"
                    );
                    break;
                case ImportFields.EmployeeNumber:
                    all.Add("r.employee_number IS DISTINCT FROM e.employee_number");
                    break;
                case ImportFields.ExternalId:
                    all.Add("r.external_id IS DISTINCT FROM e.external_id");
                    break;
                case ImportFields.Email:
                    all.Add("r.email IS DISTINCT FROM e.email");
                    break;
                case ImportFields.Phone:
                    all.Add("r.phone IS DISTINCT FROM e.phone");
                    break;
                case ImportFields.BirthDate:
                    all.Add("r.birth_date IS DISTINCT FROM e.birth_date");
                    break;
                case ImportFields.Gender:
                    all.Add("r.gender IS DISTINCT FROM e.gender");
                    break;
                case ImportFields.ExperienceYears:
                    all.Add("r.experience_years IS DISTINCT FROM e.experience_years");
                    break;
                case ImportFields.Bio:
                    all.Add("r.bio IS DISTINCT FROM e.bio");
                    break;
            }
        }
        var custom = fields.Where(ImportFields.IsCustom).Select(ImportFields.KeyOfCustom).ToArray();
        if (custom.Length > 0)
        {
            all.Add(
                $"EXISTS (SELECT 1 FROM unnest({statement.Value(custom)}) AS key WHERE r.custom -> key IS DISTINCT FROM e.custom -> key)"
            );
        }
        return string.Join(" OR ", all.Distinct().Select(condition => $"({condition})"));
    }
}
