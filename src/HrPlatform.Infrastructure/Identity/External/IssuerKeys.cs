using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace HrPlatform.Infrastructure.Identity.External;

/// <summary>
/// The public keys of trusted issuers, kept for a while. A key id that is not known asks the issuer again, but not more
/// often than <see cref="NotSoonerThan"/>: tokens with invented key ids must not make us a tool against the issuer.
/// </summary>
internal sealed class IssuerKeys(
    IHttpClientFactory clients,
    IssuerAddresses addresses,
    TimeProvider clock,
    ILogger<IssuerKeys> logger
)
{
    public const string ClientName = "issuers";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan NotSoonerThan = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The issuer's keys of this id; none when it has no such key or can't be asked.</summary>
    public async Task<IReadOnlyList<SecurityKey>> FindAsync(
        string issuer,
        string? jwksUri,
        string? keyId,
        CancellationToken cancellationToken
    )
    {
        var entry = _entries.GetOrAdd($"{issuer}\n{jwksUri}", _ => new Entry());
        if (clock.GetUtcNow() - entry.ReadAt < Lifetime && entry.Find(keyId) is { Count: > 0 } known)
            return known;

        // One asks, the others wait for its answer.
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var stale = now - entry.ReadAt >= Lifetime || entry.Find(keyId).Count == 0;
            if (stale && now - entry.TriedAt >= NotSoonerThan)
            {
                entry.TriedAt = now;
                if (await TryReadAsync(issuer, jwksUri, cancellationToken) is { } keys)
                    (entry.Keys, entry.ReadAt) = (keys, now);
            }
            // Keys that are a little old are better than nobody coming in while the issuer is away.
            return entry.Find(keyId);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task<IReadOnlyList<JsonWebKey>?> TryReadAsync(
        string issuer,
        string? jwksUri,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var client = clients.CreateClient(ClientName);
            var address = jwksUri is null ? await DiscoverAsync(client, issuer, cancellationToken) : new Uri(jwksUri);
            if (!addresses.Allows(address))
                throw new HttpRequestException($"{address} is no address that may be asked.");
            var set = new JsonWebKeySet(await client.GetStringAsync(address, cancellationToken));
            // Symmetric keys have no place in a public set.
            return [.. set.Keys.Where(key => key.Kty is "RSA" or "EC" && key.Use is null or "" or "sig")];
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or ArgumentException or UriFormatException
                || exception is TaskCanceledException && !cancellationToken.IsCancellationRequested
            )
        {
            logger.LogWarning(exception, "The keys of the issuer {Issuer} could not be read", issuer);
            return null;
        }
    }

    private async Task<Uri> DiscoverAsync(HttpClient client, string issuer, CancellationToken cancellationToken)
    {
        var address = new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration");
        if (!addresses.Allows(address))
            throw new HttpRequestException($"{address} is no address that may be asked.");
        using var document = JsonDocument.Parse(await client.GetStringAsync(address, cancellationToken));
        // A document that speaks for somebody else is none of this issuer's.
        if (document.RootElement.GetProperty("issuer").GetString() != issuer)
            throw new HttpRequestException($"The discovery document of {issuer} names another issuer.");
        return new Uri(document.RootElement.GetProperty("jwks_uri").GetString()!);
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public IReadOnlyList<JsonWebKey> Keys { get; set; } = [];

        public DateTimeOffset ReadAt { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset TriedAt { get; set; } = DateTimeOffset.MinValue;

        public IReadOnlyList<SecurityKey> Find(string? keyId) =>
            keyId is null ? [.. Keys] : [.. Keys.Where(key => key.KeyId == keyId)];
    }
}
