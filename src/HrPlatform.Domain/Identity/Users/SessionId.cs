using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct SessionId(Guid Value) : ITypedId<SessionId>, IComparable<SessionId>
{
    public static string Prefix => "ses";

    public static SessionId New() => new(Guid.CreateVersion7());

    public static SessionId From(Guid value) => new(value);

    public int CompareTo(SessionId other) => Value.CompareTo(other.Value);

    public static bool operator <(SessionId left, SessionId right) => left.CompareTo(right) < 0;

    public static bool operator >(SessionId left, SessionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SessionId left, SessionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SessionId left, SessionId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
