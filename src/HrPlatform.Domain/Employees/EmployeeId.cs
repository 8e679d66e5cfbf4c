using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Employees;

public readonly record struct EmployeeId(Guid Value) : ITypedId<EmployeeId>
{
    public static string Prefix => "emp";

    public static EmployeeId New() => new(Guid.CreateVersion7());

    public static EmployeeId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
