using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Identity;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1.Agents;

/// <summary>Questions in natural language about people and documents.</summary>
[ApiController]
[ApiVersion("1")]
[Route("v{version:apiVersion}/agents")]
[Tags("Agents")]
[Produces("application/json")]
[RequireScope(Scopes.AgentsUse)]
public sealed class AgentsController(IMediator mediator) : ControllerBase
{
    private static readonly string[] _examples =
    [
        "How many employees are there per department?",
        "Who knows Python?",
        "What is the average salary per department?",
        "Who are the most experienced employees?",
        "What is the distribution of skills?",
        "Which training do you recommend?",
        "Is there a gender pay gap?",
        "Who are the experts per domain?",
        "Combien d'employés ont plus de 10 ans d'expérience ?",
        "How many days of annual leave do we have?",
    ];

    /// <summary>Ask a question</summary>
    /// <remarks>
    /// The answer comes from the records and documents that this key may see, with a citation for every figure and quote.
    /// What nothing answers is said so, with `answered: false`. Nothing is stored.
    /// </remarks>
    [HttpPost("ask")]
    [ProducesResponseType<AgentReply>(StatusCodes.Status200OK)]
    public async Task<AgentReply> Ask(AgentQuestion request, CancellationToken cancellationToken)
    {
        var ask = new AskAgent(BuiltInAgents.HrAnalystName, request.Question, request.Language);
        return AgentReply.Of(await mediator.Send(ask, cancellationToken));
    }

    /// <summary>Check that questions can be answered</summary>
    [HttpGet("health")]
    [ProducesResponseType<AgentHealth>(StatusCodes.Status200OK)]
    public async Task<AgentHealth> GetAgentHealth(CancellationToken cancellationToken)
    {
        var health = await mediator.Send(new GetAgentHealth(), cancellationToken);
        return new AgentHealth
        {
            Status = "ok",
            Mode = health.Mode,
            Model = health.Model,
            Vocabulary = health.Vocabulary is null
                ? null
                : new AgentVocabularySize
                {
                    Departments = health.Vocabulary.Departments.Count,
                    Positions = health.Vocabulary.Positions.Count,
                    Skills = health.Vocabulary.Skills.Count,
                },
        };
    }

    /// <summary>List what can be asked</summary>
    [HttpGet("capabilities")]
    [ProducesResponseType<AgentCapabilities>(StatusCodes.Status200OK)]
    public async Task<AgentCapabilities> GetAgentCapabilities(CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new GetAgents(), cancellationToken);
        return new AgentCapabilities
        {
            Mode = view.Mode,
            Model = view.Model,
            Languages = ["en", "fr"],
            Examples = _examples,
            Tools =
            [
                .. view
                    .Agents.Single(agent => agent.Name == BuiltInAgents.HrAnalystName)
                    .Tools.Select(tool => new AgentTool
                    {
                        Name = tool.Name,
                        Summary = tool.Summary,
                        Requires = tool.Requires,
                        Allowed = tool.Allowed,
                    }),
            ],
        };
    }
}
