using HrPlatform.Domain.Skills;

namespace HrPlatform.Domain.Employees;

/// <summary>That an employee has a skill of the catalogue.</summary>
public sealed class EmployeeSkill
{
    // For the mapper.
    private EmployeeSkill() { }

    internal EmployeeSkill(EmployeeId employeeId, SkillId skillId)
    {
        EmployeeId = employeeId;
        SkillId = skillId;
    }

    public EmployeeId EmployeeId { get; private set; }

    public SkillId SkillId { get; private set; }
}
