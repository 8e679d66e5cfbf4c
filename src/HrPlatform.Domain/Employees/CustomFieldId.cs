using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Employees;

public readonly record struct CustomFieldId(Guid Value) : ITypedId<CustomFieldId>
{
    public static string Prefix => "cfd";

    public static CustomFieldId New() => new(Guid.CreateVersion7());

    public static CustomFieldId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
