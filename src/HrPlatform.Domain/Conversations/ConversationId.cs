using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Conversations;

public readonly record struct ConversationId(Guid Value) : ITypedId<ConversationId>
{
    public static string Prefix => "cnv";

    public static ConversationId New() => new(Guid.CreateVersion7());

    public static ConversationId From(Guid value) => new(value);

    public override string ToString() => TypeId.Format(Prefix, Value);
}
