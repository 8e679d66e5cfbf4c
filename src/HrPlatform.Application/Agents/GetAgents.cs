using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;
using Microsoft.Extensions.AI;

namespace HrPlatform.Application.Agents;

/// <summary>The agents that the caller can ask, and what they can do for this caller.</summary>
[RequiresScope(Scopes.AgentsUse)]
public sealed record GetAgents : IQuery<AgentsView>;

/// <param name="Mode">Which kind of model answers: <c>offline</c>, <c>bedrock</c>, <c>openai</c>.</param>
public sealed record AgentsView(string Mode, string Model, IReadOnlyList<AgentView> Agents);

public sealed record AgentView(string Name, string Title, string Description, IReadOnlyList<AgentToolView> Tools);

/// <param name="Requires">The scopes without which the tool tells nothing.</param>
/// <param name="Allowed">Whether this caller has them.</param>
public sealed record AgentToolView(string Name, string Summary, IReadOnlyList<string> Requires, bool Allowed);

internal sealed class GetAgentsHandler(IChatClient model, IEnumerable<IAgentTool> tools, CallerContext context)
    : IRequestHandler<GetAgents, AgentsView>
{
    public Task<AgentsView> Handle(GetAgents request, CancellationToken cancellationToken)
    {
        var metadata = model.GetService<ChatClientMetadata>();
        var agents = BuiltInAgents.All.Select(agent => new AgentView(
            agent.Name,
            agent.Title,
            agent.Description,
            [
                .. tools
                    .Where(tool => agent.Tools.Contains(tool.Name))
                    .Select(tool => new AgentToolView(
                        tool.Name,
                        tool.Summary,
                        tool.Scopes,
                        tool.Scopes.All(context.Caller.Has)
                    )),
            ]
        ));
        return Task.FromResult(
            new AgentsView(metadata?.ProviderName ?? "unknown", metadata?.DefaultModelId ?? "unknown", [.. agents])
        );
    }
}
