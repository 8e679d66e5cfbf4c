using System.ComponentModel;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Search;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Finds passages of the company's documents.</summary>
public sealed class SearchDocumentsTool(IDocumentSearch documents) : IAgentTool
{
    public const string ToolName = "search_documents";
    private const int MostPassages = 20;

    public string Name => ToolName;

    public string Summary => "Passages of handbooks, policies and other documents, quoted with their place.";

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("What to look for, in the words of the question.")] string query,
                [Description("How many passages, 1 to 20; 6 when left out.")] int? top = null,
                CancellationToken cancellationToken = default
            ) => SearchAsync(run, query, top, cancellationToken),
            "Finds passages of the company's documents: policies, benefits, procedures, rules."
        );

    private async Task<object> SearchAsync(AgentRun run, string query, int? top, CancellationToken cancellationToken)
    {
        if (!run.Caller.May(Scopes.DocumentsRead))
            return new ToolRefusal(Scopes.DocumentsRead);
        var passages = await documents.FindAsync(query, Math.Clamp(top ?? 6, 1, MostPassages), cancellationToken);
        return new SearchDocumentsResult([
            .. passages.Select(p => new FoundPassage(
                run.Citations.AddPassage(p),
                p.DocumentId,
                p.Title,
                p.Section,
                p.Page,
                p.Text,
                p.Score,
                p.Similarity
            )),
        ]);
    }
}

public sealed record SearchDocumentsResult(IReadOnlyList<FoundPassage> Passages);

public sealed record FoundPassage(
    int Citation,
    string DocumentId,
    string Title,
    string? Section,
    int? Page,
    string Text,
    double Score,
    double? Similarity
);
