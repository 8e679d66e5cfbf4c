using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Documents;

public readonly record struct DocumentId(Guid Value) : ITypedId<DocumentId>
{
    public static string Prefix => "doc";

    public static DocumentId New() => new(Guid.CreateVersion7());

    public static DocumentId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
