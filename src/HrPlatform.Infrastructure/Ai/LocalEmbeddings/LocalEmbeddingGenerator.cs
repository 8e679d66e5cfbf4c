using Microsoft.Extensions.AI;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>
/// Embeds English text in this process, without a network and without a native library. The model reads the first
/// <see cref="UniversalSentenceEncoder.WindowSize"/> tokens of a text; the rest does not count.
/// </summary>
/// <remarks>
/// A text without tokens (empty, or white space alone) has no meaning to compare: its vector is all zeros, whose cosine to
/// anything is undefined, so that a search finds it with nothing. Every other vector has length one.
/// </remarks>
public sealed class LocalEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string ProviderName = "local";

    /// <summary>Stored beside each vector. Changes whenever the same text would get another vector.</summary>
    public const string ModelId = "use-lite-en-1";

    /// <summary>
    /// No text of this length in characters ends within the window, unless it is hardly text: pieces have at most sixteen.
    /// What follows is not even tokenized, so that a huge text costs no more than a long one.
    /// </summary>
    private const int MaxCharacters = 16 * 1024;

    private static readonly EmbeddingGeneratorMetadata Metadata = new(
        ProviderName,
        providerUri: null,
        ModelId,
        UniversalSentenceEncoder.Dimensions
    );

    private readonly LocalEmbeddingModel _model;
    private readonly SemaphoreSlim _slots;

    /// <param name="model">The weights to use.</param>
    /// <param name="maxParallelism">How many threads compute at the same time, over all callers together.</param>
    public LocalEmbeddingGenerator(LocalEmbeddingModel model, int maxParallelism)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxParallelism);
        _model = model;
        _slots = new SemaphoreSlim(maxParallelism, maxParallelism);
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Another model or another number of dimensions is asked for.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(options);

        var passes = new List<Task<float[][]>>();
        var tokens = 0L;
        try
        {
            foreach (var pass in InPasses(values, cancellationToken))
            {
                tokens += pass.Sum(ids => (long)ids.Length);
                await _slots.WaitAsync(cancellationToken);
                passes.Add(ComputeAsync(pass, cancellationToken));
            }
        }
        finally
        {
            // Also on the way out of a failure: nothing goes on computing for a caller who has gone.
            await ((Task)Task.WhenAll(passes)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>
        {
            Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens },
        };
        foreach (var pass in passes)
        {
            foreach (var vector in await pass)
                embeddings.Add(new Embedding<float>(vector) { ModelId = ModelId });
        }

        return embeddings;
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
            return Metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => _slots.Dispose();

    private static void Check(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is { } dimensions and not UniversalSentenceEncoder.Dimensions)
        {
            throw new ArgumentException(
                $"{ModelId} makes vectors of {UniversalSentenceEncoder.Dimensions} dimensions, not {dimensions}.",
                nameof(options)
            );
        }

        if (options?.ModelId is { } model and not ModelId)
            throw new ArgumentException($"This generator offers {ModelId}, not {model}.", nameof(options));
    }

    /// <summary>Tokenizes the texts and groups them so that a group is about one pass of the encoder.</summary>
    private IEnumerable<List<ReadOnlyMemory<int>>> InPasses(
        IEnumerable<string> values,
        CancellationToken cancellationToken
    )
    {
        var pass = new List<ReadOnlyMemory<int>>();
        var tokens = 0;
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlyMemory<int> ids = _model.Tokenizer.Encode(
                value.Length > MaxCharacters ? value[..MaxCharacters] : value
            );
            if (ids.Length > UniversalSentenceEncoder.WindowSize)
                ids = ids[..UniversalSentenceEncoder.WindowSize];
            if (tokens + ids.Length > UniversalSentenceEncoder.TokensPerPass)
            {
                yield return pass;
                pass = [];
                tokens = 0;
            }

            pass.Add(ids);
            tokens += ids.Length;
        }

        if (pass.Count > 0)
            yield return pass;
    }

    private async Task<float[][]> ComputeAsync(List<ReadOnlyMemory<int>> pass, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => _model.Encoder.Encode(pass, cancellationToken), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }
}
