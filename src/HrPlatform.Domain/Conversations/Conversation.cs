using HrPlatform.Domain.Common;

namespace HrPlatform.Domain.Conversations;

/// <summary>Questions to an agent and its answers, in order. It belongs to the credential that opened it.</summary>
public sealed class Conversation : AggregateRoot
{
    public const int LongestTitle = 120;

    private Conversation() { }

    public ConversationId Id { get; private set; }

    /// <summary>The agent that is asked.</summary>
    public string Agent { get; private set; } = "";

    /// <summary>The beginning of the first question.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The credential that may read and continue it.</summary>
    public Guid OwnerId { get; private set; }

    public int MessageCount { get; private set; }

    public static Conversation Open(string agent, Guid ownerId, string question) =>
        new()
        {
            Id = ConversationId.New(),
            Agent = agent,
            OwnerId = ownerId,
            Title = question.Length <= LongestTitle ? question : question[..(LongestTitle - 1)].TrimEnd() + "…",
        };

    /// <summary>The next message; save it beside the conversation.</summary>
    public ConversationMessage Append(MessageRole role, string text, string? details, DateTimeOffset now) =>
        new(Id, ++MessageCount, role, text, details, now);
}

public enum MessageRole
{
    User,
    Agent,
}

/// <summary>One message; never changed.</summary>
public sealed class ConversationMessage
{
    private ConversationMessage() { }

    internal ConversationMessage(
        ConversationId conversationId,
        int ordinal,
        MessageRole role,
        string text,
        string? details,
        DateTimeOffset createdAt
    )
    {
        Id = MessageId.New();
        ConversationId = conversationId;
        Ordinal = ordinal;
        Role = role;
        Text = text;
        Details = details;
        CreatedAt = createdAt;
    }

    public MessageId Id { get; private set; }

    public ConversationId ConversationId { get; private set; }

    /// <summary>Its place in the conversation, from 1.</summary>
    public int Ordinal { get; private set; }

    public MessageRole Role { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>What an answer rests on, as JSON; null for questions.</summary>
    public string? Details { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}
