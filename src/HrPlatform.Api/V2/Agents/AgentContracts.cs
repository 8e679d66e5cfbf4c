using System.Text.Json;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Conversations;
using HrPlatform.Domain.Conversations;
using HrPlatform.Domain.Documents;

namespace HrPlatform.Api.V2.Agents;

/// <summary>Somebody to ask: what it is for and what it can look up.</summary>
public sealed record Agent
{
    /// <summary>Its name in addresses.</summary>
    /// <example>hr_analyst</example>
    public required string Name { get; init; }

    /// <summary>Its name for people.</summary>
    /// <example>HR analyst</example>
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>Which kind of model answers: `offline`, `bedrock` or `openai`.</summary>
    /// <example>offline</example>
    public required string Mode { get; init; }

    /// <summary>The model's name.</summary>
    /// <example>hrplatform-offline-1</example>
    public required string Model { get; init; }

    /// <summary>What it can look up, and whether this key lets it.</summary>
    public required IReadOnlyList<AgentTool> Tools { get; init; }

    internal static Agent Of(AgentView agent, AgentsView view) =>
        new()
        {
            Name = agent.Name,
            Title = agent.Title,
            Description = agent.Description,
            Mode = view.Mode,
            Model = view.Model,
            Tools =
            [
                .. agent.Tools.Select(tool => new AgentTool
                {
                    Name = tool.Name,
                    Summary = tool.Summary,
                    Requires = tool.Requires,
                    Allowed = tool.Allowed,
                }),
            ],
        };
}

/// <summary>Something that an agent can look up.</summary>
public sealed record AgentTool
{
    /// <summary>The tool's name.</summary>
    /// <example>compensation_statistics</example>
    public required string Name { get; init; }

    /// <summary>What it can tell.</summary>
    public required string Summary { get; init; }

    /// <summary>Scopes without which it tells nothing.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>Whether this key has them.</summary>
    /// <example>true</example>
    public required bool Allowed { get; init; }
}

/// <summary>A question to an agent.</summary>
public sealed record MessageToAgent
{
    /// <summary>The question, in English or French; at most 2,000 characters.</summary>
    /// <example>What is the average salary in Sales?</example>
    public required string Text { get; init; }

    /// <summary>The language to answer in, `en` or `fr`; the question's own when left out.</summary>
    /// <example>en</example>
    public string? Language { get; init; }

    /// <summary>The conversation to continue; a new one is opened when left out.</summary>
    public ConversationId? ConversationId { get; init; }
}

/// <summary>An agent's answer.</summary>
public sealed record AgentMessage
{
    /// <summary>The answer's id.</summary>
    public required MessageId Id { get; init; }

    /// <summary>The conversation that keeps it. Send it with the next question.</summary>
    public required ConversationId ConversationId { get; init; }

    /// <summary>The agent that answered.</summary>
    /// <example>hr_analyst</example>
    public required string Agent { get; init; }

    /// <summary>The answer. `[1]` refers to the citation of that number.</summary>
    /// <example>The average salary of employees in Sales is 97,410 USD (250 people) [1].</example>
    public required string Text { get; init; }

    /// <summary>False when neither records nor documents answer the question, or the key may not see what does; the text says which.</summary>
    /// <example>true</example>
    public required bool Answered { get; init; }

    /// <summary>Which kind of model answered.</summary>
    /// <example>offline</example>
    public required string Mode { get; init; }

    /// <summary>The model's name.</summary>
    /// <example>hrplatform-offline-1</example>
    public required string Model { get; init; }

    /// <summary>What the answer rests on, by number. Every figure has one.</summary>
    public required IReadOnlyList<AgentCitation> Citations { get; init; }

    /// <summary>The figures and lists behind the answer, as data.</summary>
    public required IReadOnlyList<AgentDataItem> Data { get; init; }

    /// <summary>The tools that were called, in order.</summary>
    public required IReadOnlyList<AgentToolCall> ToolCalls { get; init; }

    /// <summary>When it was answered.</summary>
    /// <example>2026-11-23T09:30:00Z</example>
    public required DateTimeOffset CreatedAt { get; init; }

    internal static AgentMessage Of(SentMessage sent, string agent) =>
        new()
        {
            Id = sent.MessageId,
            ConversationId = sent.ConversationId,
            Agent = agent,
            Text = sent.Answer.Answer,
            Answered = sent.Answer.Answered,
            Mode = sent.Answer.Mode,
            Model = sent.Answer.Model,
            Citations = [.. sent.Answer.Citations.Select(AgentCitation.Of)],
            Data = [.. sent.Answer.Data.Select(item => new AgentDataItem { Tool = item.Tool, Result = item.Result })],
            ToolCalls =
            [
                .. sent.Answer.ToolCalls.Select(call => new AgentToolCall
                {
                    Tool = call.Tool,
                    Arguments = call.Arguments,
                    Succeeded = call.Succeeded,
                    Milliseconds = Math.Round(call.Milliseconds, 1),
                }),
            ],
            CreatedAt = sent.CreatedAt,
        };
}

/// <summary>
/// What a statement rests on: a passage of a document (`documentId` and the following are set) or a query over the
/// records (`source` and the following are set).
/// </summary>
public sealed record AgentCitation
{
    /// <summary>The number that the text refers to.</summary>
    /// <example>1</example>
    public required int N { get; init; }

    /// <summary>The document.</summary>
    public DocumentId? DocumentId { get; init; }

    /// <summary>The document's title.</summary>
    /// <example>Annual leave</example>
    public string? Title { get; init; }

    /// <summary>The headings above the passage, outermost first.</summary>
    /// <example>How much leave you have</example>
    public string? Section { get; init; }

    /// <summary>The page, for formats with pages.</summary>
    /// <example>3</example>
    public int? Page { get; init; }

    /// <summary>Offset of the quote's first character in the document's text.</summary>
    /// <example>120</example>
    public int? Start { get; init; }

    /// <summary>Offset after the quote's last character.</summary>
    /// <example>214</example>
    public int? End { get; init; }

    /// <summary>The words of the document, exactly.</summary>
    /// <example>Full-time employees have 26 working days of paid annual leave per calendar year.</example>
    public string? Quote { get; init; }

    /// <summary>Which records were asked: `employees` or `compensation`.</summary>
    /// <example>compensation</example>
    public string? Source { get; init; }

    /// <summary>The query in words.</summary>
    /// <example>average salary of active employees: department Sales</example>
    public string? Query { get; init; }

    /// <summary>How many records stand behind the figure.</summary>
    /// <example>250</example>
    public int? Rows { get; init; }

    internal static AgentCitation Of(Citation citation) =>
        citation switch
        {
            DocumentCitation document => new AgentCitation
            {
                N = document.N,
                DocumentId = document.DocumentId,
                Title = document.Title,
                Section = document.Section,
                Page = document.Page,
                Start = document.Start,
                End = document.End,
                Quote = document.Quote,
            },
            RecordsCitation records => new AgentCitation
            {
                N = records.N,
                Source = records.Source,
                Query = records.Query,
                Rows = records.Rows,
            },
            _ => throw new InvalidOperationException($"No contract for {citation.GetType().Name}."),
        };
}

/// <summary>What one tool found.</summary>
public sealed record AgentDataItem
{
    /// <summary>The tool.</summary>
    /// <example>compensation_statistics</example>
    public required string Tool { get; init; }

    /// <summary>Its result; the shape depends on the tool.</summary>
    public required JsonElement Result { get; init; }
}

/// <summary>One call of a tool.</summary>
public sealed record AgentToolCall
{
    /// <summary>The tool.</summary>
    /// <example>compensation_statistics</example>
    public required string Tool { get; init; }

    /// <summary>What was asked of it.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>Whether it returned a result.</summary>
    /// <example>true</example>
    public required bool Succeeded { get; init; }

    /// <summary>How long it took.</summary>
    /// <example>4.2</example>
    public required double Milliseconds { get; init; }
}
