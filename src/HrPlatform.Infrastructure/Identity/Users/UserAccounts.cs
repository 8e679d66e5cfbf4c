using HrPlatform.Application.Identity.Users;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <inheritdoc cref="IUserAccounts"/>
internal sealed class UserAccounts(IPlatformSql sql, TimeProvider clock) : IUserAccounts
{
    public Task<bool> HasSignedUpAsync(UserId user, CancellationToken cancellationToken) =>
        sql.ReadAsync(
            new NpgsqlBatchCommand("SELECT email_confirmed FROM users WHERE id = $1")
            {
                Parameters = { Guid(user.Value) },
            },
            async (reader, token) => await reader.ReadAsync(token) && reader.GetBoolean(0),
            cancellationToken
        );

    public Task<IReadOnlyList<UserSession>> ListSessionsAsync(UserId user, CancellationToken cancellationToken) =>
        sql.ReadAsync<IReadOnlyList<UserSession>>(
            new NpgsqlBatchCommand(
                """
                SELECT s.id, s.created_at, s.last_seen_at, s.expires_at, s.address, s.user_agent,
                       ARRAY(SELECT DISTINCT c.name FROM oauth_tokens o JOIN oauth_clients c ON c.id = o.application_id
                             WHERE o.session_id = s.id AND o.status = 'valid' AND o.expiration_date > $2 ORDER BY c.name)
                FROM user_sessions s
                WHERE s.user_id = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
                ORDER BY s.id DESC LIMIT $3
                """
            )
            {
                Parameters =
                {
                    Guid(user.Value),
                    Now(),
                    new NpgsqlParameter<int> { TypedValue = ListUserSessions.MaxSessions },
                },
            },
            async (reader, token) =>
            {
                List<UserSession> sessions = [];
                while (await reader.ReadAsync(token))
                {
                    sessions.Add(
                        new UserSession(
                            new SessionId(reader.GetGuid(0)),
                            reader.GetFieldValue<DateTimeOffset>(1),
                            reader.GetFieldValue<DateTimeOffset>(2),
                            reader.GetFieldValue<DateTimeOffset>(3),
                            reader.IsDBNull(4) ? null : reader.GetString(4),
                            reader.IsDBNull(5) ? null : reader.GetString(5),
                            reader.GetFieldValue<string[]>(6)
                        )
                    );
                }
                return sessions;
            },
            cancellationToken
        );

    public async Task<bool> EndSessionsAsync(UserId user, SessionId? session, CancellationToken cancellationToken)
    {
        var ended = await sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                UPDATE user_sessions SET revoked_at = $2
                WHERE user_id = $1 AND revoked_at IS NULL AND ($3::uuid IS NULL OR id = $3)
                """
            )
            {
                Parameters = { Guid(user.Value), Now(), Session(session) },
            },
            cancellationToken
        );
        await sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                UPDATE oauth_tokens SET status = 'revoked'
                WHERE user_id = $1 AND status = 'valid' AND ($2::uuid IS NULL OR session_id = $2)
                """
            )
            {
                Parameters = { Guid(user.Value), Session(session) },
            },
            cancellationToken
        );
        return ended > 0;
    }

    private NpgsqlParameter<DateTimeOffset> Now() => new() { TypedValue = clock.GetUtcNow() };

    private static NpgsqlParameter<Guid> Guid(Guid value) => new() { TypedValue = value };

    private static NpgsqlParameter<Guid?> Session(SessionId? session) =>
        new() { TypedValue = session?.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}
