using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Tenants;

public readonly record struct TenantId(Guid Value) : ITypedId<TenantId>, IComparable<TenantId>
{
    public static string Prefix => "ten";

    public static TenantId New() => new(Guid.CreateVersion7());

    public static TenantId From(Guid value) => new(value);

    public int CompareTo(TenantId other) => Value.CompareTo(other.Value);

    public static bool operator <(TenantId left, TenantId right) => left.CompareTo(right) < 0;

    public static bool operator >(TenantId left, TenantId right) => left.CompareTo(right) > 0;

    public static bool operator <=(TenantId left, TenantId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TenantId left, TenantId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
