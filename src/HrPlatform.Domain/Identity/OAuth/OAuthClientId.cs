using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct OAuthClientId(Guid Value) : ITypedId<OAuthClientId>, IComparable<OAuthClientId>
{
    public static string Prefix => "cli";

    public static OAuthClientId New() => new(Guid.CreateVersion7());

    public static OAuthClientId From(Guid value) => new(value);

    public int CompareTo(OAuthClientId other) => Value.CompareTo(other.Value);

    public static bool operator <(OAuthClientId left, OAuthClientId right) => left.CompareTo(right) < 0;

    public static bool operator >(OAuthClientId left, OAuthClientId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OAuthClientId left, OAuthClientId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OAuthClientId left, OAuthClientId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
