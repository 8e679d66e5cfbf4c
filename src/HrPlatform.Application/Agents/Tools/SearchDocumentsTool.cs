using System.ComponentModel;
using HrPlatform.Application.Search;
using MediatR;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Finds passages of the company's documents.</summary>
public sealed class SearchDocumentsTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "search_documents";
    private const int MostPassages = 20;
    private const int LongestQuery = 1000;

    public string Name => ToolName;

    public string Summary => "Passages of handbooks, policies and other documents, quoted with their place.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.DocumentsRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("What to look for, in the words of the question.")] string query,
                [Description("How many passages, 1 to 20; 8 when left out.")] int? top = null,
                CancellationToken cancellationToken = default
            ) => SearchAsync(run, query, top, cancellationToken),
            "Finds passages of the company's documents: policies, benefits, procedures, rules."
        );

    private async Task<object> SearchAsync(AgentRun run, string query, int? top, CancellationToken cancellationToken)
    {
        if (!run.Caller.May(Identity.Scopes.DocumentsRead))
            return new ToolRefusal(Identity.Scopes.DocumentsRead);
        var found = await mediator.Send(
            new SearchTenant(
                query.Length <= LongestQuery ? query : query[..LongestQuery],
                Math.Clamp(top ?? 8, 1, MostPassages),
                [SearchKind.Documents],
                Explain: true
            ),
            cancellationToken
        );
        var passages = new List<DocumentPassage>();
        foreach (var hit in found.Hits)
        {
            if (hit.Passage is not { } passage)
                continue;
            var source = new PassageSource(
                passage.DocumentId,
                hit.Title,
                passage.HeadingPath.Count == 0 ? null : string.Join(" › ", passage.HeadingPath),
                passage.Page,
                passage.Start,
                hit.Text
            );
            passages.Add(
                new DocumentPassage(
                    run.Citations.AddPassage(source),
                    passage.DocumentId.ToString(),
                    source.Title,
                    source.Section,
                    source.Page,
                    source.Text,
                    hit.Score,
                    hit.Explanation?.Similarity ?? 0,
                    hit.Explanation?.KeywordScore ?? 0
                )
            );
        }
        return new SearchDocumentsResult(passages);
    }
}

public sealed record SearchDocumentsResult(IReadOnlyList<DocumentPassage> Passages);

/// <param name="Citation">Number to cite this passage by.</param>
/// <param name="Section">Headings above the passage, outermost first.</param>
/// <param name="Similarity">Cosine of query and passage.</param>
/// <param name="KeywordScore">How well the words of the query match.</param>
public sealed record DocumentPassage(
    int Citation,
    string DocumentId,
    string Title,
    string? Section,
    int? Page,
    string Text,
    double Score,
    double Similarity,
    double KeywordScore
);
