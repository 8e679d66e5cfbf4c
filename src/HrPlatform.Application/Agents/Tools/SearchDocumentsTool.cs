using System.ComponentModel;
using System.Numerics.Tensors;
using HrPlatform.Application.Search;
using MediatR;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Finds passages of the company's documents.</summary>
public sealed class SearchDocumentsTool(IMediator mediator, IEmbeddingGenerator<string, Embedding<float>> embeddings)
    : IAgentTool
{
    public const string ToolName = "search_documents";
    private const int MostPassages = 20;
    private const int LongestQuery = 1000;

    // Comparing every sentence of many long passages would cost more than the search itself.
    private const int MostSentences = 64;

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
        var similarities = await SimilaritiesAsync(query, found.Hits, cancellationToken);
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
                    hit.Explanation?.KeywordScore ?? 0,
                    similarities.GetValueOrDefault(hit) ?? []
                )
            );
        }
        return new SearchDocumentsResult(passages);
    }

    // How near each sentence of the best passages is to the query.
    private async Task<Dictionary<SearchHit, IReadOnlyList<PassageSentence>>> SimilaritiesAsync(
        string query,
        IReadOnlyList<SearchHit> hits,
        CancellationToken cancellationToken
    )
    {
        var sentences = hits.SelectMany(hit => Sentences.Split(hit.Text).Select(sentence => (hit, sentence)))
            .Take(MostSentences)
            .ToList();
        if (sentences.Count == 0)
            return [];
        var texts = sentences.Select(s => s.sentence.In(s.hit.Text)).Append(query);
        var vectors = await embeddings.GenerateAsync(texts, cancellationToken: cancellationToken);
        var asked = vectors[^1].Vector;
        return sentences
            .Zip(vectors)
            .GroupBy(pair => pair.First.hit)
            .ToDictionary(
                group => group.Key,
                IReadOnlyList<PassageSentence> (group) =>
                    [
                        .. group.Select(pair => new PassageSentence(
                            pair.First.sentence.Start,
                            pair.First.sentence.Length,
                            Math.Round(TensorPrimitives.CosineSimilarity(pair.Second.Vector.Span, asked.Span), 4)
                        )),
                    ]
            );
    }
}

public sealed record SearchDocumentsResult(IReadOnlyList<DocumentPassage> Passages);

/// <param name="Citation">Number to cite this passage by.</param>
/// <param name="Section">Headings above the passage, outermost first.</param>
/// <param name="Similarity">Cosine of query and passage.</param>
/// <param name="KeywordScore">How well the words of the query match.</param>
/// <param name="Sentences">Its sentences, for the first ones among all passages.</param>
public sealed record DocumentPassage(
    int Citation,
    string DocumentId,
    string Title,
    string? Section,
    int? Page,
    string Text,
    double Score,
    double Similarity,
    double KeywordScore,
    IReadOnlyList<PassageSentence> Sentences
);

/// <summary>A sentence of a passage by its place in the text, and its cosine with the query.</summary>
public sealed record PassageSentence(int Start, int Length, double Similarity);
