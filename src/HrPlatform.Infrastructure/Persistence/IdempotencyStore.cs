using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>What an idempotency key is scoped to, besides the tenant whose schema it stands in.</summary>
public sealed record IdempotencyIdentity(Guid CredentialId, string Route, string Key);

/// <summary>The answer that a repeated request gets.</summary>
/// <param name="Headers">JSON object of header names and values.</param>
public sealed record StoredAnswer(byte[] RequestHash, int StatusCode, string Headers, byte[] Body);

/// <summary>Keys and answers, in the transaction of the work that they belong to.</summary>
/// <param name="sql">Of the unit of work that does the work: the tenant's, or the control plane's.</param>
public sealed class IdempotencyStore(ILeasedSql sql, TimeProvider clock)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// Locks the identity until the transaction ends and reads its stored answer, in one round trip. Not locked: another
    /// request with the same identity runs at this moment.
    /// </summary>
    public async Task<(bool Locked, StoredAnswer? Answer)> LockAsync(
        IdempotencyIdentity identity,
        CancellationToken cancellationToken
    )
    {
        await using var lease = await sql.LeaseAsync(cancellationToken);
        // Two statements: the second one's snapshot is younger than the lock, so it sees what the last holder committed.
        await using var batch = new NpgsqlBatch(lease.Connection)
        {
            BatchCommands = { LockCommand(identity), FindCommand(identity) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (!reader.GetBoolean(0))
            return (false, null);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return (true, null);
        return (
            true,
            new StoredAnswer(
                reader.GetFieldValue<byte[]>(0),
                reader.GetInt32(1),
                reader.GetString(2),
                reader.GetFieldValue<byte[]>(3)
            )
        );
    }

    private static NpgsqlBatchCommand LockCommand(IdempotencyIdentity identity)
    {
        var digest = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{identity.CredentialId}\n{identity.Route}\n{identity.Key}")
        );
        return new NpgsqlBatchCommand("SELECT pg_try_advisory_xact_lock($1)")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = BinaryPrimitives.ReadInt64BigEndian(digest) } },
        };
    }

    private NpgsqlBatchCommand FindCommand(IdempotencyIdentity identity)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT request_hash, status_code, headers, body FROM idempotency_keys
            WHERE credential_id = $1 AND route = $2 AND key = $3 AND created_at > $4
            """
        );
        AddIdentity(command, identity);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - Lifetime });
        return command;
    }

    public Task SaveAsync(IdempotencyIdentity identity, StoredAnswer answer, CancellationToken cancellationToken)
    {
        // An expired row of the same key may still be there: it gives way.
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO idempotency_keys
                (credential_id, route, key, request_hash, status_code, headers, body, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (credential_id, route, key) DO UPDATE SET
                request_hash = excluded.request_hash, status_code = excluded.status_code, headers = excluded.headers,
                body = excluded.body, created_at = excluded.created_at
            """
        );
        AddIdentity(command, identity);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = answer.RequestHash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = answer.StatusCode });
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = answer.Headers, NpgsqlDbType = NpgsqlDbType.Jsonb }
        );
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = answer.Body });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        return sql.ExecuteAsync(command, cancellationToken);
    }

    private static void AddIdentity(NpgsqlBatchCommand command, IdempotencyIdentity identity)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = identity.CredentialId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = identity.Route });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = identity.Key });
    }
}
