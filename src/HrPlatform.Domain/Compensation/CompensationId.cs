using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Compensation;

public readonly record struct CompensationId(Guid Value) : ITypedId<CompensationId>
{
    public static string Prefix => "cmp";

    public static CompensationId New() => new(Guid.CreateVersion7());

    public static CompensationId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
