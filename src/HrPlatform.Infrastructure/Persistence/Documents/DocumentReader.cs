using HrPlatform.Application.Documents;
using HrPlatform.Domain.Documents;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Documents;

/// <inheritdoc cref="IDocumentReader"/>
internal sealed class DocumentReader(ITenantSql sql) : IDocumentReader
{
    private const string Select = """
        SELECT d.id, d.title, d.tags, v.file_name, v.format, v.size_bytes, v.sha256, v.status, v.error_code,
               v.error_message, v.language, v.chunk_count, d.latest_version, d.searchable_version, d.version,
               d.created_at, d.updated_at, v.processed_at
        FROM documents d JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest_version
        """;

    private const string Filter = """
        ($1::text IS NULL OR strpos(hr.fold(d.title), hr.fold($1)) > 0)
        AND ($2::text IS NULL OR d.tags @> ARRAY[$2])
        AND ($3::text IS NULL OR v.status = $3)
        """;

    public async Task<DocumentView?> FindAsync(DocumentId document, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand($"{Select} WHERE d.id = $1")
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = document.Value } },
        };
        return await sql.ReadAsync(command, ReadAllAsync, cancellationToken) is [var found, ..] ? found : null;
    }

    public Task LockAsync(DocumentId document, CancellationToken cancellationToken) =>
        sql.ExecuteAsync(
            new NpgsqlBatchCommand("SELECT 1 FROM documents WHERE id = $1 FOR UPDATE")
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = document.Value } },
            },
            cancellationToken
        );

    public async Task<DocumentView?> FindByContentAsync(byte[] sha256, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand($"{Select} WHERE d.sha256 = $1")
        {
            Parameters = { new NpgsqlParameter<byte[]> { TypedValue = sha256 } },
        };
        return await sql.ReadAsync(command, ReadAllAsync, cancellationToken) is [var found, ..] ? found : null;
    }

    public async Task<IReadOnlyList<DocumentView>> ListAsync(
        DocumentFilter filter,
        DocumentId? after,
        int skip,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var command = new NpgsqlBatchCommand(
            $"""
            {Select}
            WHERE {Filter} AND ($4::uuid IS NULL OR d.id < $4)
            ORDER BY d.id DESC OFFSET $5 LIMIT $6
            """
        );
        AddFilter(command, filter);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = after?.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = skip });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        return await sql.ReadAsync(command, ReadAllAsync, cancellationToken);
    }

    public Task<long> CountAsync(DocumentFilter filter, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            $"""
            SELECT count(*) FROM documents d
            JOIN document_versions v ON v.document_id = d.id AND v.number = d.latest_version
            WHERE {Filter}
            """
        );
        AddFilter(command, filter);
        return sql.ReadAsync(
            command,
            async (reader, token) => await reader.ReadAsync(token) ? reader.GetInt64(0) : 0,
            cancellationToken
        );
    }

    public Task<IReadOnlyList<ChunkView>> ListChunksAsync(
        DocumentId document,
        int fromOrdinal,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT ordinal, heading_path, page, start_offset, end_offset, token_count, text FROM chunks
            WHERE document_id = $1 AND ordinal >= $2 ORDER BY ordinal LIMIT $3
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = document.Value },
                new NpgsqlParameter<int> { TypedValue = fromOrdinal },
                new NpgsqlParameter<int> { TypedValue = limit + 1 },
            },
        };
        return sql.ReadAsync<IReadOnlyList<ChunkView>>(
            command,
            async (reader, token) =>
            {
                var chunks = new List<ChunkView>();
                while (await reader.ReadAsync(token))
                {
                    chunks.Add(
                        new ChunkView(
                            reader.GetInt32(0),
                            reader.GetFieldValue<string[]>(1),
                            reader.IsDBNull(2) ? null : reader.GetInt32(2),
                            reader.GetInt32(3),
                            reader.GetInt32(4),
                            reader.GetInt32(5),
                            reader.GetString(6)
                        )
                    );
                }
                return chunks;
            },
            cancellationToken
        );
    }

    private static void AddFilter(NpgsqlBatchCommand command, DocumentFilter filter)
    {
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = filter.Title });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = filter.Tag });
        command.Parameters.Add(
            new NpgsqlParameter<string?> { TypedValue = filter.Status?.ToString().ToLowerInvariant() }
        );
    }

    private static async Task<IReadOnlyList<DocumentView>> ReadAllAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var documents = new List<DocumentView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            documents.Add(
                new DocumentView(
                    new DocumentId(reader.GetGuid(0)),
                    reader.GetString(1),
                    reader.GetFieldValue<string[]>(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    reader.GetInt64(5),
                    reader.GetFieldValue<byte[]>(6),
                    Enum.Parse<DocumentStatus>(reader.GetString(7), ignoreCase: true),
                    reader.IsDBNull(8) ? null : reader.GetString(8),
                    reader.IsDBNull(9) ? null : reader.GetString(9),
                    reader.IsDBNull(10) ? null : reader.GetString(10),
                    reader.IsDBNull(11) ? null : reader.GetInt32(11),
                    reader.GetInt32(12),
                    reader.IsDBNull(13) ? null : reader.GetInt32(13),
                    reader.GetInt64(14),
                    reader.GetFieldValue<DateTimeOffset>(15),
                    reader.GetFieldValue<DateTimeOffset>(16),
                    reader.IsDBNull(17) ? null : reader.GetFieldValue<DateTimeOffset>(17)
                )
            );
        }
        return documents;
    }
}
