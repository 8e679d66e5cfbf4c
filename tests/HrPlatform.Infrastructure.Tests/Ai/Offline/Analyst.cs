using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Search;
using HrPlatform.Infrastructure.Ai.Offline;

namespace HrPlatform.Infrastructure.Tests.Ai.Offline;

/// <summary>The HR analyst over the demo company in memory, with the real tools and function-calling loop.</summary>
public sealed class Analyst(params DocumentPassage[] passages) : IDocumentSearch
{
    public static readonly AgentCaller Everything = new(
        new HashSet<string> { Scopes.EmployeesRead, Scopes.CompensationRead, Scopes.PersonalRead, Scopes.DocumentsRead }
    );

    public List<string> DocumentQueries { get; } = [];

    public async Task<AgentAnswer> AskAsync(
        string question,
        string? language = null,
        AgentCaller? caller = null,
        params ConversationTurn[] history
    )
    {
        var company = DemoCompany.Instance;
        IAgentTool[] tools =
        [
            new EmployeeStatisticsTool(company),
            new SearchEmployeesTool(company),
            new CompensationStatisticsTool(company),
            new SkillExpertsTool(company),
            new TrainingRecommendationsTool(company),
            new SearchDocumentsTool(this),
        ];
        var runner = new AgentRunner(new OfflineChatClient(), company, tools, new Noon());
        return await runner.AskAsync(
            BuiltInAgents.HrAnalyst,
            question,
            language,
            history,
            caller ?? Everything,
            TestContext.Current.CancellationToken
        );
    }

    public Task<IReadOnlyList<DocumentPassage>> FindAsync(string query, int top, CancellationToken cancellationToken)
    {
        DocumentQueries.Add(query);
        return Task.FromResult<IReadOnlyList<DocumentPassage>>(passages);
    }

    /// <summary>The calls of an answer, each as <c>tool {arguments}</c>.</summary>
    public static IReadOnlyList<string> Calls(AgentAnswer answer) =>
        [.. answer.ToolCalls.Select(c => $"{c.Tool} {c.Arguments.GetRawText()}")];

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            new(DemoCompany.Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
    }
}
