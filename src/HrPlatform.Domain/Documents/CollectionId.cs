using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Documents;

public readonly record struct CollectionId(Guid Value) : ITypedId<CollectionId>
{
    public static string Prefix => "col";

    public static CollectionId New() => new(Guid.CreateVersion7());

    public static CollectionId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
