namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>The embedding model that ships with the product, loaded at its first use and once per process.</summary>
public sealed class LocalEmbeddingModel
{
    private static readonly Lazy<LocalEmbeddingModel> LazyShared = new(() =>
        Load(Path.Combine(AppContext.BaseDirectory, "data", "models", "use-lite-en"))
    );

    private LocalEmbeddingModel(UnigramTokenizer tokenizer, UniversalSentenceEncoder encoder)
    {
        Tokenizer = tokenizer;
        Encoder = encoder;
    }

    /// <summary>The model beside the program. Its weights are in memory from the first use on, about 25 MB.</summary>
    public static LocalEmbeddingModel Shared => LazyShared.Value;

    public UnigramTokenizer Tokenizer { get; }

    public UniversalSentenceEncoder Encoder { get; }

    /// <summary>Loads the model from a directory that holds <c>weights.bin</c> and <c>vocab.json</c>.</summary>
    public static LocalEmbeddingModel Load(string directory) =>
        new(
            UnigramTokenizer.Load(Path.Combine(directory, "vocab.json")),
            UniversalSentenceEncoder.Load(Path.Combine(directory, "weights.bin"))
        );
}
