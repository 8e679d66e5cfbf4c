using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Identity;

public readonly record struct IdentityProviderId(Guid Value)
    : ITypedId<IdentityProviderId>,
        IComparable<IdentityProviderId>
{
    public static string Prefix => "idp";

    public static IdentityProviderId New() => new(Guid.CreateVersion7());

    public static IdentityProviderId From(Guid value) => new(value);

    public int CompareTo(IdentityProviderId other) => Value.CompareTo(other.Value);

    public static bool operator <(IdentityProviderId left, IdentityProviderId right) => left.CompareTo(right) < 0;

    public static bool operator >(IdentityProviderId left, IdentityProviderId right) => left.CompareTo(right) > 0;

    public static bool operator <=(IdentityProviderId left, IdentityProviderId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IdentityProviderId left, IdentityProviderId right) => left.CompareTo(right) >= 0;

    public override string ToString() => TypeId.Format(Prefix, Value);
}
