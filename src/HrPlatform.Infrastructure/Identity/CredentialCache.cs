using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HrPlatform.Application.Common;

namespace HrPlatform.Infrastructure.Identity;

/// <summary>A caller whose credential was looked up.</summary>
/// <param name="ExpiresAt">When the credential itself ends.</param>
internal sealed record KnownCredential(Caller Caller, bool TenantSuspended, DateTimeOffset ExpiresAt);

/// <summary>
/// Credentials that were looked up a moment ago, by their hash. What changes in another process holds after
/// <see cref="Lifetime"/> at the latest, what changes in this one at once. Unknown credentials are not kept.
/// </summary>
internal sealed class CredentialCache(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<UInt256, (KnownCredential Known, DateTimeOffset FreshUntil)> _entries = new();
    private int _generation;

    public async ValueTask<KnownCredential?> GetAsync(
        string presented,
        Func<CancellationToken, Task<KnownCredential?>> look,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var hash = HashOf(presented);
        if (_entries.TryGetValue(hash, out var entry) && entry.FreshUntil > now)
            return entry.Known.ExpiresAt > now ? entry.Known : null;

        var generation = Volatile.Read(ref _generation);
        if (await look(cancellationToken) is not { } known)
        {
            _entries.TryRemove(hash, out _);
            return null;
        }
        if (_entries.Count >= Capacity)
            _entries.Clear();
        _entries[hash] = (known, now + Lifetime);
        // What was read before a change was committed must not outlive the Forget that followed the commit.
        if (generation != Volatile.Read(ref _generation))
            _entries.TryRemove(hash, out _);
        return known.ExpiresAt > now ? known : null;
    }

    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }

    private static UInt256 HashOf(string presented) =>
        MemoryMarshal.Read<UInt256>(SHA256.HashData(Encoding.UTF8.GetBytes(presented)));

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct UInt256(UInt128 First, UInt128 Second);
}
