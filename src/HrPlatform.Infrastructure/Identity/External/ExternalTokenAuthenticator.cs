using System.Collections.Frozen;
using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.Providers;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace HrPlatform.Infrastructure.Identity.External;

/// <inheritdoc cref="IExternalTokenAuthenticator"/>
/// <remarks>
/// Issuer and audience of the token lead to one trusted issuer of one tenant; only then are its keys asked for. What the
/// bearer may do follows from the tenant's mapping alone, never from the roles that a user of ours has: who sets up an
/// issuer can give by it no more than by hand.
/// </remarks>
internal sealed class ExternalTokenAuthenticator(TenantConnections connections, IssuerKeys keys, TimeProvider clock)
    : IExternalTokenAuthenticator
{
    private const int MaxPresentedLength = 8192;
    private const int MaxSubjectLength = 255;
    private static readonly TimeSpan _skew = TimeSpan.FromSeconds(60);

    // Asymmetric only: neither "none" nor a signature by a shared secret, which a published key would be.
    private static readonly string[] _algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly CredentialCache _cache = new(clock);
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    public async ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length > MaxPresentedLength)
            return null;
        var known = await _cache.GetAsync(presented, token => LookAsync(presented, token), cancellationToken);
        if (known is { TenantSuspended: true })
            throw new ProblemException(ProblemCatalog.TenantSuspended, "This tenant is suspended.");
        return known?.Caller;
    }

    public void Forget() => _cache.Forget();

    private async Task<KnownCredential?> LookAsync(string presented, CancellationToken cancellationToken)
    {
        if (
            Read(presented) is not { } claimed
            || claimed.Subject is not { Length: > 0 and <= MaxSubjectLength }
            || !_algorithms.Contains(claimed.Alg, StringComparer.Ordinal)
            || await FindAsync(claimed, cancellationToken) is not { } trusted
        )
            return null;
        var found = await keys.FindAsync(
            trusted.Issuer,
            trusted.JwksUri,
            string.IsNullOrEmpty(claimed.Kid) ? null : claimed.Kid,
            cancellationToken
        );
        if (found.Count == 0)
            return null;
        var result = await _tokens.ValidateTokenAsync(presented, ParametersFor(trusted, found));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
            return null;

        var roles = RolesOf(trusted, token);
        if (roles.Count == 0 || await UserOfAsync(trusted, token, roles, cancellationToken) is not { } user)
            return null;
        var (reach, scopes) = Roles.Together(roles);
        var caller = new Caller(user.Id.Value, user.Name, trusted.Place, trusted.Plan, scopes)
        {
            Kind = CallerKind.External,
            UserId = user.Id,
            EmployeeId = user.EmployeeId,
            Reach = reach,
        };
        return new KnownCredential(caller, trusted.Suspended, new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + _skew);
    }

    private JsonWebToken? Read(string presented)
    {
        try
        {
            return _tokens.CanReadToken(presented) ? _tokens.ReadJsonWebToken(presented) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or JsonException)
        {
            // It is a stranger's text: whatever is wrong with it, it is no token.
            return null;
        }
    }

    private TokenValidationParameters ParametersFor(TrustedIssuer trusted, IReadOnlyList<SecurityKey> found) =>
        new()
        {
            ValidIssuer = trusted.Issuer,
            ValidAudience = trusted.Audience,
            ValidAlgorithms = _algorithms,
            IssuerSigningKeys = found,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            TryAllIssuerSigningKeys = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return expires > now - _skew && (notBefore is null || notBefore <= now + _skew);
            },
        };

    private static List<string> RolesOf(TrustedIssuer trusted, JsonWebToken token)
    {
        if (trusted.RoleClaim is not { } claim)
            return [.. trusted.DefaultRoles];
        // A claim of several values, or one of several words (as scope is).
        var mapped = token
            .Claims.Where(candidate => candidate.Type == claim)
            .SelectMany(candidate => candidate.Value.Split(' ').Prepend(candidate.Value))
            .Select(value => trusted.Mapping.GetValueOrDefault(value))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return mapped.Count > 0 ? mapped : [.. trusted.DefaultRoles];
    }

    private Task<TrustedIssuer?> FindAsync(JsonWebToken claimed, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT p.id, p.issuer, p.audience, p.jwks_uri, p.role_claim, p.role_mapping, p.default_roles, p.creates_users,
                   p.tenant_id, p.environment, t.status, t.plan, t.shard, t.language, e.schema_name, e.role_name
            FROM identity_providers p
            JOIN tenants t ON t.id = p.tenant_id
            JOIN tenant_environments e ON e.tenant_id = p.tenant_id AND e.environment = p.environment
            WHERE p.issuer = $1 AND p.audience = ANY ($2) AND p.enabled
            ORDER BY p.id LIMIT 1
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = claimed.Issuer },
                new NpgsqlParameter<string[]> { TypedValue = [.. claimed.Audiences] },
            },
        };
        return connections.ReadAsync<TrustedIssuer?>(
            LeaseTarget.Platform,
            command,
            async (reader, token) => await reader.ReadAsync(token) ? TrustedIssuer.Read(reader) : null,
            cancellationToken
        );
    }

    private async Task<ExternalUser?> UserOfAsync(
        TrustedIssuer trusted,
        JsonWebToken token,
        IReadOnlyList<string> roles,
        CancellationToken cancellationToken
    )
    {
        var known = await connections.ReadAsync<(ExternalUser User, bool Active)?>(
            LeaseTarget.Platform,
            new NpgsqlBatchCommand(
                """
                SELECT u.id, u.name, u.employee_id, u.status = 'active'
                FROM external_subjects x JOIN users u ON u.id = x.user_id
                WHERE x.provider_id = $1 AND x.subject = $2
                """
            )
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = trusted.Id },
                    new NpgsqlParameter<string> { TypedValue = token.Subject },
                },
            },
            async (reader, cancel) =>
                await reader.ReadAsync(cancel) ? (ExternalUser.Read(reader), reader.GetBoolean(3)) : null,
            cancellationToken
        );
        if (known is { } user)
            return user.Active ? user.User : null;
        return trusted.CreatesUsers ? await CreateUserAsync(trusted, token, roles, cancellationToken) : null;
    }

    private async Task<ExternalUser?> CreateUserAsync(
        TrustedIssuer trusted,
        JsonWebToken token,
        IReadOnlyList<string> roles,
        CancellationToken cancellationToken
    )
    {
        var verified = token.TryGetPayloadValue<object>("email_verified", out var said)
            ? string.Equals(said?.ToString(), "true", StringComparison.OrdinalIgnoreCase)
            : (bool?)null;
        if (verified == false)
            return null;
        // Some issuers' tokens hold no address: then a name that no message can be sent to.
        var email = User.NormalizeEmail(
            token.TryGetPayloadValue<string>("email", out var written)
            && written is { Length: > 0 and <= User.MaxEmailLength }
                ? written
                : $"{Uri.EscapeDataString(token.Subject)}@{trusted.Id:n}.external.invalid"
        );
        var name =
            token.TryGetPayloadValue<string>("name", out var called) && Text.Tidy(called) is { } tidy ? tidy : email;
        if (Text.Problem(name, User.MaxNameLength) is not null || Text.Problem(email, User.MaxEmailLength) is not null)
            return null;

        var now = clock.GetUtcNow();
        await using var connection = await connections.LeaseAsync(LeaseTarget.Platform, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var created = await ExecuteAsync(
            """
            INSERT INTO users (id, tenant_id, environment, email, name, status, roles, email_confirmed, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, 'active', $6, true, $7, $7)
            ON CONFLICT (tenant_id, environment, lower(email)) DO NOTHING
            """,
            Guid.CreateVersion7(now),
            trusted.Place.TenantId.Value,
            EnvironmentText.Of(trusted.Place.Environment),
            email,
            name,
            roles.ToArray(),
            now
        );
        // A user of ours is this person only if the issuer has made sure of the address.
        if (created == 0 && verified != true)
            return null;
        await using var command = new NpgsqlCommand(
            """
            WITH found AS (
                SELECT id, name, employee_id FROM users
                WHERE tenant_id = $1 AND environment = $2 AND lower(email) = lower($3) AND status = 'active'
            ), linked AS (
                INSERT INTO external_subjects (provider_id, subject, user_id) SELECT $4, $5, id FROM found
                ON CONFLICT DO NOTHING
            )
            SELECT id, name, employee_id FROM found
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = trusted.Place.TenantId.Value },
                new() { Value = EnvironmentText.Of(trusted.Place.Environment) },
                new() { Value = email },
                new() { Value = trusted.Id },
                new() { Value = token.Subject },
            },
        };
        ExternalUser? user = null;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken))
                user = ExternalUser.Read(reader);
        }
        await transaction.CommitAsync(cancellationToken);
        return user;

        async Task<int> ExecuteAsync(string sql, params object[] values)
        {
            await using var insert = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
                insert.Parameters.Add(new NpgsqlParameter { Value = value });
            return await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed record ExternalUser(UserId Id, string Name, EmployeeId? EmployeeId)
    {
        public static ExternalUser Read(NpgsqlDataReader reader) =>
            new(
                new UserId(reader.GetGuid(0)),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : new EmployeeId(reader.GetGuid(2))
            );
    }

    private sealed record TrustedIssuer(
        Guid Id,
        string Issuer,
        string Audience,
        string? JwksUri,
        string? RoleClaim,
        FrozenDictionary<string, string> Mapping,
        IReadOnlyList<string> DefaultRoles,
        bool CreatesUsers,
        bool Suspended,
        string Plan,
        TenantPlace Place
    )
    {
        public static TrustedIssuer Read(NpgsqlDataReader reader) =>
            new(
                reader.GetGuid(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader
                    .GetFieldValue<string[]>(5)
                    .ToFrozenDictionary(
                        pair => pair[..pair.LastIndexOf('=')],
                        pair => pair[(pair.LastIndexOf('=') + 1)..],
                        StringComparer.Ordinal
                    ),
                reader.GetFieldValue<string[]>(6),
                reader.GetBoolean(7),
                reader.GetString(10) == "suspended",
                reader.GetString(11),
                new TenantPlace(
                    new TenantId(reader.GetGuid(8)),
                    EnvironmentText.Parse(reader.GetString(9)),
                    reader.GetString(12),
                    reader.GetString(14),
                    reader.GetString(15),
                    reader.GetString(13)
                )
            );
    }
}
