using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Search;
using HrPlatform.Domain.Documents;
using HrPlatform.Infrastructure.Ai.Offline;
using MediatR;

namespace HrPlatform.Infrastructure.Tests.Ai.Offline;

/// <summary>The HR analyst over the demo company in memory, with the real tools and function-calling loop.</summary>
public sealed class Analyst(params SearchHit[] passages) : IMediator
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
        IAgentTool[] tools =
        [
            new EmployeeStatisticsTool(this),
            new SearchEmployeesTool(this),
            new CompensationStatisticsTool(this),
            new SkillExpertsTool(this),
            new TrainingRecommendationsTool(this),
            new SearchDocumentsTool(this, new WordEmbeddings()),
        ];
        var runner = new AgentRunner(new OfflineChatClient(), this, tools, new Noon());
        return await runner.AskAsync(
            BuiltInAgents.HrAnalyst,
            question,
            language,
            history,
            caller ?? Everything,
            TestContext.Current.CancellationToken
        );
    }

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        if (request is not SearchTenant search)
            return DemoCompany.Instance.Send(request, cancellationToken);
        DocumentQueries.Add(search.Query);
        return Task.FromResult((TResponse)(object)new SearchOutcome(passages, []));
    }

    public Task<object?> Send(object request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish(object notification, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => throw new NotSupportedException();

    /// <summary>A passage as the search finds it.</summary>
    public static SearchHit Passage(string title, string text, int start = 0, params string[] headings) =>
        new(
            SearchKind.Documents,
            Score: 0.7,
            title,
            text,
            text,
            [],
            new FoundPassage(Guid.CreateVersion7(), DocumentId.New(), headings, Page: null, start, start + text.Length),
            EmployeeId: null,
            new HitExplanation(0.7, VectorRank: 1, KeywordScore: 3, KeywordRank: 1)
        );

    /// <summary>The calls of an answer, each as <c>tool {arguments}</c>.</summary>
    public static IReadOnlyList<string> Calls(AgentAnswer answer) =>
        [.. answer.ToolCalls.Select(c => $"{c.Tool} {c.Arguments.GetRawText()}")];

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            new(DemoCompany.Today.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
    }
}
