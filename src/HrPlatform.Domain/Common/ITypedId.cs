namespace HrPlatform.Domain.Common;

/// <summary>An id of one kind of resource; shown as <c>prefix_…</c> (<see cref="TypeId"/>), stored as a UUID.</summary>
public interface ITypedId
{
    Guid Value { get; }
}

/// <inheritdoc cref="ITypedId"/>
public interface ITypedId<TSelf> : ITypedId, IParsable<TSelf>
    where TSelf : struct, ITypedId<TSelf>
{
    static abstract string Prefix { get; }

    static abstract TSelf From(Guid value);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) =>
        TSelf.TryParse(s, provider, out var id)
            ? id
            : throw new FormatException($"Expected an id that starts with '{TSelf.Prefix}_'.");

    static bool IParsable<TSelf>.TryParse(string? s, IFormatProvider? provider, out TSelf result)
    {
        var parsed = TypeId.TryParse(TSelf.Prefix, s, out var value);
        result = TSelf.From(value);
        return parsed;
    }
}
