using System.Runtime.InteropServices;
using HrPlatform.Domain.Organization;

namespace HrPlatform.Domain.Employees;

/// <summary>Where an employee stands on a day.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EmploymentState(
    EmploymentStatus Status,
    DepartmentId? DepartmentId,
    PositionId? PositionId,
    EmployeeId? ManagerId
);

/// <summary>What an event sets: the fields in <see cref="Sets"/> get the values here, the others stay.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Placement(
    EmploymentFields Sets,
    DepartmentId? DepartmentId = null,
    PositionId? PositionId = null,
    EmployeeId? ManagerId = null
)
{
    public static Placement Nothing => default;

    public static Placement Of(DepartmentId? departmentId, PositionId? positionId, EmployeeId? managerId) =>
        new(EmploymentFields.Placement, departmentId, positionId, managerId);

    public static Placement InDepartment(DepartmentId? id) => new(EmploymentFields.Department, DepartmentId: id);

    public static Placement AsPosition(PositionId? id) => new(EmploymentFields.Position, PositionId: id);

    public static Placement Under(EmployeeId? managerId) => new(EmploymentFields.Manager, ManagerId: managerId);

    public Placement With(Placement other) =>
        new(
            Sets | other.Sets,
            other.Sets.HasFlag(EmploymentFields.Department) ? other.DepartmentId : DepartmentId,
            other.Sets.HasFlag(EmploymentFields.Position) ? other.PositionId : PositionId,
            other.Sets.HasFlag(EmploymentFields.Manager) ? other.ManagerId : ManagerId
        );

    /// <summary>Only what differs from <paramref name="state"/>.</summary>
    public Placement DifferenceFrom(EmploymentState state)
    {
        var sets = EmploymentFields.None;
        if (Sets.HasFlag(EmploymentFields.Department) && DepartmentId != state.DepartmentId)
            sets |= EmploymentFields.Department;
        if (Sets.HasFlag(EmploymentFields.Position) && PositionId != state.PositionId)
            sets |= EmploymentFields.Position;
        if (Sets.HasFlag(EmploymentFields.Manager) && ManagerId != state.ManagerId)
            sets |= EmploymentFields.Manager;
        return this with { Sets = sets };
    }
}
