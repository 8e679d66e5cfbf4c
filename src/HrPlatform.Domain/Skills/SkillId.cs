using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Skills;

public readonly record struct SkillId(Guid Value) : ITypedId<SkillId>
{
    public static string Prefix => "skl";

    public static SkillId New() => new(Guid.CreateVersion7());

    public static SkillId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
