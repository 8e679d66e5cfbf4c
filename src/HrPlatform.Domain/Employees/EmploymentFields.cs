namespace HrPlatform.Domain.Employees;

/// <summary>The parts of an employment that an event can set.</summary>
[Flags]
public enum EmploymentFields
{
    None = 0,
    Status = 1,
    Department = 2,
    Position = 4,
    Manager = 8,
    Placement = Department | Position | Manager,
    All = Status | Placement,
}
