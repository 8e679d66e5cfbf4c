using System.Numerics.Tensors;
using HrPlatform.Application.Documents;
using HrPlatform.Infrastructure.Ai.LocalEmbeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Infrastructure.Tests.Ai.LocalEmbeddings;

public sealed class LocalEmbeddingGeneratorTests : IDisposable
{
    private readonly LocalEmbeddingGenerator _generator = new(LocalEmbeddingModel.Shared, maxParallelism: 2);

    public void Dispose() => _generator.Dispose();

    [Fact]
    public async Task Vectors_come_in_the_order_of_the_texts()
    {
        var embeddings = await _generator.GenerateAsync(
            ReferenceCase.All.Select(reference => reference.Text),
            cancellationToken: TestContext.Current.CancellationToken
        );

        embeddings.Count.ShouldBe(ReferenceCase.All.Count);
        foreach (var (embedding, reference) in embeddings.Zip(ReferenceCase.All))
        {
            embedding.ModelId.ShouldBe("use-lite-en-1");
            TensorPrimitives
                .CosineSimilarity(embedding.Vector.Span, reference.Floats)
                .ShouldBeGreaterThanOrEqualTo(0.9999f, reference.Name);
        }

        embeddings.Usage!.InputTokenCount.ShouldBe(
            ReferenceCase.All.Sum(reference => Math.Min(reference.Ids.Length, 128))
        );
    }

    [Fact]
    public async Task Concurrent_callers_get_the_same_vectors_as_one_alone()
    {
        var token = TestContext.Current.CancellationToken;
        var texts = ReferenceCase.All.Select(reference => reference.Text).ToList();
        var alone = await _generator.GenerateAsync(texts, cancellationToken: token);

        var concurrent = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(shift =>
                    _generator.GenerateAsync(texts.Skip(shift).Concat(texts.Take(shift)), cancellationToken: token)
                )
        );

        for (var shift = 0; shift < concurrent.Length; shift++)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                concurrent[shift]
                    [i]
                    .Vector.Span.SequenceEqual(alone[(i + shift) % texts.Count].Vector.Span)
                    .ShouldBeTrue(texts[(i + shift) % texts.Count]);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public async Task Text_without_anything_to_read_gets_a_vector_of_zeros(string text)
    {
        var token = TestContext.Current.CancellationToken;

        var alone = await _generator.GenerateVectorAsync(text, cancellationToken: token);
        var beside = await _generator.GenerateAsync(["leave", text, "pay"], cancellationToken: token);

        alone.ToArray().ShouldBe(new float[512]);
        beside[1].Vector.ToArray().ShouldBe(new float[512]);
        TensorPrimitives.Norm(beside[2].Vector.Span).ShouldBe(1f, 1e-5f);
    }

    [Fact]
    public async Task No_texts_give_no_vectors()
    {
        var none = await _generator.GenerateAsync([], cancellationToken: TestContext.Current.CancellationToken);

        none.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_huge_text_gets_the_vector_of_its_beginning()
    {
        var token = TestContext.Current.CancellationToken;
        var reference = ReferenceCase.Named("far past the window");
        var huge = string.Concat(Enumerable.Repeat(reference.Text, 2000));

        var vector = await _generator.GenerateVectorAsync(huge, cancellationToken: token);

        TensorPrimitives.CosineSimilarity(vector.Span, reference.Floats).ShouldBeGreaterThanOrEqualTo(0.9999f);
    }

    [Fact]
    public async Task Cancelling_ends_a_batch_before_its_last_text()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var read = 0;

        await Should.ThrowAsync<OperationCanceledException>(() =>
            _generator.GenerateAsync(Endless(), cancellationToken: cancellation.Token)
        );

        read.ShouldBeLessThan(120);
        var token = TestContext.Current.CancellationToken;
        (await _generator.GenerateVectorAsync("still works", cancellationToken: token)).Length.ShouldBe(512);

        IEnumerable<string> Endless()
        {
            while (true)
            {
                if (++read == 100)
                    cancellation.Cancel();
                yield return "The review takes place twice a year.";
            }
        }
    }

    [Fact]
    public async Task Another_model_or_size_than_the_offered_one_is_refused()
    {
        var token = TestContext.Current.CancellationToken;

        await Should.ThrowAsync<ArgumentException>(() =>
            _generator.GenerateAsync(["pay"], new EmbeddingGenerationOptions { Dimensions = 1024 }, token)
        );
        await Should.ThrowAsync<ArgumentException>(() =>
            _generator.GenerateAsync(["pay"], new EmbeddingGenerationOptions { ModelId = "titan" }, token)
        );
        var asked = new EmbeddingGenerationOptions { ModelId = "use-lite-en-1", Dimensions = 512 };
        (await _generator.GenerateAsync(["pay"], asked, token)).Count.ShouldBe(1);
    }

    [Fact]
    public void Metadata_names_provider_model_and_size()
    {
        var metadata = ((IEmbeddingGenerator)_generator).GetRequiredService<EmbeddingGeneratorMetadata>();

        metadata.ProviderName.ShouldBe("local");
        metadata.DefaultModelId.ShouldBe("use-lite-en-1");
        metadata.DefaultModelDimensions.ShouldBe(512);
    }

    [Fact]
    public async Task Texts_of_one_meaning_are_nearer_than_texts_of_two()
    {
        var vectors = await _generator.GenerateAsync(
            ["How many vacation days do I have?", "Annual leave entitlement", "The printer is out of paper"],
            cancellationToken: TestContext.Current.CancellationToken
        );

        Cosine(0, 1).ShouldBeGreaterThan(Cosine(0, 2) + 0.1f);

        float Cosine(int first, int second) =>
            TensorPrimitives.CosineSimilarity(vectors[first].Vector.Span, vectors[second].Vector.Span);
    }

    [Fact]
    public void Registration_offers_one_generator_and_the_token_counter()
    {
        using var services = new ServiceCollection().AddLocalEmbeddings().BuildServiceProvider();

        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

        generator.ShouldBeOfType<LocalEmbeddingGenerator>();
        services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().ShouldBeSameAs(generator);
        services.GetRequiredService<ITokenCounter>().WindowSize.ShouldBe(128);
    }
}
