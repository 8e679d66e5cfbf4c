using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>
/// Something an agent can do while it answers. A tool checks the caller's rights on each call and enters what it opened
/// into the run's citations.
/// </summary>
public interface IAgentTool
{
    string Name { get; }

    /// <summary>One sentence for people: what the tool can tell.</summary>
    string Summary { get; }

    /// <summary>Without these the tool tells nothing; parts of its answers may need more.</summary>
    IReadOnlyList<string> Scopes { get; }

    /// <summary>The tool as a function of Semantic Kernel, bound to the question being answered.</summary>
    KernelFunction Bind(AgentRun run);
}

/// <summary>Why a tool gave nothing: the scope that the caller lacks.</summary>
public sealed record ToolRefusal(string Permission)
{
    public string Refused => $"The caller lacks the permission {Permission}.";
}
