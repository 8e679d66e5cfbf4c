using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity;

/// <inheritdoc cref="IApiKeyAuthenticator"/>
/// <remarks>
/// Known keys are cached by their hash for a few seconds: a revocation made in another process holds after
/// <see cref="CacheLifetime"/> at the latest, one made in this process at once. Unknown keys are not cached, and a wrong
/// checksum never reaches the database.
/// </remarks>
internal sealed class ApiKeyAuthenticator(TenantConnections connections, ApiKeyUsage usage, TimeProvider clock)
    : IApiKeyAuthenticator
{
    private static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(5);
    private const int CacheCapacity = 20_000;
    private const int MaxPresentedLength = 128;

    private readonly ConcurrentDictionary<UInt256, CachedKey> _cache = new();
    private int _generation;

    public async ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length > MaxPresentedLength)
            return null;
        var now = clock.GetUtcNow();
        var hash = HashOf(presented);
        if (!_cache.TryGetValue(hash, out var known) || known.FreshUntil <= now)
        {
            known = await RefreshAsync(presented, hash, now, cancellationToken);
            if (known is null)
                return null;
        }

        if (known.ExpiresAt <= now)
            return null;
        if (known.Suspended)
            throw new ProblemException(ProblemCatalog.TenantSuspended, "This tenant is suspended.");
        usage.Record(known.Caller.CredentialId, now);
        return known.Caller;
    }

    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _cache.Clear();
    }

    private async Task<CachedKey?> RefreshAsync(
        string presented,
        UInt256 hash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (!ApiKeySecret.TryParse(presented, out var secret))
            return null;
        var generation = Volatile.Read(ref _generation);
        var known = await LoadAsync(secret, now, cancellationToken);
        if (known is null)
        {
            _cache.TryRemove(hash, out _);
            return null;
        }
        if (_cache.Count >= CacheCapacity)
            _cache.Clear();
        _cache[hash] = known;
        // What was read before a change was committed must not outlive the Forget that followed the commit.
        if (generation != Volatile.Read(ref _generation))
            _cache.TryRemove(hash, out _);
        return known;
    }

    private Task<CachedKey?> LoadAsync(ApiKeySecret secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT k.id, k.name, k.scopes, k.expires_at, k.tenant_id, t.plan, t.status, t.shard, t.language,
                   e.schema_name, e.role_name
            FROM api_keys k
            LEFT JOIN tenants t ON t.id = k.tenant_id
            LEFT JOIN tenant_environments e ON e.tenant_id = k.tenant_id AND e.environment = k.environment
            WHERE k.hash = $1 AND k.environment = $2 AND k.revoked_at IS NULL
                AND (k.expires_at IS NULL OR k.expires_at > $3)
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<byte[]> { TypedValue = secret.Hash() },
                new NpgsqlParameter<string> { TypedValue = EnvironmentText.Of(secret.Environment) },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
            },
        };
        return connections.ReadAsync<CachedKey?>(
            LeaseTarget.Platform,
            command,
            async (reader, token) => await reader.ReadAsync(token) ? Read(reader, secret.Environment, now) : null,
            cancellationToken
        );
    }

    private static CachedKey Read(NpgsqlDataReader reader, TenantEnvironment environment, DateTimeOffset now)
    {
        TenantPlace? place = reader.IsDBNull(4)
            ? null
            : new TenantPlace(
                new TenantId(reader.GetGuid(4)),
                environment,
                reader.GetString(7),
                reader.GetString(9),
                reader.GetString(10),
                reader.GetString(8)
            );
        // Whatever a row says: no tenant's key has a scope of the platform, and the other way round.
        var possible = place is null ? Scopes.OfPlatform : Scopes.OfTenant;
        var caller = new Caller(
            reader.GetGuid(0),
            reader.GetString(1),
            place,
            place is null ? "platform" : reader.GetString(5),
            reader.GetFieldValue<string[]>(2).Where(possible.Contains).ToFrozenSet(StringComparer.Ordinal)
        );
        return new CachedKey(
            caller,
            place is not null && reader.GetString(6) == "suspended",
            reader.IsDBNull(3) ? DateTimeOffset.MaxValue : reader.GetFieldValue<DateTimeOffset>(3),
            now + CacheLifetime
        );
    }

    private static UInt256 HashOf(string presented)
    {
        Span<byte> text = stackalloc byte[MaxPresentedLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(presented, text)], hash);
        return MemoryMarshal.Read<UInt256>(hash);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct UInt256(UInt128 First, UInt128 Second);

    private sealed record CachedKey(Caller Caller, bool Suspended, DateTimeOffset ExpiresAt, DateTimeOffset FreshUntil);
}
