using System.Text.Json;

namespace HrPlatform.Application.Agents;

/// <summary>What an agent said, what it rests on and how it came about.</summary>
/// <param name="Answered">False: nothing in the records or documents answers the question; the text says so.</param>
/// <param name="Mode">Which kind of model answered: <c>offline</c>, <c>bedrock</c>, <c>openai</c>.</param>
/// <param name="Data">The tools' results that the answer cites, as data.</param>
public sealed record AgentAnswer(
    string Answer,
    bool Answered,
    string Mode,
    string Model,
    IReadOnlyList<Citation> Citations,
    IReadOnlyList<AgentData> Data,
    IReadOnlyList<ToolCallTrace> ToolCalls
);

/// <summary>One tool's result.</summary>
public sealed record AgentData(string Tool, JsonElement Result);

/// <summary>One call of a tool: what was asked of it and how long it took.</summary>
public sealed record ToolCallTrace(string Tool, JsonElement Arguments, bool Succeeded, double Milliseconds);
