using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Conversations;

public readonly record struct MessageId(Guid Value) : ITypedId<MessageId>
{
    public static string Prefix => "msg";

    public static MessageId New() => new(Guid.CreateVersion7());

    public static MessageId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
