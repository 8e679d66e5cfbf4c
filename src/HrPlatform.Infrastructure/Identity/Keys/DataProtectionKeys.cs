using System.Collections.Immutable;
using System.Xml.Linq;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.Keys;

/// <summary>
/// The keys of ASP.NET Core's data protection, in the control plane, so that all processes read the same cookies. The
/// framework asks for them synchronously, so they are kept in memory; <see cref="DataProtectionUpkeep"/> reads them anew
/// and makes the next one, well before the current one ends.
/// </summary>
internal sealed class DataProtectionKeys : IXmlRepository
{
    private ImmutableList<XElement> _elements = [];
    private readonly List<(string Name, XElement Element)> _made = [];

    public IReadOnlyCollection<XElement> GetAllElements() => _elements;

    // Called by the key manager while a key is made, which happens in DataProtectionUpkeep only.
    public void StoreElement(XElement element, string friendlyName) => _made.Add((friendlyName, element));

    public void Replace(IEnumerable<XElement> elements) => _elements = [.. elements];

    /// <summary>What the key manager made since the last call.</summary>
    public IReadOnlyList<(string Name, XElement Element)> TakeMade()
    {
        var made = _made.ToList();
        _made.Clear();
        return made;
    }
}

/// <summary>Reads the keys and makes the next one in time; several processes agree by a lock in the database.</summary>
internal sealed class DataProtectionUpkeep(
    TenantConnections connections,
    DataProtectionKeys keys,
    Lazy<IKeyManager> manager
)
{
    private const long LockKey = 0x4852_4B45_5953;
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(90);

    // Longer than any process goes without reading the keys anew.
    private static readonly TimeSpan _announcement = TimeSpan.FromDays(7);

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({LockKey})", connection))
            await wait.ExecuteNonQueryAsync(cancellationToken);
        keys.Replace(await ReadAsync(connection, cancellationToken));

        // Data protection itself goes by the machine's clock, whatever clock the program was given.
        var now = TimeProvider.System.GetUtcNow();
        var last = manager
            .Value.GetAllKeys()
            .Where(key => !key.IsRevoked)
            .Select(key => key.ExpirationDate)
            .DefaultIfEmpty(now)
            .Max();
        if (last - now < _announcement)
        {
            var begins = last < now ? now : last;
            manager.Value.CreateNewKey(begins, begins + _lifetime);
            foreach (var (name, element) in keys.TakeMade())
                await StoreAsync(connection, name, element, now, cancellationToken);
            keys.Replace(await ReadAsync(connection, cancellationToken));
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<List<XElement>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand("SELECT xml FROM data_protection_keys", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<XElement> elements = [];
        while (await reader.ReadAsync(cancellationToken))
            elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    private static async Task StoreAsync(
        NpgsqlConnection connection,
        string name,
        XElement element,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO data_protection_keys (name, xml, created_at) VALUES ($1, $2, $3)",
            connection
        )
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = element.ToString(SaveOptions.DisableFormatting) },
                new() { Value = now },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
