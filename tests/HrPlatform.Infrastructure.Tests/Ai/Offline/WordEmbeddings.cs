using HrPlatform.Application.Agents;
using Microsoft.Extensions.AI;

namespace HrPlatform.Infrastructure.Tests.Ai.Offline;

/// <summary>Vectors of the words of a text: texts are the nearer the more words they share.</summary>
internal sealed class WordEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Dimensions = 512;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(Embed)));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    private static Embedding<float> Embed(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in NameMatching.Fold(text).Split(' ').Where(word => word.Length > 3))
            vector[word.Aggregate(17, (hash, c) => ((hash * 31) + c) % Dimensions)] = 1;
        return new Embedding<float>(vector);
    }
}
