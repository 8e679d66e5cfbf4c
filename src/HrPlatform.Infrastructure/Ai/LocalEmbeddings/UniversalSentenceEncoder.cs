using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>
/// The Universal Sentence Encoder Lite: two transformer layers over the token ids of an English text, averaged into one
/// vector of length one. Safe to use from several threads; a text's vector does not depend on the texts beside it.
/// </summary>
public sealed class UniversalSentenceEncoder
{
    /// <summary>The length of a vector.</summary>
    public const int Dimensions = 512;

    /// <summary>The model reads this many tokens of a text and no more.</summary>
    public const int WindowSize = 128;

    /// <summary>
    /// Texts are computed together up to this many tokens. Short texts gain, because the weights are then read from memory
    /// once for all of them; beyond it nothing is gained, and a caller who comes meanwhile would wait longer.
    /// </summary>
    internal const int TokensPerPass = 256;

    private const int EmbeddingRows = 8002;
    private const int EmbeddingSize = 256;
    private const int InnerSize = 1536;
    private const float NormEpsilon = 1e-6f;

    private static readonly float[] NoBias = new float[InnerSize];

    private readonly Half[] _embedding;
    private readonly float[] _timing;
    private readonly Layer _first;
    private readonly Linear _firstResidual;
    private readonly Layer _second;
    private readonly Linear _pool;
    private readonly ConcurrentBag<Workspace> _workspaces = [];

    private UniversalSentenceEncoder(ModelFile file)
    {
        _embedding = file.ReadHalves("embedding", EmbeddingRows, EmbeddingSize);
        _timing = TimingSignal(file.ReadVector("timescales", EmbeddingSize / 2));
        _first = new Layer(file, "layer0", EmbeddingSize);
        _firstResidual = new Linear(file, "layer0.residual", EmbeddingSize, Dimensions);
        _second = new Layer(file, "layer1", Dimensions);
        _pool = new Linear(file, "pool", Dimensions, Dimensions);
    }

    /// <summary>Loads the weights; takes about a tenth of a second and 25 MB.</summary>
    /// <exception cref="InvalidDataException">The file is not a model of this kind, or is damaged.</exception>
    public static UniversalSentenceEncoder Load(string weightsPath)
    {
        using var file = new ModelFile(weightsPath);
        return new UniversalSentenceEncoder(file);
    }

    /// <summary>The vector of one text.</summary>
    /// <param name="ids">Token ids of <see cref="UnigramTokenizer"/>. Without any, the vector is all zeros.</param>
    public float[] Encode(ReadOnlyMemory<int> ids) => Encode([ids], CancellationToken.None)[0];

    /// <summary>The vectors of several texts, in their order.</summary>
    /// <param name="texts">Token ids of each text; a text without any gets a vector of zeros.</param>
    /// <param name="cancellationToken">Looked at between passes of a few texts each.</param>
    public float[][] Encode(IReadOnlyList<ReadOnlyMemory<int>> texts, CancellationToken cancellationToken)
    {
        var vectors = new float[texts.Count][];
        if (!_workspaces.TryTake(out var workspace))
            workspace = new Workspace();

        try
        {
            var index = 0;
            while (index < texts.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                workspace.Clear();
                var start = index;
                while (index < texts.Count && workspace.TryAdd(texts[index]))
                    index++;

                Run(workspace, vectors.AsSpan(start, index - start));
            }
        }
        finally
        {
            _workspaces.Add(workspace);
        }

        return vectors;
    }

    private void Run(Workspace workspace, Span<float[]> vectors)
    {
        Embed(workspace);

        Attend(_first, workspace, workspace.Embedded);
        _firstResidual.Apply(workspace.Embedded, workspace.Rows, workspace.State, Finish.Store);
        _first.AttentionOutput.Apply(workspace.Normed, workspace.Rows, workspace.State, Finish.AddToTarget);
        FeedForward(_first, workspace);

        Attend(_second, workspace, workspace.State);
        _second.AttentionOutput.Apply(workspace.Normed, workspace.Rows, workspace.State, Finish.AddToTarget);
        FeedForward(_second, workspace);

        Pool(workspace, vectors);
    }

    private void Embed(Workspace workspace)
    {
        foreach (var text in workspace.Texts)
        {
            var ids = text.Ids.Span;
            for (var position = 0; position < ids.Length; position++)
            {
                var row = workspace.Embedded.AsSpan((text.FirstRow + position) * EmbeddingSize, EmbeddingSize);
                TensorPrimitives.ConvertToSingle(_embedding.AsSpan(ids[position] * EmbeddingSize, EmbeddingSize), row);
                // The published graph adds a token's embedding twice; the weights were trained that way.
                TensorPrimitives.MultiplyAdd(row, 2f, _timing.AsSpan(position * EmbeddingSize, EmbeddingSize), row);
            }
        }
    }

    /// <summary>Self-attention over each text, from <paramref name="input"/> into <c>Normed</c>.</summary>
    private static void Attend(Layer layer, Workspace workspace, float[] input)
    {
        var size = layer.InputSize;
        layer.AttentionNorm.Apply(input, workspace.Rows, workspace.Normed);
        layer.QueryKeyValue.Apply(workspace.Normed, workspace.Rows, workspace.Wide, Finish.Store);

        foreach (var text in workspace.Texts)
        {
            for (var head = 0; head < Layer.Heads; head++)
                AttendHead(workspace, text, size, head * (size / Layer.Heads));
        }
    }

    private static void AttendHead(Workspace workspace, Workspace.Text text, int size, int column)
    {
        var headSize = size / Layer.Heads;
        var length = text.Ids.Length;
        var stride = 3 * size;
        var queries = workspace.Wide.AsSpan((text.FirstRow * stride) + column);

        workspace.Keys.Reshape(headSize, length);
        workspace.Values.Reshape(length, headSize);
        for (var position = 0; position < length; position++)
        {
            var row = queries[(position * stride)..];
            workspace.Keys.SetColumn(position, row.Slice(size, headSize));
            workspace.Values.SetRow(position, row.Slice(2 * size, headSize));
        }

        var scores = workspace.Scores.AsSpan();
        var scoreStride = workspace.Keys.PaddedColumns;
        workspace.Keys.Multiply(queries, stride, length, NoBias, scores, scoreStride, Finish.Store);

        var scale = 1f / MathF.Sqrt(headSize);
        for (var position = 0; position < length; position++)
        {
            var row = scores.Slice(position * scoreStride, length);
            TensorPrimitives.Add(row, -TensorPrimitives.Max<float>(row), row);
            TensorPrimitives.Multiply(row, scale, row);
            TensorPrimitives.Exp<float>(row, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row), row);
        }

        // Whole blocks of rows are written: the surplus falls on rows of the next text, which is computed after this one.
        workspace.Values.Multiply(
            scores,
            scoreStride,
            length,
            NoBias,
            workspace.Normed.AsSpan((text.FirstRow * size) + column),
            size,
            Finish.Store
        );
    }

    private static void FeedForward(Layer layer, Workspace workspace)
    {
        layer.FeedForwardNorm.Apply(workspace.State, workspace.Rows, workspace.Normed);
        layer.Expand.Apply(workspace.Normed, workspace.Rows, workspace.Wide, Finish.StorePositive);
        layer.Contract.Apply(workspace.Wide, workspace.Rows, workspace.State, Finish.AddToTarget);
    }

    private void Pool(Workspace workspace, Span<float[]> vectors)
    {
        var texts = workspace.Texts;
        for (var i = 0; i < texts.Count; i++)
        {
            var mean = workspace.Normed.AsSpan(i * Dimensions, Dimensions);
            mean.Clear();
            for (var position = 0; position < texts[i].Ids.Length; position++)
            {
                var row = workspace.State.AsSpan((texts[i].FirstRow + position) * Dimensions, Dimensions);
                TensorPrimitives.Add(mean, row, mean);
            }

            TensorPrimitives.Divide(mean, texts[i].Ids.Length, mean);
        }

        _pool.Apply(workspace.Normed, texts.Count, workspace.Wide, Finish.Store);

        for (var i = 0; i < texts.Count; i++)
        {
            var vector = new float[Dimensions];
            if (texts[i].Ids.Length > 0)
            {
                TensorPrimitives.Tanh(workspace.Wide.AsSpan(i * Dimensions, Dimensions), vector);
                TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
            }

            vectors[i] = vector;
        }
    }

    private static float[] TimingSignal(float[] inverseTimescales)
    {
        var half = inverseTimescales.Length;
        var signal = new float[WindowSize * EmbeddingSize];
        for (var position = 0; position < WindowSize; position++)
        {
            for (var i = 0; i < half; i++)
            {
                var angle = position * inverseTimescales[i];
                signal[(position * EmbeddingSize) + i] = MathF.Sin(angle);
                signal[(position * EmbeddingSize) + half + i] = MathF.Cos(angle);
            }
        }

        return signal;
    }

    private sealed class Linear(ModelFile file, string name, int inputSize, int outputSize)
    {
        private readonly PackedMatrix _weights = file.ReadPacked($"{name}.weights", inputSize, outputSize);
        private readonly float[] _bias = file.ReadVector($"{name}.bias", outputSize);

        public void Apply(float[] input, int rows, float[] output, Finish finish) =>
            _weights.Multiply(input, inputSize, rows, _bias, output, outputSize, finish);
    }

    private sealed class LayerNorm(ModelFile file, string name, int size)
    {
        private readonly float[] _scale = file.ReadVector($"{name}.scale", size);
        private readonly float[] _bias = file.ReadVector($"{name}.bias", size);

        public void Apply(float[] input, int rows, float[] output)
        {
            for (var i = 0; i < rows; i++)
            {
                var source = input.AsSpan(i * size, size);
                var target = output.AsSpan(i * size, size);
                TensorPrimitives.Add(source, -TensorPrimitives.Sum<float>(source) / size, target);
                var variance = TensorPrimitives.SumOfSquares<float>(target) / size;
                TensorPrimitives.Multiply(target, 1f / MathF.Sqrt(variance + NormEpsilon), target);
                TensorPrimitives.MultiplyAdd(target, _scale, _bias, target);
            }
        }
    }

    private sealed class Layer(ModelFile file, string name, int inputSize)
    {
        public const int Heads = 4;

        public int InputSize => inputSize;
        public LayerNorm AttentionNorm { get; } = new(file, $"{name}.attention.norm", inputSize);
        public Linear QueryKeyValue { get; } = new(file, $"{name}.attention.qkv", inputSize, 3 * inputSize);
        public Linear AttentionOutput { get; } = new(file, $"{name}.attention.output", inputSize, Dimensions);
        public LayerNorm FeedForwardNorm { get; } = new(file, $"{name}.feedforward.norm", Dimensions);
        public Linear Expand { get; } = new(file, $"{name}.feedforward.expand", Dimensions, InnerSize);
        public Linear Contract { get; } = new(file, $"{name}.feedforward.contract", InnerSize, Dimensions);
    }

    /// <summary>The buffers of one pass, about 3 MB. There are as many as passes ran at the same time.</summary>
    private sealed class Workspace
    {
        private const int MaxRows = TokensPerPass + PackedMatrix.RowBlock;

        public List<Text> Texts { get; } = [];
        public int Rows { get; private set; }
        public float[] Embedded { get; } = new float[MaxRows * EmbeddingSize];
        public float[] State { get; } = new float[MaxRows * Dimensions];
        public float[] Normed { get; } = new float[MaxRows * Dimensions];
        public float[] Wide { get; } = new float[MaxRows * InnerSize];
        public float[] Scores { get; } = new float[(WindowSize + PackedMatrix.RowBlock) * WindowSize];
        public PackedMatrix Keys { get; } = new(Dimensions / Layer.Heads, WindowSize);
        public PackedMatrix Values { get; } = new(WindowSize, Dimensions / Layer.Heads);

        public void Clear()
        {
            Texts.Clear();
            Rows = 0;
        }

        public bool TryAdd(ReadOnlyMemory<int> ids)
        {
            if (ids.Length > WindowSize)
                ids = ids[..WindowSize];
            if (Rows + ids.Length > TokensPerPass || Texts.Count == TokensPerPass)
                return false;
            Texts.Add(new Text(ids, Rows));
            Rows += ids.Length;
            return true;
        }

        public readonly record struct Text(ReadOnlyMemory<int> Ids, int FirstRow);
    }
}
