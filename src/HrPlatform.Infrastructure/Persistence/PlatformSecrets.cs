using System.Security.Cryptography;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>Random keys of the installation, made once and shared by all its processes.</summary>
internal sealed class PlatformSecrets(TenantConnections connections)
{
    private byte[]? _cursorKey;

    /// <summary>256 bits for sealing cursors.</summary>
    public byte[] CursorKey =>
        _cursorKey ?? throw new InvalidOperationException("The secrets are loaded after the migration.");

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            WITH made AS (
                INSERT INTO secrets (name, value) VALUES ('cursor-key', $1) ON CONFLICT (name) DO NOTHING RETURNING value
            )
            SELECT value FROM made UNION ALL SELECT value FROM secrets WHERE name = 'cursor-key'
            """,
            connection
        )
        {
            Parameters = { new() { Value = RandomNumberGenerator.GetBytes(32) } },
        };
        _cursorKey =
            (byte[]?)await command.ExecuteScalarAsync(cancellationToken)
            // Another process inserted between our insert and our read: its row is visible to the next statement.
            ?? (byte[]?)await command.ExecuteScalarAsync(cancellationToken)
            ?? throw new InvalidOperationException("The cursor key could not be read.");
    }
}
