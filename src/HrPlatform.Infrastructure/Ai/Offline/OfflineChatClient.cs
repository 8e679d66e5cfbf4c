using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Agents.Tools;
using Microsoft.Extensions.AI;

namespace HrPlatform.Infrastructure.Ai.Offline;

/// <summary>
/// A model without weights and without a network. Like any model it sees messages and tools only: it reads the last
/// question by its form and by the vocabulary message, calls tools, reads their results, and writes an answer with
/// citations. The same messages always give the same answer. English and French.
/// </summary>
public sealed class OfflineChatClient : IChatClient
{
    public const string Provider = "offline";
    public const string Model = "hrplatform-offline-1";

    private static readonly ChatClientMetadata Metadata = new(Provider, providerUri: null, Model);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Respond([.. messages], options));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is not TextContent text)
                {
                    yield return Update([content]);
                    continue;
                }
                foreach (var piece in Pieces(text.Text))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return Update([new TextContent(piece)]);
                }
            }
        }
        var last = Update([]);
        last.FinishReason = response.FinishReason;
        yield return last;

        ChatResponseUpdate Update(IList<AIContent> contents) =>
            new(ChatRole.Assistant, contents)
            {
                ModelId = Model,
                ResponseId = response.ResponseId,
                MessageId = response.ResponseId,
            };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? Metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private static ChatResponse Respond(List<ChatMessage> messages, ChatOptions? options)
    {
        var asked = messages.FindLastIndex(m => m.Role == ChatRole.User);
        if (asked < 0)
            return Text("Ask a question.", messages);
        var context = Context(messages);
        var vocabulary = new VocabularyIndex(context);
        var today = DateOnly.ParseExact(context.Today, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var earlier = messages.Take(asked).LastOrDefault(m => m.Role == ChatRole.User)?.Text;
        var question = new QuestionReader(vocabulary, today).Read(messages[asked].Text, context.Language, earlier);

        var plan = Planner.Plan(question, vocabulary);
        var offered =
            options?.Tools?.OfType<AIFunctionDeclaration>().Select(t => t.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        if (plan.Find(c => !offered.Contains(c.Tool)) is { } without)
            return Text(NoTool(without.Tool, question.Language), messages);

        var results = Results(messages, asked);
        var open = plan.FindAll(c => !results.ContainsKey(c.Id));
        if (open.Count > 0)
            return Calls(open, messages);
        var instead = plan.Where(c => Composer.NamesUnknown(results[c.Id]))
            .Select(c => Planner.SearchInstead(c.Clause, question.Clauses[c.Clause].Text))
            .Where(c => offered.Contains(c.Tool))
            .DistinctBy(c => c.Id)
            .ToList();
        if (instead.FindAll(c => !results.ContainsKey(c.Id)) is { Count: > 0 } more)
            return Calls(more, messages);
        var searched = plan.Concat(instead).ToList();
        // Most handbooks are English: what a French question's own words did not find is looked for in English.
        var translated = question
            .Clauses.Select((reading, clause) => (reading, clause))
            .Where(c => searched.Exists(call => call.Clause == c.clause && call.Tool == SearchDocumentsTool.ToolName))
            .Where(c =>
                Composer.Finding(
                    c.reading,
                    question.Language,
                    searched.Where(call => call.Clause == c.clause).Select(call => results[call.Id])
                )
                    is not { IsAnswer: true }
            )
            .Select(c => Planner.SearchTranslated(c.clause, c.reading.Text, question.Language))
            .OfType<PlannedCall>()
            .ToList();
        // The first search answers the check above; once the second is there, both are read together.
        if (translated.FindAll(c => !results.ContainsKey(c.Id)) is { Count: > 0 } second)
            return Calls(second, messages);
        var answers = searched.Concat(translated).Select(c => (c, results[c.Id])).ToList();
        var composition = new Composer(question, vocabulary).Compose(answers);
        return Text(composition.Text, messages, composition.Answered);
    }

    private static AgentContext Context(List<ChatMessage> messages)
    {
        foreach (var message in messages.Where(m => m.Role == ChatRole.System))
        {
            if (
                message.Text.StartsWith(AgentPrompt.VocabularyHeading, StringComparison.Ordinal)
                && JsonSerializer.Deserialize<AgentContext>(
                    message.Text.AsSpan(AgentPrompt.VocabularyHeading.Length),
                    AgentJson.Options
                )
                    is { } context
            )
                return context;
        }
        throw new InvalidOperationException("The offline model needs the message that holds the company's vocabulary.");
    }

    // Results of this question's calls by call id; a failed call gives its message as text.
    private static Dictionary<string, JsonElement> Results(List<ChatMessage> messages, int asked)
    {
        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var content in messages.Skip(asked + 1).SelectMany(m => m.Contents).OfType<FunctionResultContent>())
        {
            results[content.CallId] = content.Result is JsonElement json
                ? json
                : JsonSerializer.SerializeToElement(content.Result?.ToString() ?? "", AgentJson.Options);
        }
        return results;
    }

    private static ChatResponse Calls(List<PlannedCall> calls, List<ChatMessage> messages)
    {
        var contents = calls
            .Select(c => (AIContent)new FunctionCallContent(c.Id, c.Tool, Arguments(c.Arguments)))
            .ToList();
        return Response(new ChatMessage(ChatRole.Assistant, contents), ChatFinishReason.ToolCalls, messages);
    }

    private static Dictionary<string, object?> Arguments(JsonObject arguments) =>
        arguments.ToDictionary(
            a => a.Key,
            a => (object?)JsonSerializer.SerializeToElement(a.Value, AgentJson.Options),
            StringComparer.Ordinal
        );

    private static ChatResponse Text(string text, List<ChatMessage> messages, bool answered = false)
    {
        var message = new ChatMessage(ChatRole.Assistant, text)
        {
            AdditionalProperties = new AdditionalPropertiesDictionary { [AgentPrompt.AnsweredProperty] = answered },
        };
        return Response(message, ChatFinishReason.Stop, messages);
    }

    private static ChatResponse Response(ChatMessage message, ChatFinishReason reason, List<ChatMessage> messages)
    {
        // Counted in words: there are no tokens here, but budgets want a number.
        var read = messages.Sum(m => Words(m.Text));
        var written = Words(message.Text);
        return new ChatResponse(message)
        {
            ModelId = Model,
            ResponseId = $"offline_{Guid.CreateVersion7():N}",
            FinishReason = reason,
            Usage = new UsageDetails
            {
                InputTokenCount = read,
                OutputTokenCount = written,
                TotalTokenCount = read + written,
            },
        };
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i - 1]) || char.IsWhiteSpace(text[i]))
                continue;
            yield return text[start..i];
            start = i;
        }
        yield return text[start..];
    }

    private static string NoTool(string tool, string language) =>
        string.Equals(language, LanguageGuess.French, StringComparison.Ordinal)
            ? $"Cet agent ne dispose pas de l'outil {tool}, nécessaire pour répondre."
            : $"This agent does not have the tool {tool} that this question needs.";
}
