using HrPlatform.Application.Documents;
using HrPlatform.Domain.Documents;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace HrPlatform.Infrastructure.Persistence.Documents;

/// <inheritdoc cref="IChunkStore"/>
internal sealed class ChunkStore(ITenantSql sql, TimeProvider clock) : IChunkStore
{
    public async Task ReplaceAsync(
        DocumentId document,
        string title,
        string language,
        string embeddingModel,
        IReadOnlyList<EmbeddedChunk> chunks,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await sql.LeaseAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(lease.Connection);
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("DELETE FROM chunks WHERE document_id = $1")
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = document.Value } },
            }
        );
        foreach (var chunk in chunks)
            batch.BatchCommands.Add(InsertOf(chunk, document, title, language, embeddingModel));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // Title and headings weigh more than the text below them: that is how they count in the search.
    private NpgsqlBatchCommand InsertOf(
        EmbeddedChunk embedded,
        DocumentId document,
        string title,
        string language,
        string embeddingModel
    ) =>
        new(
            """
            INSERT INTO chunks (id, document_id, ordinal, heading_path, page, start_offset, end_offset, token_count, text,
                                language, tsv, embedding, embedding_model)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::regconfig,
                    setweight(to_tsvector($10::regconfig, $11), 'A') || to_tsvector($10::regconfig, $9), $12, $13)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(clock.GetUtcNow()) },
                new NpgsqlParameter<Guid> { TypedValue = document.Value },
                new NpgsqlParameter<int> { TypedValue = embedded.Chunk.Ordinal },
                new NpgsqlParameter<string[]> { TypedValue = [.. embedded.HeadingPath] },
                new NpgsqlParameter<int?> { TypedValue = embedded.Page },
                new NpgsqlParameter<int> { TypedValue = embedded.Chunk.Start },
                new NpgsqlParameter<int> { TypedValue = embedded.Chunk.End },
                new NpgsqlParameter<int> { TypedValue = embedded.Chunk.TokenCount },
                new NpgsqlParameter<string> { TypedValue = embedded.Chunk.Text },
                new NpgsqlParameter<string> { TypedValue = language, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<string> { TypedValue = string.Join(' ', [title, .. embedded.HeadingPath]) },
                new NpgsqlParameter<Vector> { TypedValue = new Vector(embedded.Vector) },
                new NpgsqlParameter<string> { TypedValue = embeddingModel },
            },
        };
}
