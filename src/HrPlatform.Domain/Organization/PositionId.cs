using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Organization;

public readonly record struct PositionId(Guid Value) : ITypedId<PositionId>
{
    public static string Prefix => "pos";

    public static PositionId New() => new(Guid.CreateVersion7());

    public static PositionId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
