using System.Diagnostics;
using System.Text.Json;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Identity;
using MediatR;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using FunctionInvocationContext = Microsoft.Extensions.AI.FunctionInvocationContext;

namespace HrPlatform.Application.Agents;

/// <summary>One earlier message of a conversation.</summary>
public sealed record ConversationTurn(bool FromUser, string Text);

/// <summary>
/// Lets a model answer a question with the tools it may call, and settles what its answer cites. The model is any
/// <see cref="IChatClient"/>; tools are functions of Semantic Kernel called by its function-calling loop.
/// </summary>
public sealed class AgentRunner(IChatClient model, IMediator mediator, IEnumerable<IAgentTool> tools, TimeProvider time)
{
    private const int MostRounds = 8;
    private readonly Kernel kernel = new();

    /// <param name="language">The language to answer in; null lets the question decide.</param>
    /// <param name="history">Earlier messages of the conversation, oldest first.</param>
    public async Task<AgentAnswer> AskAsync(
        AgentDefinition agent,
        string question,
        string? language,
        IReadOnlyList<ConversationTurn> history,
        AgentCaller caller,
        CancellationToken cancellationToken
    )
    {
        var vocabulary = caller.May(Scopes.EmployeesRead)
            ? await mediator.Send(new GetTenantVocabulary(), cancellationToken)
            : TenantVocabulary.Empty;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var run = new AgentRun(caller, vocabulary, today);
        List<ChatMessage> messages =
        [
            new(ChatRole.System, agent.Instructions),
            new(ChatRole.System, AgentPrompt.Vocabulary(vocabulary, today, language)),
            .. history.Select(t => new ChatMessage(t.FromUser ? ChatRole.User : ChatRole.Assistant, t.Text)),
            new(ChatRole.User, question),
        ];
        var trace = new Trace();
        using var loop = new FunctionInvokingChatClient(model)
        {
            MaximumIterationsPerRequest = MostRounds,
            FunctionInvoker = trace.InvokeAsync,
        };
        var options = new ChatOptions
        {
            Tools = [.. tools.Where(t => agent.Tools.Contains(t.Name)).Select(t => t.Bind(run).WithKernel(kernel))],
        };
        var response = await loop.GetResponseAsync(messages, options, cancellationToken);
        var (text, citations) = run.Citations.Settle(response.Text);
        var metadata = model.GetService<ChatClientMetadata>();
        return new AgentAnswer(
            text,
            Answered(response) ?? citations.Count > 0,
            metadata?.ProviderName ?? "unknown",
            response.ModelId ?? metadata?.DefaultModelId ?? "unknown",
            citations,
            citations.Count > 0 ? trace.Results : [],
            trace.Calls
        );
    }

    // What the model says of its own answer; otherwise an answer is what rests on something.
    private static bool? Answered(ChatResponse response) =>
        response
            .Messages.LastOrDefault()
            ?.AdditionalProperties?.TryGetValue(AgentPrompt.AnsweredProperty, out bool answered) == true
            ? answered
            : null;

    private sealed class Trace
    {
        private readonly List<ToolCallTrace> calls = [];
        private readonly List<AgentData> results = [];

        public IReadOnlyList<ToolCallTrace> Calls => calls;

        /// <summary>Results from the records; passages stand in the citations.</summary>
        public IReadOnlyList<AgentData> Results => results;

        public async ValueTask<object?> InvokeAsync(
            FunctionInvocationContext context,
            CancellationToken cancellationToken
        )
        {
            var started = Stopwatch.GetTimestamp();
            var succeeded = false;
            try
            {
                var result = await context.Function.InvokeAsync(context.Arguments, cancellationToken);
                succeeded = true;
                if (
                    result is JsonElement json
                    && !string.Equals(context.Function.Name, SearchDocumentsTool.ToolName, StringComparison.Ordinal)
                )
                    results.Add(new AgentData(context.Function.Name, json));
                return result;
            }
            finally
            {
                calls.Add(
                    new ToolCallTrace(
                        context.Function.Name,
                        JsonSerializer.SerializeToElement(
                            context.CallContent.Arguments ?? new Dictionary<string, object?>(StringComparer.Ordinal),
                            AgentJson.Options
                        ),
                        succeeded,
                        Stopwatch.GetElapsedTime(started).TotalMilliseconds
                    )
                );
            }
        }
    }
}
