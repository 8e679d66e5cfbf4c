using System.Collections.Frozen;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Persistence;
using Npgsql;
using OpenIddict.Abstractions;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <inheritdoc cref="IAccessTokenAuthenticator"/>
/// <remarks>
/// An access token is a random reference: one statement tells whose it is, what it may do and whether user, session, app
/// and tenant are still as they were. So every change holds at once, and an API key's request costs no more than before.
/// </remarks>
internal sealed class AccessTokenAuthenticator(TenantConnections connections, CredentialCache cache, TimeProvider clock)
    : IAccessTokenAuthenticator
{
    private const int MaxPresentedLength = 256;

    public async ValueTask<Caller?> AuthenticateAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length > MaxPresentedLength)
            return null;
        var known = await cache.GetAsync(presented, token => LookAsync(presented, token), cancellationToken);
        if (known is { TenantSuspended: true })
            throw new ProblemException(ProblemCatalog.TenantSuspended, "This tenant is suspended.");
        return known?.Caller;
    }

    public void Forget() => cache.Forget();

    private Task<KnownCredential?> LookAsync(string presented, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            """
            SELECT o.expiration_date, o.scopes, o.tenant_id, o.environment, t.status, t.plan, t.shard, t.language,
                   e.schema_name, e.role_name, c.id, c.name, c.scopes, u.id, u.name, u.roles, u.employee_id
            FROM oauth_tokens o
            JOIN oauth_clients c ON c.id = o.application_id
            JOIN tenants t ON t.id = o.tenant_id
            JOIN tenant_environments e ON e.tenant_id = o.tenant_id AND e.environment = o.environment
            LEFT JOIN oauth_authorizations a ON a.id = o.authorization_id
            LEFT JOIN users u ON u.id = o.user_id
            LEFT JOIN user_sessions s ON s.id = o.session_id
            WHERE o.reference_id = $1 AND o.type = $2 AND o.status = 'valid' AND o.expiration_date > $3
                AND (a.id IS NULL OR a.status = 'valid')
                AND (c.tenant_id IS NULL OR c.tenant_id = o.tenant_id)
                AND (o.user_id IS NULL OR (u.status = 'active' AND u.tenant_id = o.tenant_id AND u.environment = o.environment))
                AND (o.session_id IS NULL OR (s.revoked_at IS NULL AND s.expires_at > $3))
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = OAuthTokens.ReferenceOf(presented) },
                new NpgsqlParameter<string> { TypedValue = OpenIddictConstants.TokenTypeIdentifiers.AccessToken },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() },
            },
        };
        return connections.ReadAsync<KnownCredential?>(
            LeaseTarget.Platform,
            command,
            async (reader, token) => await reader.ReadAsync(token) ? Read(reader) : null,
            cancellationToken
        );
    }

    private static KnownCredential Read(NpgsqlDataReader reader)
    {
        var place = new TenantPlace(
            new TenantId(reader.GetGuid(2)),
            EnvironmentText.Parse(reader.GetString(3)),
            reader.GetString(6),
            reader.GetString(8),
            reader.GetString(9),
            reader.GetString(7)
        );
        // What was granted, cut to what the app may have now, and for a user to what the user's roles give now.
        var granted = reader
            .GetFieldValue<string[]>(1)
            .Intersect(reader.GetFieldValue<string[]>(12), StringComparer.Ordinal)
            .Where(Scopes.OfTenant.Contains);
        var client = new OAuthClientId(reader.GetGuid(10));
        var plan = reader.GetString(5);
        Caller caller;
        if (reader.IsDBNull(13))
        {
            caller = new Caller(
                client.Value,
                reader.GetString(11),
                place,
                plan,
                granted.ToFrozenSet(StringComparer.Ordinal)
            )
            {
                Kind = CallerKind.Client,
                ClientId = client,
            };
        }
        else
        {
            var user = new UserId(reader.GetGuid(13));
            var (reach, scopes) = Roles.Together(reader.GetFieldValue<string[]>(15));
            caller = new Caller(
                user.Value,
                reader.GetString(14),
                place,
                plan,
                granted.Where(scopes.Contains).ToFrozenSet(StringComparer.Ordinal)
            )
            {
                Kind = CallerKind.User,
                ClientId = client,
                UserId = user,
                EmployeeId = reader.IsDBNull(16) ? null : new EmployeeId(reader.GetGuid(16)),
                Reach = reach,
            };
        }
        return new KnownCredential(caller, reader.GetString(4) == "suspended", reader.GetFieldValue<DateTimeOffset>(0));
    }
}
