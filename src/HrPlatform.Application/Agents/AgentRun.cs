namespace HrPlatform.Application.Agents;

/// <summary>The state of answering one question: whose rights, which day, what was opened.</summary>
public sealed class AgentRun(AgentCaller caller, TenantVocabulary vocabulary, DateOnly today)
{
    public AgentCaller Caller { get; } = caller;

    public TenantVocabulary Vocabulary { get; } = vocabulary;

    public DateOnly Today { get; } = today;

    public CitationLedger Citations { get; } = new();
}
