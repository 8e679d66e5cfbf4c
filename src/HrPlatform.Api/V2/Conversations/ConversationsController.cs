using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Conversations;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Conversations;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Conversations;

/// <summary>What was asked and answered. A key sees the conversations that it opened itself.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/conversations")]
[Tags("Conversations")]
[Produces("application/json")]
[RequireScope(Scopes.AgentsUse)]
public sealed class ConversationsController(IMediator mediator) : ControllerBase
{
    /// <summary>List conversations, newest first</summary>
    [HttpGet]
    [ProducesResponseType<Page<Conversation>>(StatusCodes.Status200OK)]
    public async Task<Page<Conversation>> ListConversations(
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListConversations(paging.Limit, paging.Cursor, paging.Total);
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, Conversation.Of);
    }

    /// <summary>Read a conversation</summary>
    /// <param name="conversationId">The conversation.</param>
    [HttpGet("{conversationId}")]
    [ProducesResponseType<Conversation>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Conversation> GetConversation(
        ConversationId conversationId,
        CancellationToken cancellationToken
    ) => Conversation.Of(await mediator.Send(new GetConversation(conversationId), cancellationToken));

    /// <summary>List the messages of a conversation, oldest first</summary>
    /// <param name="conversationId">The conversation.</param>
    [HttpGet("{conversationId}/messages")]
    [ProducesResponseType<Page<ConversationMessage>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Page<ConversationMessage>> ListMessages(
        ConversationId conversationId,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListMessages(conversationId, paging.Limit, paging.Cursor, paging.Total);
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, ConversationMessage.Of);
    }
}
