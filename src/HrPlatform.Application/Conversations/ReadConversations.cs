using System.Globalization;
using System.Text.Json;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Conversations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Conversations;

/// <summary>The caller's own conversations, newest first.</summary>
[RequiresScope(Scopes.AgentsUse)]
public sealed record ListConversations(int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<ConversationView>>;

/// <summary>One conversation of the caller.</summary>
[RequiresScope(Scopes.AgentsUse)]
public sealed record GetConversation(ConversationId Id) : IQuery<ConversationView>;

/// <summary>The messages of a conversation of the caller, oldest first.</summary>
[RequiresScope(Scopes.AgentsUse)]
public sealed record ListMessages(ConversationId Conversation, int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<MessageView>>;

public sealed record ConversationView(
    ConversationId Id,
    string Agent,
    string Title,
    int MessageCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static ConversationView Of(Conversation conversation) =>
        new(
            conversation.Id,
            conversation.Agent,
            conversation.Title,
            conversation.MessageCount,
            conversation.CreatedAt,
            conversation.UpdatedAt
        );
}

/// <param name="Details">What an answer rests on; null for questions.</param>
public sealed record MessageView(
    MessageId Id,
    MessageRole Role,
    string Text,
    AnswerDetails? Details,
    DateTimeOffset CreatedAt
)
{
    internal static MessageView Of(ConversationMessage message) =>
        new(
            message.Id,
            message.Role,
            message.Text,
            message.Details is null
                ? null
                : JsonSerializer.Deserialize<AnswerDetails>(message.Details, AgentJson.Options),
            message.CreatedAt
        );
}

/// <summary>Lists conversations by their owner.</summary>
public interface IConversationReads
{
    /// <summary>Newest first, one more than <paramref name="limit"/> when there are more.</summary>
    Task<IReadOnlyList<ConversationView>> ListAsync(
        Guid ownerId,
        ConversationId? before,
        int limit,
        CancellationToken cancellationToken
    );
}

internal sealed class ListConversationsHandler(
    IConversationReads reads,
    IHrDbContext context,
    CallerContext caller,
    ICursorProtector cursors
) : IRequestHandler<ListConversations, CursorPage<ConversationView>>
{
    private const string Purpose = "conversations";

    public async Task<CursorPage<ConversationView>> Handle(
        ListConversations request,
        CancellationToken cancellationToken
    )
    {
        var owner = caller.Caller.CredentialId;
        ConversationId? before = request.Cursor is null
            ? null
            : new ConversationId(Guid.Parse(cursors.Unprotect(Purpose, request.Cursor)));
        var limit = PageLimits.Clamp(request.Limit);
        var rows = await reads.ListAsync(owner, before, limit, cancellationToken);
        var next = rows.Count > limit ? cursors.Protect(Purpose, rows[limit - 1].Id.Value.ToString()) : null;
        long? total = request.WithTotal
            ? await context.Set<Conversation>().LongCountAsync(c => c.OwnerId == owner, cancellationToken)
            : null;
        return new CursorPage<ConversationView>([.. rows.Take(limit)], next, total);
    }
}

internal sealed class GetConversationHandler(IHrDbContext context, CallerContext caller)
    : IRequestHandler<GetConversation, ConversationView>
{
    public async Task<ConversationView> Handle(GetConversation request, CancellationToken cancellationToken) =>
        ConversationView.Of(await context.OwnConversationAsync(request.Id, caller, cancellationToken));
}

internal sealed class ListMessagesHandler(IHrDbContext context, CallerContext caller, ICursorProtector cursors)
    : IRequestHandler<ListMessages, CursorPage<MessageView>>
{
    public async Task<CursorPage<MessageView>> Handle(ListMessages request, CancellationToken cancellationToken)
    {
        var conversation = await context.OwnConversationAsync(request.Conversation, caller, cancellationToken);
        var purpose = $"messages?{request.Conversation}";
        var after = request.Cursor is null
            ? 0
            : int.Parse(cursors.Unprotect(purpose, request.Cursor), CultureInfo.InvariantCulture);
        var limit = PageLimits.Clamp(request.Limit);
        var page = await context
            .Set<ConversationMessage>()
            .AsNoTracking()
            .Where(message => message.ConversationId == request.Conversation && message.Ordinal > after)
            .OrderBy(message => message.Ordinal)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var next =
            page.Count > limit
                ? cursors.Protect(purpose, page[limit - 1].Ordinal.ToString(CultureInfo.InvariantCulture))
                : null;
        long? total = request.WithTotal ? conversation.MessageCount : null;
        return new CursorPage<MessageView>([.. page.Take(limit).Select(MessageView.Of)], next, total);
    }
}
