using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Employees;

public readonly record struct EmploymentEventId(Guid Value) : ITypedId<EmploymentEventId>
{
    public static string Prefix => "hev";

    public static EmploymentEventId New() => new(Guid.CreateVersion7());

    public static EmploymentEventId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
