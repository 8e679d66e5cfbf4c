using HrPlatform.Infrastructure.Ai.LocalEmbeddings;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Benchmarks.Serving;

/// <summary>A question to search for, with its vector.</summary>
internal sealed record Question(string Text, ReadOnlyMemory<float> Vector);

/// <summary>
/// Passages put together from sentences of the demo handbook. Each sentence is embedded by the built-in model; a passage
/// gets the mean of its sentences' vectors and some noise, so that vectors are as clustered as those of real texts and
/// twenty thousand need no half hour of embedding.
/// </summary>
internal static class Passages
{
    private const int PerDocument = 50;
    private const int SentencesPerPassage = 4;
    private const int Questions = 200;
    private const double Noise = 0.02;

    public static async Task<List<Question>> FillAsync(
        BenchmarkDatabase database,
        string schema,
        int passages,
        CancellationToken cancellationToken
    )
    {
        var random = new Random(20_26);
        using var model = new LocalEmbeddingGenerator(LocalEmbeddingModel.Shared, Environment.ProcessorCount);
        var texts = ReadHandbook();
        var vectors = new List<float[][]>();
        foreach (var sentences in texts)
        {
            var embedded = await model.GenerateAsync(sentences, cancellationToken: cancellationToken);
            vectors.Add([.. embedded.Select(one => one.Vector.ToArray())]);
        }

        await using var connection = await database.OpenAsync(schema, cancellationToken);
        await ExecuteAsync(
            connection,
            $"""
            SET maintenance_work_mem = '512MB';
            DROP INDEX chunks_embedding_idx;
            INSERT INTO documents (id, title, sha256, latest_version, searchable_version, created_at, updated_at)
            SELECT gen_random_uuid(), 'Handbook, part ' || n, sha256(n::text::bytea), 1, 1, now(), now()
            FROM generate_series(1, {(passages + PerDocument - 1) / PerDocument}) AS n;
            INSERT INTO document_versions (document_id, number, file_name, format, size_bytes, sha256, file_id, status,
                language, chunk_count, created_at, processed_at)
            SELECT id, 1, 'part.md', 'markdown', 10000, sha256, gen_random_uuid(), 'ready', 'english', {PerDocument},
                now(), now()
            FROM documents;
            CREATE TEMP TABLE passages (n int, text text, vector real[]);
            """,
            cancellationToken
        );
        await using (
            var copy = await connection.BeginBinaryImportAsync(
                "COPY passages FROM STDIN (FORMAT BINARY)",
                cancellationToken
            )
        )
        {
            for (var n = 0; n < passages; n++)
            {
                var subject = random.Next(texts.Count);
                var (text, vector) = Combine(texts[subject], vectors[subject], random);
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(n, NpgsqlDbType.Integer, cancellationToken);
                await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
                await copy.WriteAsync(vector, NpgsqlDbType.Array | NpgsqlDbType.Real, cancellationToken);
            }
            await copy.CompleteAsync(cancellationToken);
        }
        await ExecuteAsync(
            connection,
            $"""
            INSERT INTO chunks (id, document_id, ordinal, heading_path, start_offset, end_offset, token_count, text, language,
                tsv, embedding, embedding_model)
            SELECT gen_random_uuid(), d.id, p.n % {PerDocument}, ARRAY[d.title], p.n % {PerDocument} * 1000,
                p.n % {PerDocument} * 1000 + 900, 80, p.text, 'english',
                setweight(to_tsvector('english', d.title), 'A') || to_tsvector('english', p.text),
                p.vector::public.vector(512), '{LocalEmbeddingGenerator.ModelId}'
            FROM passages p
            JOIN (SELECT id, title, row_number() OVER (ORDER BY id) - 1 AS n FROM documents) AS d
                ON d.n = p.n / {PerDocument};
            CREATE INDEX chunks_embedding_idx ON chunks
                USING hnsw (embedding public.vector_cosine_ops) WITH (m = 16, ef_construction = 64);
            ANALYZE documents, chunks;
            """,
            cancellationToken
        );

        var asked = Enumerable.Range(0, Questions).Select(_ => Ask(texts, random)).ToList();
        var answers = await model.GenerateAsync(asked, cancellationToken: cancellationToken);
        return [.. asked.Zip(answers, (text, one) => new Question(text, one.Vector))];
    }

    private static (string Text, float[] Vector) Combine(string[] sentences, float[][] vectors, Random random)
    {
        var chosen = Enumerable.Range(0, SentencesPerPassage).Select(_ => random.Next(sentences.Length)).ToList();
        var vector = new float[vectors[0].Length];
        foreach (var one in chosen)
        {
            for (var i = 0; i < vector.Length; i++)
                vector[i] += vectors[one][i] / SentencesPerPassage;
        }
        for (var i = 0; i < vector.Length; i++)
            vector[i] += (float)((random.NextDouble() - 0.5) * Noise);
        return (string.Join(' ', chosen.Select(one => sentences[one])), vector);
    }

    /// <summary>Six to ten words in a row of some sentence.</summary>
    private static string Ask(List<string[]> texts, Random random)
    {
        var sentences = texts[random.Next(texts.Count)];
        var words = sentences[random.Next(sentences.Length)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var length = Math.Min(words.Length, random.Next(6, 11));
        return string.Join(' ', words.Skip(random.Next(words.Length - length + 1)).Take(length));
    }

    private static List<string[]> ReadHandbook()
    {
        var folder = Path.Combine(Repository.Root, "data", "demo", "handbook");
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*.md")
                .Order(StringComparer.Ordinal)
                .Select(file =>
                    File.ReadAllText(file)
                        .ReplaceLineEndings(" ")
                        .Split(". ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Where(sentence => sentence.Length > 30)
                        .Select(sentence => sentence + ".")
                        .ToArray()
                )
                .Where(sentences => sentences.Length > SentencesPerPassage),
        ];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
