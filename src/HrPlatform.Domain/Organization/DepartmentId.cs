using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Organization;

public readonly record struct DepartmentId(Guid Value) : ITypedId<DepartmentId>
{
    public static string Prefix => "dep";

    public static DepartmentId New() => new(Guid.CreateVersion7());

    public static DepartmentId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
