using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct ApiKeyId(Guid Value) : ITypedId<ApiKeyId>
{
    public static string Prefix => "key";

    public static ApiKeyId New() => new(Guid.CreateVersion7());

    public static ApiKeyId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
