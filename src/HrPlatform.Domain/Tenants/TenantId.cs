using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Tenants;

public readonly record struct TenantId(Guid Value) : ITypedId<TenantId>
{
    public static string Prefix => "ten";

    public static TenantId New() => new(Guid.CreateVersion7());

    public static TenantId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
