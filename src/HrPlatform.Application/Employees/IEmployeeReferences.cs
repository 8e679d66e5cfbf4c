using HrPlatform.Application.Common;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Employees;

/// <summary>Finds what employees refer to, all at once.</summary>
public interface IEmployeeReferences
{
    Task<ResolvedReferences> ResolveAsync(ReferenceSet wanted, CancellationToken cancellationToken);

    /// <summary>Names of the catalogue that look most like a text, the nearest first.</summary>
    Task<IReadOnlyList<string>> NearestAsync(Catalogue catalogue, string name, CancellationToken cancellationToken);
}

public enum Catalogue
{
    Departments,
    Positions,
    Skills,
}

public sealed record ReferenceSet(
    IReadOnlySet<Reference<DepartmentId>> Departments,
    IReadOnlySet<Reference<PositionId>> Positions,
    IReadOnlySet<Reference<SkillId>> Skills,
    IReadOnlySet<EmployeeId> Employees
)
{
    /// <summary>Nothing but the custom fields, which are always read.</summary>
    public static ReferenceSet Empty { get; } =
        new(
            new HashSet<Reference<DepartmentId>>(),
            new HashSet<Reference<PositionId>>(),
            new HashSet<Reference<SkillId>>(),
            new HashSet<EmployeeId>()
        );

    public static ReferenceSet OfDepartment(Reference<DepartmentId> department) =>
        Empty with
        {
            Departments = new HashSet<Reference<DepartmentId>> { department },
        };
}

/// <summary>What was found; what is missing doesn't exist.</summary>
public sealed record ResolvedReferences(
    IReadOnlyDictionary<Reference<DepartmentId>, DepartmentLink> Departments,
    IReadOnlyDictionary<Reference<PositionId>, PositionLink> Positions,
    IReadOnlyDictionary<Reference<SkillId>, SkillLink> Skills,
    IReadOnlyDictionary<EmployeeId, ManagerLink> Employees,
    IReadOnlyDictionary<string, CustomFieldDefinition> CustomFields
);
