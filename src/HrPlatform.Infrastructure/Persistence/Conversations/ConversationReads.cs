using HrPlatform.Application.Conversations;
using HrPlatform.Domain.Conversations;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence.Conversations;

/// <inheritdoc cref="IConversationReads"/>
internal sealed class ConversationReads(ITenantSql sql) : IConversationReads
{
    public Task<IReadOnlyList<ConversationView>> ListAsync(
        Guid ownerId,
        ConversationId? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // Ids are UUIDv7: their order is the order in which conversations were opened.
        var command = new NpgsqlBatchCommand(
            """
            SELECT id, agent, title, message_count, created_at, updated_at FROM conversations
            WHERE owner_id = $1 AND ($2::uuid IS NULL OR id < $2)
            ORDER BY id DESC LIMIT $3
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ownerId });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = (object?)before?.Value ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid,
            }
        );
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        return sql.ReadAsync(command, ReadAsync, cancellationToken);
    }

    private static async Task<IReadOnlyList<ConversationView>> ReadAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var conversations = new List<ConversationView>();
        while (await reader.ReadAsync(cancellationToken))
        {
            conversations.Add(
                new ConversationView(
                    new ConversationId(reader.GetGuid(0)),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetInt32(3),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.GetFieldValue<DateTimeOffset>(5)
                )
            );
        }
        return conversations;
    }
}
