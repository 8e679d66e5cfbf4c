using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct UserId(Guid Value) : ITypedId<UserId>, IComparable<UserId>
{
    public static string Prefix => "usr";

    public static UserId New() => new(Guid.CreateVersion7());

    public static UserId From(Guid value) => new(value);

    public int CompareTo(UserId other) => Value.CompareTo(other.Value);

    public static bool operator <(UserId left, UserId right) => left.CompareTo(right) < 0;

    public static bool operator >(UserId left, UserId right) => left.CompareTo(right) > 0;

    public static bool operator <=(UserId left, UserId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UserId left, UserId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
