using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>The sessions that cookies name.</summary>
public sealed class SignInSessions
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(14);
    private static readonly TimeSpan _seenEvery = TimeSpan.FromMinutes(1);
    private const int MaxUserAgentLength = 300;

    private readonly IPlatformSql _sql;
    private readonly TimeProvider _clock;

    internal SignInSessions(IPlatformSql sql, TimeProvider clock)
    {
        _sql = sql;
        _clock = clock;
    }

    /// <summary>Begins a session; the user has just proven who they are.</summary>
    public async Task<SessionId> BeginAsync(
        Guid user,
        string? address,
        string? userAgent,
        CancellationToken cancellationToken
    )
    {
        var id = SessionId.New();
        var now = _clock.GetUtcNow();
        await _sql.ExecuteAsync(
            new NpgsqlBatchCommand(
                """
                WITH seen AS (UPDATE users SET last_sign_in_at = $3 WHERE id = $2)
                INSERT INTO user_sessions (id, user_id, created_at, last_seen_at, expires_at, address, user_agent)
                VALUES ($1, $2, $3, $3, $4, $5, $6)
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = id.Value },
                    new NpgsqlParameter<Guid> { TypedValue = user },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now + _lifetime },
                    new NpgsqlParameter<string?> { TypedValue = address },
                    new NpgsqlParameter<string?>
                    {
                        TypedValue =
                            userAgent?.Length > MaxUserAgentLength ? userAgent[..MaxUserAgentLength] : userAgent,
                    },
                },
            },
            cancellationToken
        );
        return id;
    }

    /// <summary>Whether the session is the user's, and neither ended nor expired. Notes that it was seen.</summary>
    public async Task<bool> IsOpenAsync(SessionId session, Guid user, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var lastSeen = await _sql.ReadAsync<DateTimeOffset?>(
            new NpgsqlBatchCommand(
                """
                SELECT s.last_seen_at FROM user_sessions s JOIN users u ON u.id = s.user_id
                WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND u.status = 'active'
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = session.Value },
                    new NpgsqlParameter<Guid> { TypedValue = user },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                },
            },
            async (reader, token) => await reader.ReadAsync(token) ? reader.GetFieldValue<DateTimeOffset>(0) : null,
            cancellationToken
        );
        if (lastSeen is null)
            return false;
        if (now - lastSeen > _seenEvery)
        {
            await _sql.ExecuteAsync(
                new NpgsqlBatchCommand("UPDATE user_sessions SET last_seen_at = $2 WHERE id = $1")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = session.Value },
                        new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    },
                },
                cancellationToken
            );
        }
        return true;
    }
}
