using HrPlatform.Domain.Common;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Domain.Employees;

/// <summary>
/// An employee with the dated history of the employment and the pay. History is the truth; the properties that show the
/// state as of today (department, pay, …) are copied from it whenever something changes or falls due.
/// </summary>
public sealed class Employee : AggregateRoot
{
    private readonly List<EmploymentEvent> _history = [];
    private readonly List<CompensationChange> _compensation = [];
    private readonly List<EmployeeSkill> _skills = [];

    // What the running operation did to the dated rows.
    private bool _recorded;
    private bool _scheduled;
    private bool _cancelled;

    // For the mapper.
    private Employee()
    {
        FirstName = "";
        LastName = "";
        Email = "";
        Custom = CustomValues.None;
    }

    public EmployeeId Id { get; private set; }

    public string? EmployeeNumber { get; private set; }

    public string? ExternalId { get; private set; }

    public string FirstName { get; private set; }

    public string LastName { get; private set; }

    public string Email { get; private set; }

    public string? Phone { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    public string? Gender { get; private set; }

    public string? Bio { get; private set; }

    public decimal? ExperienceYears { get; private set; }

    public CustomValues Custom { get; private set; }

    /// <summary>The first day of the current employment; of the coming one for somebody who has not started yet.</summary>
    public DateOnly HireDate { get; private set; }

    public DateOnly? TerminationDate { get; private set; }

    public EmploymentStatus Status { get; private set; }

    public DepartmentId? DepartmentId { get; private set; }

    public PositionId? PositionId { get; private set; }

    public EmployeeId? ManagerId { get; private set; }

    public decimal? Salary { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>Since when the pay is in force.</summary>
    public DateOnly? PayEffectiveDate { get; private set; }

    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Everything that happened, oldest first.</summary>
    public IReadOnlyList<EmploymentEvent> History =>
        [.. _history.OrderBy(e => e.EffectiveDate).ThenBy(e => e.Sequence)];

    /// <summary>All pay, oldest first.</summary>
    public IReadOnlyList<CompensationChange> Compensation => [.. _compensation.OrderBy(change => change.EffectiveDate)];

    public IReadOnlyCollection<SkillId> Skills => [.. _skills.Select(skill => skill.SkillId)];

    public EmployeeProfile Profile =>
        new(FirstName, LastName, Email, EmployeeNumber, ExternalId, Phone, BirthDate, Gender, Bio, ExperienceYears)
        {
            Custom = Custom,
        };

    /// <summary>Starts an employment; a day that is still to come gives a scheduled employee.</summary>
    public static Employee Hire(
        EmployeeProfile profile,
        DateOnly hireDate,
        Placement placement,
        Money? pay,
        IReadOnlyCollection<SkillId> skills,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var employee = new Employee { Id = EmployeeId.New() };
        employee.ApplyProfile(profile, []);
        employee._history.Add(
            new EmploymentEvent(
                employee.Id,
                EmploymentEventKind.Hire,
                hireDate,
                sequence: 0,
                placement with
                {
                    Sets = EmploymentFields.Placement,
                },
                reason: null,
                pending: hireDate > today,
                now
            )
        );
        employee.Refold();
        if (pay is { } amount)
            employee.AddPay(amount, hireDate, reason: null, today, now);
        employee.ApplySkills(skills, []);
        employee.CopyStateOf(today);
        employee._recorded = employee._scheduled = false;
        employee.Raise(new DomainEvent("employee.created", employee.Id.ToString(), []));
        return employee;
    }

    /// <summary>The state on a day; null before the hire.</summary>
    public EmploymentState? StateOn(DateOnly day) => _history.Find(e => e.IsValidOn(day))?.State;

    /// <summary>The pay on a day; null when none was agreed by then.</summary>
    public CompensationChange? PayOn(DateOnly day) => _compensation.Find(change => change.IsInForceOn(day));

    /// <summary>Applies one write as a whole. False when it changed nothing.</summary>
    public bool Change(EmployeeChange change, DateOnly today, DateTimeOffset now)
    {
        var before = Current;
        List<string> changed = [];
        SettleDue(today);
        if (change.HireDate is { } hireDate && hireDate != HireDate)
            MoveHire(hireDate, today);

        var firstDay = History[0].EffectiveDate;
        var effective = change.EffectiveDate ?? (today > firstDay ? today : firstDay);
        RecordDifference(change, effective, today, now);
        if (change.Pay is { } pay && PayOn(effective)?.Pay != pay)
            AddPay(pay, effective, change.Reason, today, now);

        if (change.Profile is { } profile)
            ApplyProfile(profile, changed);
        if (change.Skills is { } skills)
            ApplySkills(skills, changed);
        return Finish(before, changed, today);
    }

    /// <summary>Records a dated event; later events keep what they set themselves and take over the rest.</summary>
    /// <exception cref="DomainException">The event breaks the order of an employment, or changes nothing.</exception>
    public EmploymentEvent Record(
        EmploymentEventKind kind,
        DateOnly effectiveDate,
        Placement placement,
        string? reason,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var before = Current;
        SettleDue(today);
        if (kind == EmploymentEventKind.Hire)
            throw new DomainException("already-hired", "The hire is recorded already; a return is a rehire.", "kind");
        if (StateOn(effectiveDate) is { } state && !ChangesStatus(kind))
        {
            if (placement.DifferenceFrom(state).Sets == EmploymentFields.None)
                throw new DomainException("nothing-changes", $"On {effectiveDate:O} that is the state already.");
        }

        var recorded = Append(kind, effectiveDate, placement, reason, today, now);
        Finish(before, [], today);
        return recorded;
    }

    /// <summary>Sets the pay from a day on, until the next change that is dated later.</summary>
    /// <exception cref="DomainException">The day lies before the hire, or the pay is in force already.</exception>
    public CompensationChange SetPay(
        Money pay,
        DateOnly effectiveDate,
        string? reason,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var before = Current;
        SettleDue(today);
        if (PayOn(effectiveDate)?.Pay == pay)
            throw new DomainException("nothing-changes", $"On {effectiveDate:O} that is the pay already.");
        var added = AddPay(pay, effectiveDate, reason, today, now);
        Finish(before, [], today);
        return added;
    }

    /// <summary>Takes back an event that is dated ahead.</summary>
    /// <exception cref="DomainException">It took effect already, or a later event needs it.</exception>
    public void Cancel(EmploymentEvent scheduled, DateOnly today)
    {
        var before = Current;
        SettleDue(today);
        if (!scheduled.Pending)
            throw new DomainException("not-pending", "The change took effect already; record a new one instead.");
        Check([.. History.Where(e => e != scheduled)]);
        _history.Remove(scheduled);
        Refold();
        _cancelled = true;
        Finish(before, [], today);
    }

    /// <summary>Takes back pay that is dated ahead.</summary>
    /// <exception cref="DomainException">It took effect already.</exception>
    public void Cancel(CompensationChange scheduled, DateOnly today)
    {
        var before = Current;
        SettleDue(today);
        if (!scheduled.Pending)
            throw new DomainException("not-pending", "The pay took effect already; record a new one instead.");
        _compensation.Remove(scheduled);
        ChainPay();
        _cancelled = true;
        Finish(before, [], today);
    }

    /// <summary>Copies the state of the day and raises the events of changes that fall due. False when none did.</summary>
    public bool ProjectTo(DateOnly today)
    {
        var before = Current;
        SettleDue(today);
        return Finish(before, [], today);
    }

    public bool Delete(DateTimeOffset now)
    {
        if (DeletedAt is not null)
            return false;
        DeletedAt = now;
        Raise(new DomainEvent("employee.deleted", Id.ToString(), []));
        return true;
    }

    public bool Restore()
    {
        if (DeletedAt is null)
            return false;
        DeletedAt = null;
        Raise(new DomainEvent("employee.restored", Id.ToString(), []));
        return true;
    }

    private (EmploymentState State, DateOnly Hired, DateOnly? Left, decimal? Salary, string? Currency) Current =>
        (new EmploymentState(Status, DepartmentId, PositionId, ManagerId), HireDate, TerminationDate, Salary, Currency);

    private void RecordDifference(EmployeeChange change, DateOnly effective, DateOnly today, DateTimeOffset now)
    {
        if (StateOn(effective) is not { } state)
        {
            if (change.EffectiveDate is not null)
                throw BeforeHire();
            return;
        }

        var difference = change.Placement.DifferenceFrom(state);
        if (change.Status == EmploymentStatus.Active && state.Status == EmploymentStatus.Terminated)
        {
            Append(EmploymentEventKind.Rehire, effective, difference, change.Reason, today, now);
            return;
        }

        if (difference.Sets != EmploymentFields.None)
        {
            var kind =
                difference.Sets == EmploymentFields.Manager
                    ? EmploymentEventKind.ManagerChange
                    : EmploymentEventKind.Transfer;
            Append(kind, effective, difference, change.Reason, today, now);
        }
        if (change.Status == EmploymentStatus.Terminated && state.Status == EmploymentStatus.Active)
            Append(EmploymentEventKind.Termination, effective, Placement.Nothing, change.Reason, today, now);
    }

    private EmploymentEvent Append(
        EmploymentEventKind kind,
        DateOnly effectiveDate,
        Placement placement,
        string? reason,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var sameDay = _history.Where(e => e.EffectiveDate == effectiveDate).Select(e => e.Sequence).ToList();
        var added = new EmploymentEvent(
            Id,
            kind,
            effectiveDate,
            sameDay.Count == 0 ? 0 : sameDay.Max() + 1,
            placement,
            reason,
            pending: effectiveDate > today,
            now
        );
        Check([.. _history.Append(added).OrderBy(e => e.EffectiveDate).ThenBy(e => e.Sequence)]);
        _history.Add(added);
        Refold();
        Note(added.Pending);
        return added;
    }

    private CompensationChange AddPay(
        Money pay,
        DateOnly effectiveDate,
        string? reason,
        DateOnly today,
        DateTimeOffset now
    )
    {
        if (effectiveDate < History[0].EffectiveDate)
            throw BeforeHire();
        var change = _compensation.Find(c => c.EffectiveDate == effectiveDate);
        if (change is null)
        {
            change = new CompensationChange(Id, effectiveDate, pay, reason, effectiveDate > today, now);
            _compensation.Add(change);
        }
        else
        {
            change.Replace(pay, reason);
        }
        ChainPay();
        Note(change.Pending);
        return change;
    }

    // Corrections recorded on the day of the hire, and the pay agreed for it, belong to the hire and move with it.
    private void MoveHire(DateOnly to, DateOnly today)
    {
        Note(to > today);
        var from = HireDate;
        var history = History;
        var hire = history.Last(e =>
            e.EffectiveDate == from && e.Kind is EmploymentEventKind.Hire or EmploymentEventKind.Rehire
        );
        var moving = history.Where(e => e.EffectiveDate == from && e.Sequence >= hire.Sequence).ToList();
        var taken = history.Where(e => e.EffectiveDate == to).Select(e => e.Sequence).ToList();
        var sequence =
            taken.Count == 0 ? 0
            : to < from ? taken.Max() + 1
            : taken.Min() - moving.Count;
        foreach (var e in moving)
        {
            e.MoveTo(to, sequence++);
            if (to > today)
                e.Postpone();
            else
                e.TakeEffect();
        }

        Check(History);
        Refold();
        var pay = _compensation.Find(c => c.EffectiveDate == from);
        if (pay is not null && _compensation.TrueForAll(c => c.EffectiveDate != to))
        {
            pay.MoveTo(to);
            if (to > today)
                pay.Postpone();
            else
                pay.TakeEffect();
        }
        if (_compensation.Exists(c => c.EffectiveDate < History[0].EffectiveDate))
            throw new DomainException("before-hire", "There is pay dated before that day.", "hireDate");
        ChainPay();
    }

    private static void Check(IReadOnlyList<EmploymentEvent> ordered)
    {
        if (ordered.Count == 0 || ordered[0].Kind != EmploymentEventKind.Hire)
            throw BeforeHire();
        var employed = true;
        foreach (var e in ordered.Skip(1))
        {
            switch (e.Kind)
            {
                case EmploymentEventKind.Hire:
                    throw new DomainException("already-hired", "An employment begins once.", "kind");
                case EmploymentEventKind.Rehire when employed:
                    throw new DomainException(
                        "not-terminated",
                        $"On {e.EffectiveDate:O} the employment has not ended; only somebody who left can be rehired.",
                        "kind"
                    );
                case not EmploymentEventKind.Rehire when !employed:
                    throw new DomainException(
                        "employment-ended",
                        $"On {e.EffectiveDate:O} the employment has ended; only a rehire can follow.",
                        "effectiveDate"
                    );
                default:
                    employed = e.Kind != EmploymentEventKind.Termination;
                    break;
            }
        }

        if (ordered.Any(e => e.ManagerId == e.EmployeeId))
            throw new DomainException("own-manager", "Nobody reports to himself or herself.", "manager");
    }

    private static DomainException BeforeHire() => new("before-hire", "The day lies before the hire.", "effectiveDate");

    private static bool ChangesStatus(EmploymentEventKind kind) =>
        kind is EmploymentEventKind.Termination or EmploymentEventKind.Rehire;

    private void Refold()
    {
        var ordered = History;
        var state = default(EmploymentState);
        for (var i = 0; i < ordered.Count; i++)
        {
            state = ordered[i].ApplyTo(state);
            ordered[i].Settle(state, i + 1 < ordered.Count ? ordered[i + 1].EffectiveDate : null);
        }
    }

    private void ChainPay()
    {
        var ordered = Compensation;
        for (var i = 0; i < ordered.Count; i++)
            ordered[i].EndAt(i + 1 < ordered.Count ? ordered[i + 1].EffectiveDate : null);
    }

    private void Note(bool pending)
    {
        _scheduled |= pending;
        _recorded |= !pending;
    }

    private void SettleDue(DateOnly today)
    {
        foreach (var e in _history.Where(e => e.Pending && e.EffectiveDate <= today))
        {
            e.TakeEffect();
            _recorded = true;
        }
        foreach (var change in _compensation.Where(c => c.Pending && c.EffectiveDate <= today))
        {
            change.TakeEffect();
            _recorded = true;
        }
    }

    private bool Finish(
        (EmploymentState State, DateOnly Hired, DateOnly? Left, decimal? Salary, string? Currency) before,
        List<string> changed,
        DateOnly today
    )
    {
        CopyStateOf(today);
        var after = Current;
        void Compare<T>(string name, T old, T current)
        {
            if (!EqualityComparer<T>.Default.Equals(old, current))
                changed.Add(name);
        }

        Compare("status", before.State.Status, after.State.Status);
        Compare("hireDate", before.Hired, after.Hired);
        Compare("terminationDate", before.Left, after.Left);
        Compare("department", before.State.DepartmentId, after.State.DepartmentId);
        Compare("position", before.State.PositionId, after.State.PositionId);
        Compare("manager", before.State.ManagerId, after.State.ManagerId);
        Compare("compensation", (before.Salary, before.Currency), (after.Salary, after.Currency));
        // A change of the past that today's state doesn't show still is one.
        if (_recorded && changed.Count == 0)
            changed.Add("history");

        if (changed.Count > 0)
            Raise(new DomainEvent("employee.updated", Id.ToString(), changed));
        if (_scheduled)
            Raise(new DomainEvent("employee.change_scheduled", Id.ToString(), ["history"]));
        if (_cancelled)
            Raise(new DomainEvent("employee.change_cancelled", Id.ToString(), ["history"]));
        var any = changed.Count > 0 || _scheduled || _cancelled;
        _recorded = _scheduled = _cancelled = false;
        return any;
    }

    private void CopyStateOf(DateOnly today)
    {
        var history = History;
        var day = history[0].EffectiveDate > today ? history[0].EffectiveDate : today;
        var current = _history.Find(e => e.IsValidOn(day))!;
        Status = day > today ? EmploymentStatus.Scheduled : current.Status;
        DepartmentId = current.DepartmentId;
        PositionId = current.PositionId;
        ManagerId = current.ManagerId;
        HireDate = history
            .Last(e => e.EffectiveDate <= day && e.Kind is EmploymentEventKind.Hire or EmploymentEventKind.Rehire)
            .EffectiveDate;
        TerminationDate =
            current.Status == EmploymentStatus.Terminated
                ? history.Last(e => e.EffectiveDate <= day && e.Kind == EmploymentEventKind.Termination).EffectiveDate
                : null;
        var pay = PayOn(day);
        Salary = pay?.Amount;
        Currency = pay?.Currency;
        PayEffectiveDate = pay?.EffectiveDate;
    }

    private void ApplyProfile(EmployeeProfile profile, List<string> changed)
    {
        void Compare<T>(string name, T old, T current)
        {
            if (!EqualityComparer<T>.Default.Equals(old, current))
                changed.Add(name);
        }

        Compare("firstName", FirstName, profile.FirstName);
        Compare("lastName", LastName, profile.LastName);
        Compare("email", Email, profile.Email);
        Compare("employeeNumber", EmployeeNumber, profile.EmployeeNumber);
        Compare("externalId", ExternalId, profile.ExternalId);
        Compare("phone", Phone, profile.Phone);
        Compare("birthDate", BirthDate, profile.BirthDate);
        Compare("gender", Gender, profile.Gender);
        Compare("bio", Bio, profile.Bio);
        Compare("experienceYears", ExperienceYears, profile.ExperienceYears);
        Compare("custom", Custom, profile.Custom);
        FirstName = profile.FirstName;
        LastName = profile.LastName;
        Email = profile.Email;
        EmployeeNumber = profile.EmployeeNumber;
        ExternalId = profile.ExternalId;
        Phone = profile.Phone;
        BirthDate = profile.BirthDate;
        Gender = profile.Gender;
        Bio = profile.Bio;
        ExperienceYears = profile.ExperienceYears;
        if (!Custom.Equals(profile.Custom))
            Custom = profile.Custom;
    }

    private void ApplySkills(IReadOnlyCollection<SkillId> skills, List<string> changed)
    {
        var wanted = skills.ToHashSet();
        var removed = _skills.RemoveAll(skill => !wanted.Contains(skill.SkillId));
        var added = wanted.Except(_skills.Select(skill => skill.SkillId)).ToList();
        _skills.AddRange(added.Select(id => new EmployeeSkill(Id, id)));
        if (removed > 0 || added.Count > 0)
            changed.Add("skills");
    }
}
