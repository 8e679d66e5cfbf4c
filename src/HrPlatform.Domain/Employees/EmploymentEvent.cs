using HrPlatform.Domain.Organization;

namespace HrPlatform.Domain.Employees;

/// <summary>
/// What happened to an employment on a day, and the state that it led to, valid until <see cref="ValidTo"/>
/// (exclusive; null: open). Of several events on one day the last one counts; the earlier ones are valid for no day.
/// </summary>
public sealed class EmploymentEvent
{
    // As it is stored: the names of the fields.
    private string[] _changed;

    // For the mapper.
    private EmploymentEvent()
    {
        _changed = [];
    }

    internal EmploymentEvent(
        EmployeeId employeeId,
        EmploymentEventKind kind,
        DateOnly effectiveDate,
        int sequence,
        Placement placement,
        string? reason,
        bool pending,
        DateTimeOffset createdAt
    )
    {
        Id = EmploymentEventId.New();
        EmployeeId = employeeId;
        Kind = kind;
        EffectiveDate = effectiveDate;
        Sequence = sequence;
        _changed = EmploymentFieldNames.Of(
            placement.Sets | (SetsStatus(kind) ? EmploymentFields.Status : EmploymentFields.None)
        );
        Status = kind == EmploymentEventKind.Termination ? EmploymentStatus.Terminated : EmploymentStatus.Active;
        DepartmentId = placement.DepartmentId;
        PositionId = placement.PositionId;
        ManagerId = placement.ManagerId;
        Reason = reason;
        Pending = pending;
        CreatedAt = createdAt;
    }

    public EmploymentEventId Id { get; private set; }

    public EmployeeId EmployeeId { get; private set; }

    public EmploymentEventKind Kind { get; private set; }

    public DateOnly EffectiveDate { get; private set; }

    /// <summary>Order among the events of one day.</summary>
    public int Sequence { get; private set; }

    /// <summary>The fields that this event sets; the others are carried over from the event before.</summary>
    public EmploymentFields Changed => EmploymentFieldNames.Parse(_changed);

    public EmploymentStatus Status { get; private set; }

    public DepartmentId? DepartmentId { get; private set; }

    public PositionId? PositionId { get; private set; }

    public EmployeeId? ManagerId { get; private set; }

    public DateOnly? ValidTo { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Dated ahead and not yet in effect; it can still be cancelled.</summary>
    public bool Pending { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public EmploymentState State => new(Status, DepartmentId, PositionId, ManagerId);

    public bool IsValidOn(DateOnly day) => EffectiveDate <= day && (ValidTo is null || day < ValidTo);

    /// <summary>The state after this event, when <paramref name="before"/> was the state until then.</summary>
    internal EmploymentState ApplyTo(EmploymentState before) =>
        new(
            Changed.HasFlag(EmploymentFields.Status) ? Status : before.Status,
            Changed.HasFlag(EmploymentFields.Department) ? DepartmentId : before.DepartmentId,
            Changed.HasFlag(EmploymentFields.Position) ? PositionId : before.PositionId,
            Changed.HasFlag(EmploymentFields.Manager) ? ManagerId : before.ManagerId
        );

    internal void Settle(EmploymentState state, DateOnly? validTo)
    {
        Status = state.Status;
        DepartmentId = state.DepartmentId;
        PositionId = state.PositionId;
        ManagerId = state.ManagerId;
        ValidTo = validTo;
    }

    internal void MoveTo(DateOnly day, int sequence)
    {
        EffectiveDate = day;
        Sequence = sequence;
    }

    internal void TakeEffect() => Pending = false;

    internal void Postpone() => Pending = true;

    private static bool SetsStatus(EmploymentEventKind kind) =>
        kind is EmploymentEventKind.Hire or EmploymentEventKind.Termination or EmploymentEventKind.Rehire;
}
