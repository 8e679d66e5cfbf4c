using HrPlatform.Domain.Employees;

namespace HrPlatform.Domain.Compensation;

/// <summary>Pay from <see cref="EffectiveDate"/> until <see cref="ValidTo"/> (exclusive; null: open).</summary>
public sealed class CompensationChange
{
    // For the mapper.
    private CompensationChange()
    {
        Currency = "";
    }

    internal CompensationChange(
        EmployeeId employeeId,
        DateOnly effectiveDate,
        Money pay,
        string? reason,
        bool pending,
        DateTimeOffset createdAt
    )
    {
        Id = CompensationId.New();
        EmployeeId = employeeId;
        EffectiveDate = effectiveDate;
        Amount = pay.Amount;
        Currency = pay.Currency;
        Reason = reason;
        Pending = pending;
        CreatedAt = createdAt;
    }

    public CompensationId Id { get; private set; }

    public EmployeeId EmployeeId { get; private set; }

    public DateOnly EffectiveDate { get; private set; }

    public decimal Amount { get; private set; }

    public string Currency { get; private set; }

    public DateOnly? ValidTo { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Dated ahead and not yet in effect; it can still be cancelled.</summary>
    public bool Pending { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public Money Pay => Money.Of(Amount, Currency);

    public bool IsInForceOn(DateOnly day) => EffectiveDate <= day && (ValidTo is null || day < ValidTo);

    internal void Replace(Money pay, string? reason)
    {
        Amount = pay.Amount;
        Currency = pay.Currency;
        Reason = reason;
    }

    internal void MoveTo(DateOnly day) => EffectiveDate = day;

    internal void EndAt(DateOnly? day) => ValidTo = day;

    internal void TakeEffect() => Pending = false;

    internal void Postpone() => Pending = true;
}
