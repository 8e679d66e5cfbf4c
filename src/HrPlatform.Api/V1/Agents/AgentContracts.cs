using System.Text.Json;
using HrPlatform.Application.Agents;
using HrPlatform.Domain.Documents;

namespace HrPlatform.Api.V1.Agents;

/// <summary>A question about the company's people or documents.</summary>
public sealed record AgentQuestion
{
    /// <summary>The question, in English or French; at most 2,000 characters.</summary>
    /// <example>How many employees know Python?</example>
    public required string Question { get; init; }

    /// <summary>The language to answer in, `en` or `fr`; the question's own when left out.</summary>
    /// <example>en</example>
    public string? Language { get; init; }
}

/// <summary>The answer and what it rests on.</summary>
public sealed record AgentReply
{
    /// <summary>The answer. `[1]` refers to the citation of that number.</summary>
    /// <example>There are 284 employees with Python [1].</example>
    public required string Answer { get; init; }

    /// <summary>False when neither records nor documents answer the question, or the key may not see what does; the text says which.</summary>
    /// <example>true</example>
    public required bool Answered { get; init; }

    /// <summary>Which kind of model answered: `offline`, `bedrock` or `openai`.</summary>
    /// <example>offline</example>
    public required string Mode { get; init; }

    /// <summary>The model's name.</summary>
    /// <example>hrplatform-offline-1</example>
    public required string Model { get; init; }

    /// <summary>What the answer rests on, by number. Every figure has one.</summary>
    public required IReadOnlyList<AgentCitation> Citations { get; init; }

    /// <summary>The figures and lists behind the answer, as data; left out when there are none.</summary>
    public IReadOnlyList<AgentDataItem>? Data { get; init; }

    internal static AgentReply Of(AgentAnswer answer) =>
        new()
        {
            Answer = answer.Answer,
            Answered = answer.Answered,
            Mode = answer.Mode,
            Model = answer.Model,
            Citations = [.. answer.Citations.Select(AgentCitation.Of)],
            Data =
                answer.Data.Count == 0
                    ? null
                    : [.. answer.Data.Select(item => new AgentDataItem { Tool = item.Tool, Result = item.Result })],
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
    /// <example>employees</example>
    public string? Source { get; init; }

    /// <summary>The query in words.</summary>
    /// <example>number of active employees: skill Python</example>
    public string? Query { get; init; }

    /// <summary>How many records stand behind the figure.</summary>
    /// <example>284</example>
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
    /// <example>employee_statistics</example>
    public required string Tool { get; init; }

    /// <summary>Its result; the shape depends on the tool.</summary>
    public required JsonElement Result { get; init; }
}

/// <summary>Whether questions can be answered now.</summary>
public sealed record AgentHealth
{
    /// <summary>`ok` when the model is there and the tenant's records can be read.</summary>
    /// <example>ok</example>
    public required string Status { get; init; }

    /// <summary>Which kind of model answers.</summary>
    /// <example>offline</example>
    public required string Mode { get; init; }

    /// <summary>The model's name.</summary>
    /// <example>hrplatform-offline-1</example>
    public required string Model { get; init; }

    /// <summary>Names that the agent knows from the tenant's records; null when the key may not read employees.</summary>
    public AgentVocabularySize? Vocabulary { get; init; }
}

/// <summary>How many names the agent knows.</summary>
public sealed record AgentVocabularySize
{
    /// <summary>Departments.</summary>
    /// <example>14</example>
    public required int Departments { get; init; }

    /// <summary>Positions.</summary>
    /// <example>60</example>
    public required int Positions { get; init; }

    /// <summary>Skills.</summary>
    /// <example>87</example>
    public required int Skills { get; init; }
}

/// <summary>What can be asked.</summary>
public sealed record AgentCapabilities
{
    /// <summary>Which kind of model answers.</summary>
    /// <example>offline</example>
    public required string Mode { get; init; }

    /// <summary>The model's name.</summary>
    /// <example>hrplatform-offline-1</example>
    public required string Model { get; init; }

    /// <summary>Languages of questions and answers.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>What the agent can look up.</summary>
    public required IReadOnlyList<AgentTool> Tools { get; init; }

    /// <summary>Questions to try.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}

/// <summary>Something that the agent can look up.</summary>
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
