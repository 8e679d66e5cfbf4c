using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Files;

public readonly record struct FileId(Guid Value) : ITypedId<FileId>
{
    public static string Prefix => "fil";

    public static FileId New() => new(Guid.CreateVersion7());

    public static FileId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
