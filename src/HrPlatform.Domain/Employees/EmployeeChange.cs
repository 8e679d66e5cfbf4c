using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Domain.Employees;

/// <summary>What one write changes about an employee. What is left out stays as it is.</summary>
public sealed record EmployeeChange
{
    public EmployeeProfile? Profile { get; init; }

    /// <summary>Corrects the day on which the current employment began.</summary>
    public DateOnly? HireDate { get; init; }

    public Placement Placement { get; init; }

    /// <summary>Ends or renews the employment when it differs from the state on the effective day.</summary>
    public EmploymentStatus? Status { get; init; }

    public Money? Pay { get; init; }

    public IReadOnlyCollection<SkillId>? Skills { get; init; }

    /// <summary>The day from which placement, status and pay apply; today when left out.</summary>
    public DateOnly? EffectiveDate { get; init; }

    public string? Reason { get; init; }
}
