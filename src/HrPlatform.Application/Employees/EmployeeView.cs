using System.Runtime.InteropServices;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Employees;

public sealed record DepartmentLink(DepartmentId Id, string Name);

public sealed record PositionLink(PositionId Id, string Title);

public sealed record ManagerLink(EmployeeId Id, string Name);

public sealed record SkillLink(SkillId Id, string Name);

/// <param name="EffectiveDate">Since when; null where only the figure is known.</param>
public sealed record PayView(Money Pay, DateOnly? EffectiveDate);

/// <summary>An employee as read: today, or as of the day that was asked for.</summary>
public sealed record EmployeeView
{
    public required EmployeeId Id { get; init; }
    public string? EmployeeNumber { get; init; }
    public string? ExternalId { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? Phone { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Gender { get; init; }
    public string? Bio { get; init; }
    public decimal? ExperienceYears { get; init; }
    public required DateOnly HireDate { get; init; }
    public DateOnly? TerminationDate { get; init; }
    public required EmploymentStatus Status { get; init; }
    public DepartmentLink? Department { get; init; }
    public PositionLink? Position { get; init; }
    public ManagerLink? Manager { get; init; }
    public IReadOnlyList<SkillLink> Skills { get; init; } = [];
    public PayView? Compensation { get; init; }

    /// <summary>The custom fields as a JSON object.</summary>
    public string Custom { get; init; } = "{}";
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public string Name => new PersonName(FirstName, LastName).Full;
}

/// <summary>What a caller may see of employees.</summary>
/// <param name="Everyone">Whether the caller reaches everybody's records.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EmployeeVisibility(bool Compensation, bool Personal, bool Everyone)
{
    public static EmployeeVisibility Of(Caller caller) =>
        new(caller.Has(Scopes.CompensationRead), caller.Has(Scopes.PersonalRead), caller.Reach == Reach.Everyone);

    /// <summary>No manager was read, and whether there is one can't be told: it may be somebody out of reach.</summary>
    public bool Hides(ManagerLink? manager) => manager is null && !Everyone;
}
