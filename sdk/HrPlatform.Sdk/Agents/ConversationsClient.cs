using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Earlier questions and answers: those that the key asked itself.</summary>
public class ConversationsClient
{
    private readonly IConversationsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public ConversationsClient(IConversationsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected ConversationsClient() { }
#pragma warning restore CS8618

    /// <summary>All conversations, newest first; pages are read as needed.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Conversation> ListAsync(CancellationToken cancellationToken = default) =>
        Pages.FollowAsync<Conversation>(
            async (cursor, cancellation) =>
                await _api.ListConversationsAsync(new() { Cursor = cursor }, cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one conversation.</summary>
    /// <param name="conversationId">The conversation's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Conversation> GetAsync(string conversationId, CancellationToken cancellationToken = default) =>
        _api.GetConversationAsync(conversationId, cancellationToken);

    /// <summary>What was said, oldest first; pages are read as needed.</summary>
    /// <param name="conversationId">The conversation's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<ConversationMessage> ListMessagesAsync(
        string conversationId,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<ConversationMessage>(
            async (cursor, cancellation) =>
                await _api.ListMessagesAsync(conversationId, new() { Cursor = cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );
}
