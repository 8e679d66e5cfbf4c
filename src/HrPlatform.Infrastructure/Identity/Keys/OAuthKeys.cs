using System.Collections.Immutable;
using System.Security.Cryptography;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Server;

namespace HrPlatform.Infrastructure.Identity.Keys;

/// <summary>
/// Keys that sign and encrypt tokens. The next key is published a week before it signs, so that whoever caches our key
/// set knows it by then; the last one stays published until nothing that it signed is alive.
/// </summary>
internal sealed class OAuthKeys(
    TenantConnections connections,
    IDataProtectionProvider protection,
    IOptionsMonitorCache<OpenIddictServerOptions> serverOptions,
    TimeProvider clock
) : IConfigureOptions<OpenIddictServerOptions>
{
    private const long LockKey = 0x4852_4F41_5554;
    private static readonly TimeSpan _use = TimeSpan.FromDays(30);
    private static readonly TimeSpan _announcement = TimeSpan.FromDays(7);

    // The longest-lived token is a refresh token.
    private static readonly TimeSpan _afterlife = OAuthLifetimes.RefreshToken + TimeSpan.FromDays(1);

    private readonly IDataProtector _protector = protection.CreateProtector("HrPlatform.OAuthKeys.v1");
    private ImmutableList<OAuthKey> _keys = [];

    /// <summary>Ids of the keys that are published, the one that signs first.</summary>
    public IReadOnlyList<string> SigningKeyIds => [.. Ordered("signing").Select(key => key.Key.KeyId)];

    public void Configure(OpenIddictServerOptions options)
    {
        options.SigningCredentials.AddRange(
            Ordered("signing").Select(key => new SigningCredentials(key.Key, SecurityAlgorithms.RsaSha256))
        );
        options.EncryptionCredentials.AddRange(
            Ordered("encryption")
                .Select(key => new EncryptingCredentials(
                    key.Key,
                    SecurityAlgorithms.Aes256KW,
                    SecurityAlgorithms.Aes256CbcHmacSha512
                ))
        );
    }

    /// <summary>Reads the keys, makes those that will be needed soon, and forgets those that nothing needs.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await ExecuteAsync(connection, "DELETE FROM oauth_keys WHERE expires_at <= $1", cancellationToken, now);
        var keys = await ReadAsync(connection, cancellationToken);
        foreach (var purpose in new[] { "signing", "encryption" })
        {
            var last = keys.Where(key => key.Purpose == purpose).MaxBy(key => key.RetiresAt);
            if (last is not null && last.RetiresAt - now > _announcement)
                continue;
            // A key that nobody announced is better than none: when the last one ended while no process ran.
            var begins = last is null || last.RetiresAt < now ? now : last.RetiresAt;
            keys = keys.Add(await CreateAsync(connection, purpose, begins, now, cancellationToken));
        }
        await transaction.CommitAsync(cancellationToken);

        _keys = keys;
        serverOptions.TryRemove(Options.DefaultName);
    }

    // The key in use, then those that follow, then those that were: what stands first signs.
    private IEnumerable<OAuthKey> Ordered(string purpose)
    {
        var now = clock.GetUtcNow();
        return _keys
            .Where(key => key.Purpose == purpose)
            .OrderBy(key =>
                key.ActivatesAt <= now && now < key.RetiresAt ? 0
                : key.ActivatesAt > now ? 1
                : 2
            )
            .ThenByDescending(key => key.ActivatesAt);
    }

    private async Task<ImmutableList<OAuthKey>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT id, purpose, sealed, activates_at, retires_at FROM oauth_keys",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = ImmutableList.CreateBuilder<OAuthKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(
                new OAuthKey(
                    reader.GetString(1),
                    KeyOf(
                        reader.GetString(1),
                        reader.GetGuid(0),
                        _protector.Unprotect(Convert.FromBase64String(reader.GetString(2)))
                    ),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetFieldValue<DateTimeOffset>(4)
                )
            );
        }
        return keys.ToImmutable();
    }

    private async Task<OAuthKey> CreateAsync(
        NpgsqlConnection connection,
        string purpose,
        DateTimeOffset begins,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7(now);
        var secret = purpose == "signing" ? NewRsaKey() : RandomNumberGenerator.GetBytes(32);
        await ExecuteAsync(
            connection,
            """
            INSERT INTO oauth_keys (id, purpose, sealed, created_at, activates_at, retires_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            cancellationToken,
            id,
            purpose,
            Convert.ToBase64String(_protector.Protect(secret)),
            now,
            begins,
            begins + _use,
            begins + _use + _afterlife
        );
        return new OAuthKey(purpose, KeyOf(purpose, id, secret), begins, begins + _use);
    }

    private static byte[] NewRsaKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }

    private static SecurityKey KeyOf(string purpose, Guid id, byte[] secret)
    {
        if (purpose == "encryption")
            return new SymmetricSecurityKey(secret) { KeyId = id.ToString("n") };
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secret, out _);
        return new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true)) { KeyId = id.ToString("n") };
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record OAuthKey(
        string Purpose,
        SecurityKey Key,
        DateTimeOffset ActivatesAt,
        DateTimeOffset RetiresAt
    );
}

/// <summary>How long what the server gives out is good for.</summary>
internal static class OAuthLifetimes
{
    public static readonly TimeSpan Code = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan RefreshToken = TimeSpan.FromDays(14);
}
