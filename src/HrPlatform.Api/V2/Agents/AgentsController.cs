using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Conversations;
using HrPlatform.Application.Identity;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Agents;

/// <summary>Agents answer questions from the records and documents that the key may see.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/agents")]
[Tags("Agents")]
[Produces("application/json")]
[RequireScope(Scopes.AgentsUse)]
public sealed class AgentsController(IMediator mediator) : ControllerBase
{
    /// <summary>List the agents</summary>
    [HttpGet]
    [ProducesResponseType<Page<Agent>>(StatusCodes.Status200OK)]
    public async Task<Page<Agent>> ListAgents(CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new GetAgents(), cancellationToken);
        return new Page<Agent> { Data = [.. view.Agents.Select(agent => Agent.Of(agent, view))], HasMore = false };
    }

    /// <summary>Read an agent</summary>
    /// <param name="agent" example="hr_analyst">The agent's name, for example `hr_analyst`.</param>
    [HttpGet("{agent}")]
    [ProducesResponseType<Agent>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Agent> GetAgent(string agent, CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new GetAgents(), cancellationToken);
        var found =
            view.Agents.FirstOrDefault(a => string.Equals(a.Name, agent, StringComparison.Ordinal))
            ?? throw ProblemException.NotFound("agent of this name");
        return Agent.Of(found, view);
    }

    /// <summary>Ask an agent</summary>
    /// <remarks>
    /// Opens a conversation, or continues the one of `conversationId`; question and answer are kept in it. What nothing
    /// answers is said so, with `answered: false`.
    /// </remarks>
    /// <param name="agent" example="hr_analyst">The agent's name, for example `hr_analyst`.</param>
    [HttpPost("{agent}/messages")]
    [ProducesResponseType<AgentMessage>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<AgentMessage> SendMessage(
        string agent,
        MessageToAgent message,
        CancellationToken cancellationToken
    )
    {
        var send = new SendMessage(agent, message.Text, message.Language, message.ConversationId);
        return AgentMessage.Of(await mediator.Send(send, cancellationToken), agent);
    }
}
