using HrPlatform.Api.V2.Agents;
using HrPlatform.Application.Conversations;
using HrPlatform.Domain.Conversations;

namespace HrPlatform.Api.V2.Conversations;

/// <summary>Questions to an agent and its answers.</summary>
public sealed record Conversation
{
    /// <summary>The conversation's id.</summary>
    public required ConversationId Id { get; init; }

    /// <summary>The agent that is asked.</summary>
    /// <example>hr_analyst</example>
    public required string Agent { get; init; }

    /// <summary>The beginning of the first question.</summary>
    /// <example>What is the average salary in Sales?</example>
    public required string Title { get; init; }

    /// <summary>How many messages it holds.</summary>
    /// <example>4</example>
    public required int MessageCount { get; init; }

    /// <summary>When it was opened.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last message was added.</summary>
    /// <example>2026-11-23T09:31:00Z</example>
    public required DateTimeOffset UpdatedAt { get; init; }

    internal static Conversation Of(ConversationView view) =>
        new()
        {
            Id = view.Id,
            Agent = view.Agent,
            Title = view.Title,
            MessageCount = view.MessageCount,
            CreatedAt = view.CreatedAt,
            UpdatedAt = view.UpdatedAt,
        };
}

/// <summary>A question or an answer.</summary>
public sealed record ConversationMessage
{
    /// <summary>The message's id.</summary>
    public required MessageId Id { get; init; }

    /// <summary>Who wrote it.</summary>
    /// <example>agent</example>
    public required MessageRole Role { get; init; }

    /// <summary>What was written.</summary>
    /// <example>The average salary of employees in Sales is 97,410 USD (250 people) [1].</example>
    public required string Text { get; init; }

    /// <summary>Of answers: false when nothing answered the question.</summary>
    /// <example>true</example>
    public bool? Answered { get; init; }

    /// <summary>Of answers: what they rest on.</summary>
    public IReadOnlyList<AgentCitation>? Citations { get; init; }

    /// <summary>When it was written.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    internal static ConversationMessage Of(MessageView view) =>
        new()
        {
            Id = view.Id,
            Role = view.Role,
            Text = view.Text,
            Answered = view.Details?.Answered,
            Citations = view.Details is null ? null : [.. view.Details.Citations().Select(AgentCitation.Of)],
            CreatedAt = view.CreatedAt,
        };
}
