using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Employees;

/// <summary>Turns what callers set into changes of the aggregate; shared by all ways of writing employees.</summary>
internal sealed class EmployeeWriter(
    IHrDbContext db,
    IEmployeeReferences references,
    IEmployeeStore store,
    CallerContext context,
    TimeProvider clock
)
{
    private readonly Dictionary<(Catalogue Catalogue, string Name), IReadOnlyList<string>> _nearest = [];

    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Refuses writes of fields for which the caller has no right of its own.</summary>
    public void Authorize(EmployeeFields fields)
    {
        if (fields.Pay.IsPresent)
            context.Caller.Require(Scopes.CompensationWrite);
    }

    /// <exception cref="ProblemException">400 when an id of the wrong kind stands where a reference is expected.</exception>
    public static void CheckReferences(EmployeeFields fields)
    {
        _ = DepartmentOf(fields);
        _ = PositionOf(fields);
        _ = SkillsOf(fields).ToList();
    }

    public Task<ResolvedReferences> ResolveAsync(IEnumerable<EmployeeFields> items, CancellationToken cancellationToken)
    {
        var departments = new HashSet<Reference<DepartmentId>>();
        var positions = new HashSet<Reference<PositionId>>();
        var skills = new HashSet<Reference<SkillId>>();
        var employees = new HashSet<EmployeeId>();
        foreach (var fields in items)
        {
            if (DepartmentOf(fields) is { } department)
                departments.Add(department);
            if (PositionOf(fields) is { } position)
                positions.Add(position);
            foreach (var (skill, _) in SkillsOf(fields))
                skills.Add(skill);
            if (fields.Manager.Value is { } manager)
                employees.Add(manager);
        }
        return references.ResolveAsync(new ReferenceSet(departments, positions, skills, employees), cancellationToken);
    }

    /// <summary>Names each reference that leads nowhere and each custom value that doesn't fit.</summary>
    public async Task<IReadOnlyList<FieldError>> CheckAsync(
        EmployeeFields fields,
        ResolvedReferences resolved,
        bool creating,
        CancellationToken cancellationToken
    )
    {
        List<FieldError> errors = [];
        if (DepartmentOf(fields) is { } department && !resolved.Departments.ContainsKey(department))
            errors.Add(await Unknown(Catalogue.Departments, "/department", department.ToString(), cancellationToken));
        if (PositionOf(fields) is { } position && !resolved.Positions.ContainsKey(position))
            errors.Add(await Unknown(Catalogue.Positions, "/position", position.ToString(), cancellationToken));
        foreach (var (skill, i) in SkillsOf(fields))
        {
            if (!resolved.Skills.ContainsKey(skill))
                errors.Add(await Unknown(Catalogue.Skills, $"/skills/{i}", skill.ToString(), cancellationToken));
        }
        if (fields.Manager.Value is { } manager && !resolved.Employees.ContainsKey(manager))
            errors.Add(new FieldError("/manager", "unknown-employee", $"There is no employee {manager}."));
        ReadCustom(fields, CustomValues.None, resolved.CustomFields, creating, errors);
        return errors;
    }

    public Employee Hire(EmployeeFields fields, ResolvedReferences resolved)
    {
        var blank = new EmployeeProfile("", "", "");
        var employee = Employee.Hire(
            ProfileOf(blank, fields, resolved),
            fields.HireDate.Value!.Value,
            PlacementOf(fields, resolved),
            PayOf(fields, current: null),
            SkillIdsOf(fields, resolved) ?? [],
            Today,
            Now
        );
        db.Set<Employee>().Add(employee);
        return employee;
    }

    /// <summary>Somebody who was just hired and saved, as a read would show them: without another query.</summary>
    public static EmployeeView ViewOf(Employee hired, ResolvedReferences resolved) =>
        new()
        {
            Id = hired.Id,
            EmployeeNumber = hired.EmployeeNumber,
            ExternalId = hired.ExternalId,
            FirstName = hired.FirstName,
            LastName = hired.LastName,
            Email = hired.Email,
            Phone = hired.Phone,
            BirthDate = hired.BirthDate,
            Gender = hired.Gender,
            Bio = hired.Bio,
            // One decimal, as the column has.
            ExperienceYears = hired.ExperienceYears is { } years ? decimal.Round(years, 1) + 0.0m : null,
            HireDate = hired.HireDate,
            TerminationDate = hired.TerminationDate,
            Status = hired.Status,
            Department = resolved.Departments.Values.FirstOrDefault(link => link.Id == hired.DepartmentId),
            Position = resolved.Positions.Values.FirstOrDefault(link => link.Id == hired.PositionId),
            Manager = resolved.Employees.Values.FirstOrDefault(link => link.Id == hired.ManagerId),
            Skills =
            [
                .. resolved
                    .Skills.Values.DistinctBy(skill => skill.Id)
                    .OrderBy(skill => skill.Name, StringComparer.OrdinalIgnoreCase),
            ],
            Compensation = hired.Salary is { } salary
                ? new PayView(Money.Of(salary, hired.Currency!), hired.PayEffectiveDate)
                : null,
            Custom = hired.Custom.ToJson(),
            Version = hired.Version,
            CreatedAt = Stored(hired.CreatedAt),
            UpdatedAt = Stored(hired.UpdatedAt),
        };

    // PostgreSQL keeps microseconds, the clock has ten ticks of each.
    private static DateTimeOffset Stored(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>False when nothing changes.</summary>
    public bool Change(Employee employee, EmployeeFields fields, ResolvedReferences resolved) =>
        employee.Change(
            new EmployeeChange
            {
                Profile = ProfileOf(employee.Profile, fields, resolved),
                HireDate = fields.HireDate.Value,
                Placement = PlacementOf(fields, resolved),
                Status = fields.Status.Value,
                Pay = PayOf(fields, employee),
                Skills = SkillIdsOf(fields, resolved),
                EffectiveDate = fields.EffectiveDate,
                Reason = fields.Reason,
            },
            Today,
            Now
        );

    /// <summary>
    /// Saves changes of existing employees. When reporting lines changed, one transaction at a time does so, and a
    /// circle on any day, past or to come, is refused.
    /// </summary>
    public async Task SaveAsync(Employee employee, bool linesChanged, CancellationToken cancellationToken)
    {
        if (linesChanged)
            await store.LockReportingLinesAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (linesChanged && (await store.FindCyclesAsync([employee.Id], cancellationToken)).Count > 0)
            throw ProblemException.Invalid(CyclePointer, CycleCode, CycleMessage);
    }

    public const string CyclePointer = "/manager";
    public const string CycleCode = "reporting-cycle";
    public const string CycleMessage = "Somebody would report to himself or herself, directly or through others.";

    /// <summary>Who managed the employee when; compared before and after a change.</summary>
    public static IReadOnlyList<(EmployeeId Manager, DateOnly From, DateOnly? To)> LinesOf(Employee employee) =>
        [
            .. employee
                .History.Where(e => e.ManagerId is not null && e.EffectiveDate != e.ValidTo)
                .Select(e => (e.ManagerId!.Value, e.EffectiveDate, e.ValidTo)),
        ];

    private async Task<FieldError> Unknown(
        Catalogue catalogue,
        string pointer,
        string name,
        CancellationToken cancellationToken
    )
    {
        var (kind, code) = catalogue switch
        {
            Catalogue.Departments => ("department", "unknown-department"),
            Catalogue.Positions => ("position", "unknown-position"),
            _ => ("skill", "unknown-skill"),
        };
        // A batch repeats its mistakes; each is looked up once.
        if (!_nearest.TryGetValue((catalogue, name), out var nearest))
            _nearest[(catalogue, name)] = nearest = await references.NearestAsync(catalogue, name, cancellationToken);
        var hint = nearest.Count == 0 ? "" : $" Nearest: {string.Join(", ", nearest.Select(n => $"'{n}'"))}.";
        return new FieldError(pointer, code, $"There is no {kind} '{name}'.{hint}");
    }

    private static EmployeeProfile ProfileOf(
        EmployeeProfile current,
        EmployeeFields fields,
        ResolvedReferences resolved
    ) =>
        current with
        {
            FirstName = fields.FirstName.IsPresent ? fields.FirstName.Value!.Trim() : current.FirstName,
            LastName = fields.LastName.IsPresent ? fields.LastName.Value!.Trim() : current.LastName,
            Email = fields.Email.IsPresent ? fields.Email.Value!.Trim() : current.Email,
            EmployeeNumber = Tidy(fields.EmployeeNumber, current.EmployeeNumber),
            ExternalId = Tidy(fields.ExternalId, current.ExternalId),
            Phone = Tidy(fields.Phone, current.Phone),
            BirthDate = fields.BirthDate.Or(current.BirthDate),
            Gender = Tidy(fields.Gender, current.Gender),
            Bio = Tidy(fields.Bio, current.Bio),
            ExperienceYears = fields.ExperienceYears.Or(current.ExperienceYears),
            Custom = ReadCustom(fields, current.Custom, resolved.CustomFields, creating: false, []),
        };

    private static string? Tidy(Optional<string?> field, string? current) =>
        field.IsPresent ? Text.Tidy(field.Value) : current;

    public static Placement PlacementOf(EmployeeFields fields, ResolvedReferences resolved)
    {
        var placement = Placement.Nothing;
        if (fields.Department.IsPresent)
        {
            placement = placement.With(
                Placement.InDepartment(DepartmentOf(fields) is { } name ? resolved.Departments[name].Id : null)
            );
        }
        if (fields.Position.IsPresent)
        {
            placement = placement.With(
                Placement.AsPosition(PositionOf(fields) is { } name ? resolved.Positions[name].Id : null)
            );
        }
        if (fields.Manager.IsPresent)
            placement = placement.With(Placement.Under(fields.Manager.Value));
        return placement;
    }

    private static Money? PayOf(EmployeeFields fields, Employee? current)
    {
        if (fields.Pay.Value is not { } pay)
            return null;
        var amount =
            pay.Amount
            ?? current?.Salary
            ?? throw ProblemException.Invalid("/compensation/amount/amount", "required", "A currency alone is no pay.");
        return Money.Of(amount, pay.Currency ?? current?.Currency ?? MoneyInput.DefaultCurrency);
    }

    private static IReadOnlyCollection<SkillId>? SkillIdsOf(EmployeeFields fields, ResolvedReferences resolved) =>
        fields.Skills.IsPresent
            ? [.. SkillsOf(fields).Select(skill => resolved.Skills[skill.Skill].Id).Distinct()]
            : null;

    private static Reference<DepartmentId>? DepartmentOf(EmployeeFields fields) =>
        Text.Tidy(fields.Department.Value) is { } text ? Reference.Parse<DepartmentId>(text, "/department") : null;

    private static Reference<PositionId>? PositionOf(EmployeeFields fields) =>
        Text.Tidy(fields.Position.Value) is { } text ? Reference.Parse<PositionId>(text, "/position") : null;

    private static IEnumerable<(Reference<SkillId> Skill, int Index)> SkillsOf(EmployeeFields fields) =>
        (fields.Skills.Value ?? []).Select((text, i) => (Reference.Parse<SkillId>(text, $"/skills/{i}"), i));

    private static CustomValues ReadCustom(
        EmployeeFields fields,
        CustomValues current,
        IReadOnlyDictionary<string, CustomFieldDefinition> definitions,
        bool creating,
        List<FieldError> errors
    )
    {
        if (!fields.Custom.IsPresent && !creating)
            return current;
        // Null for the whole object clears every field.
        var values =
            fields.ReplacesCustom || fields.Custom is { IsPresent: true, Value: null } ? CustomValues.None : current;
        foreach (var (key, json) in fields.Custom.Value ?? new Dictionary<string, JsonElement>())
        {
            if (!definitions.TryGetValue(key, out var definition))
            {
                errors.Add(
                    new FieldError(CustomPointer(key), "unknown-custom-field", $"There is no custom field '{key}'.")
                );
            }
            else if (json.ValueKind == JsonValueKind.Null)
            {
                values = values.With(key, null);
                if (definition.Required)
                    errors.Add(new FieldError($"/custom/{key}", "required", $"'{key}' can't be empty."));
            }
            else
            {
                var value = definition.Read(json, out var problem);
                if (problem is null)
                    values = values.With(key, value);
                else
                    errors.Add(new FieldError($"/custom/{key}", "invalid-value", problem));
            }
        }

        if (creating || fields.ReplacesCustom)
        {
            errors.AddRange(
                definitions
                    .Values.Where(d => d.Required && fields.Custom.Value?.ContainsKey(d.Key) != true)
                    .Select(d => new FieldError($"/custom/{d.Key}", "required", $"'{d.Key}' is required."))
            );
        }
        return values;
    }

    private static string CustomPointer(string key) =>
        $"/custom/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
}
