using HrPlatform.Application.Agents.Tools;

namespace HrPlatform.Application.Agents;

/// <summary>An agent: what it is told and what it can do.</summary>
/// <param name="Name">What it is called in addresses, such as <c>hr_analyst</c>.</param>
public sealed record AgentDefinition(
    string Name,
    string Title,
    string Description,
    string Instructions,
    IReadOnlySet<string> Tools
);

/// <summary>The agents that every tenant has.</summary>
public static class BuiltInAgents
{
    public const string HrAnalystName = "hr_analyst";

    public static AgentDefinition HrAnalyst { get; } =
        new(
            HrAnalystName,
            "HR analyst",
            "Answers questions about the company's people from its records and documents, with the sources.",
            AgentPrompt.HrAnalyst,
            new HashSet<string>(StringComparer.Ordinal)
            {
                EmployeeStatisticsTool.ToolName,
                SearchEmployeesTool.ToolName,
                CompensationStatisticsTool.ToolName,
                SkillExpertsTool.ToolName,
                TrainingRecommendationsTool.ToolName,
                SearchDocumentsTool.ToolName,
            }
        );

    public static IReadOnlyList<AgentDefinition> All { get; } = [HrAnalyst];

    public static AgentDefinition? Find(string name) =>
        All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.Ordinal));
}
