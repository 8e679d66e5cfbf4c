using System.Numerics.Tensors;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;

namespace HrPlatform.Infrastructure.Tests.Ai.LocalEmbeddings;

public sealed class UniversalSentenceEncoderTests
{
    private static readonly LocalEmbeddingModel Model = LocalEmbeddingModel.Shared;

    public static TheoryData<string> ReferenceNames => ReferenceCase.Names;

    [Theory]
    [MemberData(nameof(ReferenceNames))]
    public void Vectors_agree_with_the_reference(string name)
    {
        var reference = ReferenceCase.Named(name);

        var vector = Model.Encoder.Encode(Model.Tokenizer.Encode(reference.Text));

        vector.Length.ShouldBe(512);
        TensorPrimitives.Norm<float>(vector).ShouldBe(1f, 1e-5f);
        TensorPrimitives.CosineSimilarity<float>(vector, reference.Floats).ShouldBeGreaterThanOrEqualTo(0.9999f);
    }

    [Fact]
    public void A_vector_does_not_depend_on_the_texts_in_the_same_batch()
    {
        var texts = ReferenceCase
            .All.Select(reference => (ReadOnlyMemory<int>)Model.Tokenizer.Encode(reference.Text))
            .ToList();
        var alone = texts.Select(Model.Encoder.Encode).ToList();

        var together = Model.Encoder.Encode(texts, TestContext.Current.CancellationToken);
        var reversed = Model.Encoder.Encode([.. texts.AsEnumerable().Reverse()], TestContext.Current.CancellationToken);

        for (var i = 0; i < texts.Count; i++)
        {
            together[i].ShouldBe(alone[i]);
            reversed[texts.Count - 1 - i].ShouldBe(alone[i]);
        }
    }

    [Fact]
    public void Tokens_beyond_the_window_do_not_count()
    {
        var ids = Model.Tokenizer.Encode(ReferenceCase.Named("far past the window").Text);

        Model.Encoder.Encode(ids).ShouldBe(Model.Encoder.Encode(ids.AsMemory(0, 128)));
    }

    [Fact]
    public void A_damaged_model_file_is_refused_by_name()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7()}.bin");
        var shipped = Path.Combine(AppContext.BaseDirectory, "data", "models", "use-lite-en", "weights.bin");
        try
        {
            foreach (var length in (int[])[0, 4, 20, 5000, 13_977_116])
            {
                File.WriteAllBytes(path, File.ReadAllBytes(shipped).AsSpan(0, length));

                Should
                    .Throw<InvalidDataException>(() => UniversalSentenceEncoder.Load(path))
                    .Message.ShouldContain(path);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
