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

/// <summary>The fields by the names under which they are stored and shown.</summary>
public static class EmploymentFieldNames
{
    private static readonly (EmploymentFields Field, string Name)[] _names =
    [
        (EmploymentFields.Status, "status"),
        (EmploymentFields.Department, "department"),
        (EmploymentFields.Position, "position"),
        (EmploymentFields.Manager, "manager"),
    ];

    public static string[] Of(EmploymentFields fields) =>
        [.. _names.Where(pair => fields.HasFlag(pair.Field)).Select(pair => pair.Name)];

    public static EmploymentFields Parse(IReadOnlyCollection<string> names) =>
        _names
            .Where(pair => names.Contains(pair.Name, StringComparer.Ordinal))
            .Aggregate(EmploymentFields.None, (all, pair) => all | pair.Field);
}
