using HrPlatform.Application.Documents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

public static class LocalEmbeddingsExtensions
{
    /// <summary>
    /// Registers the embedding model that ships with the product as the
    /// <see cref="IEmbeddingGenerator{TInput,TEmbedding}"/>, and its tokenizer as the <see cref="ITokenCounter"/>.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="maxParallelism">
    /// How many threads compute vectors at the same time; as many as there are processors when not given.
    /// </param>
    public static IServiceCollection AddLocalEmbeddings(this IServiceCollection services, int? maxParallelism = null)
    {
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_ => new LocalEmbeddingGenerator(
            LocalEmbeddingModel.Shared,
            maxParallelism ?? Environment.ProcessorCount
        ));
        services.AddSingleton<ITokenCounter>(_ => LocalEmbeddingModel.Shared.Tokenizer);
        return services;
    }
}
