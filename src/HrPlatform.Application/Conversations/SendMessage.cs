using System.Text.Json;
using FluentValidation;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Conversations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Conversations;

/// <summary>
/// Asks an agent within a conversation, which keeps question and answer. Not a command: a model may think for long, and
/// no transaction stays open meanwhile.
/// </summary>
/// <param name="Conversation">The conversation to continue; null opens one.</param>
[RequiresScope(Scopes.AgentsUse)]
public sealed record SendMessage(string Agent, string Text, string? Language, ConversationId? Conversation)
    : IRequest<SentMessage>;

public sealed record SentMessage(
    ConversationId ConversationId,
    MessageId MessageId,
    DateTimeOffset CreatedAt,
    AgentAnswer Answer
);

internal sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(send => send.Text).Question();
        RuleFor(send => send.Language).AnswerLanguage();
    }
}

internal sealed class SendMessageHandler(IMediator mediator, IHrDbContext context, CallerContext caller)
    : IRequestHandler<SendMessage, SentMessage>
{
    // As much of the past as a question can refer to.
    private const int RememberedMessages = 10;

    public async Task<SentMessage> Handle(SendMessage request, CancellationToken cancellationToken)
    {
        var history = request.Conversation is { } id ? await HistoryAsync(id, request.Agent, cancellationToken) : [];
        var answer = await mediator.Send(
            new AskAgent(request.Agent, request.Text, request.Language, history),
            cancellationToken
        );
        return await mediator.Send(
            new RecordExchange(request.Conversation, request.Agent, request.Text, answer),
            cancellationToken
        );
    }

    private async Task<List<ConversationTurn>> HistoryAsync(
        ConversationId id,
        string agent,
        CancellationToken cancellationToken
    )
    {
        var conversation = await context.OwnConversationAsync(id, caller, cancellationToken);
        if (!string.Equals(conversation.Agent, agent, StringComparison.Ordinal))
        {
            throw ProblemException.Invalid(
                "/conversationId",
                "other-agent",
                $"This conversation is with '{conversation.Agent}'. Open a new one to ask '{agent}'."
            );
        }
        var latest = await context
            .Set<ConversationMessage>()
            .AsNoTracking()
            .Where(message => message.ConversationId == id)
            .OrderByDescending(message => message.Ordinal)
            .Take(RememberedMessages)
            .ToListAsync(cancellationToken);
        latest.Reverse();
        return [.. latest.Select(message => new ConversationTurn(message.Role == MessageRole.User, message.Text))];
    }
}

/// <summary>Stores a question and its answer at the end of a conversation.</summary>
[RequiresScope(Scopes.AgentsUse)]
[ValidatedElsewhere("Only SendMessage sends it, after its own validation.")]
internal sealed record RecordExchange(ConversationId? Conversation, string Agent, string Question, AgentAnswer Answer)
    : ICommand<SentMessage>;

internal sealed class RecordExchangeHandler(IHrDbContext context, CallerContext caller, TimeProvider clock)
    : IRequestHandler<RecordExchange, SentMessage>
{
    public async Task<SentMessage> Handle(RecordExchange request, CancellationToken cancellationToken)
    {
        Conversation conversation;
        if (request.Conversation is { } id)
        {
            conversation = await context.OwnConversationAsync(id, caller, cancellationToken);
        }
        else
        {
            conversation = Conversation.Open(request.Agent, caller.Caller.CredentialId, request.Question);
            context.Set<Conversation>().Add(conversation);
        }
        var now = clock.GetUtcNow();
        var details = JsonSerializer.Serialize(AnswerDetails.Of(request.Answer), AgentJson.Options);
        var asked = conversation.Append(MessageRole.User, request.Question, details: null, now);
        var answered = conversation.Append(MessageRole.Agent, request.Answer.Answer, details, now);
        context.Set<ConversationMessage>().AddRange(asked, answered);
        await context.SaveChangesAsync(cancellationToken);
        return new SentMessage(conversation.Id, answered.Id, now, request.Answer);
    }
}

internal static class OwnConversations
{
    /// <summary>The caller's own conversation; anybody else's is not found.</summary>
    public static async Task<Conversation> OwnConversationAsync(
        this IHrDbContext context,
        ConversationId id,
        CallerContext caller,
        CancellationToken cancellationToken
    ) =>
        await context
            .Set<Conversation>()
            .SingleOrDefaultAsync(
                conversation => conversation.Id == id && conversation.OwnerId == caller.Caller.CredentialId,
                cancellationToken
            )
        ?? throw ProblemException.NotFound("conversation of this id");
}
