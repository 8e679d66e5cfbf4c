using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>Questions in natural language, answered from the records and the documents that the key may see.</summary>
public class AgentsClient
{
    /// <summary>The agent that is asked unless another is named.</summary>
    public const string DefaultAgent = "hr_analyst";

    private readonly IAgentsApi _api;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    public AgentsClient(IAgentsApi api) => _api = api;

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected AgentsClient() { }
#pragma warning restore CS8618

    /// <summary>The agents that can be asked, with what each can look up.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<Agent> ListAsync(CancellationToken cancellationToken = default) =>
        Pages.FollowAsync<Agent>(
            async (_, cancellation) => await _api.ListAgentsAsync(cancellation).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Reads one agent.</summary>
    /// <param name="agent">Its name, e.g. <c>hr_analyst</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task<Agent> GetAsync(string agent, CancellationToken cancellationToken = default) =>
        _api.GetAgentAsync(agent, cancellationToken);

    /// <summary>Asks a question.</summary>
    /// <param name="question">In English or French.</param>
    /// <param name="conversationId">The conversation of an earlier answer, to ask on; a new one when left out.</param>
    /// <param name="agent">Whom to ask; the analyst when left out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer with its citations; <c>Answered</c> is false when nothing answers the question.</returns>
    public virtual Task<AgentMessage> AskAsync(
        string question,
        string? conversationId = null,
        string agent = DefaultAgent,
        CancellationToken cancellationToken = default
    ) =>
        _api.SendMessageAsync(
            agent,
            new MessageToAgent { Text = question, ConversationId = conversationId },
            cancellationToken: cancellationToken
        );
}
