using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Jobs;

public readonly record struct JobId(Guid Value) : ITypedId<JobId>
{
    public static string Prefix => "job";

    public static JobId New() => new(Guid.CreateVersion7());

    public static JobId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
