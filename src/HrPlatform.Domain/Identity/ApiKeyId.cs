using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct ApiKeyId(Guid Value) : ITypedId<ApiKeyId>, IComparable<ApiKeyId>
{
    public static string Prefix => "key";

    public static ApiKeyId New() => new(Guid.CreateVersion7());

    public static ApiKeyId From(Guid value) => new(value);

    public int CompareTo(ApiKeyId other) => Value.CompareTo(other.Value);

    public static bool operator <(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) < 0;

    public static bool operator >(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
