using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.OAuth;

/// <summary>An app and, where it keeps one, the one moment in which its secret is known.</summary>
public sealed record RegisteredOAuthClient(OAuthClient Client, OAuthClientSecret? Secret);

/// <summary>Which apps a caller may see and manage, and what their fields may hold.</summary>
internal static class OAuthClientRules
{
    private const int MaxUris = 20;
    private const int MaxUriLength = 2000;

    /// <summary>Those of its own tenant, or of the platform; a sandbox key manages sandbox apps only.</summary>
    public static IQueryable<OAuthClient> VisibleTo(this IQueryable<OAuthClient> clients, Caller caller)
    {
        if (caller.Tenant is not { } place)
            return clients.Where(client => client.TenantId == null);
        var tenant = place.TenantId;
        clients = clients.Where(client => client.TenantId == tenant);
        return place.Environment == TenantEnvironment.Test
            ? clients.Where(client => client.Environment == TenantEnvironment.Test)
            : clients;
    }

    /// <exception cref="ProblemException">404 when there is none.</exception>
    public static async Task<OAuthClient> FindAsync(
        this IQueryable<OAuthClient> clients,
        OAuthClientId id,
        CancellationToken cancellationToken
    ) =>
        await clients.SingleOrDefaultAsync(client => client.Id == id, cancellationToken)
        ?? throw ProblemException.NotFound("app of this id");

    /// <summary>No app gets what its registrar doesn't have. The platform's own apps get what their users have.</summary>
    public static void RequireScopesOf(this Caller caller, IEnumerable<string> scopes)
    {
        if (caller.Tenant is null)
            return;
        var missing = scopes.Where(scope => !caller.Has(scope)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(
                ProblemCatalog.Forbidden,
                $"An app can only get scopes that you have yourself. Missing: {string.Join(", ", missing)}."
            );
        }
    }

    public static IRuleBuilderOptions<T, string?> AppName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(name => !string.IsNullOrWhiteSpace(name))
            .WithErrorCode("required")
            .WithMessage("A name is required: users read it when they are asked to consent.")
            .Must(name => name is null || Text.Problem(name, ApiKeyRules.MaxNameLength) is null)
            .WithErrorCode("invalid-name")
            .WithMessage($"A name has at most {ApiKeyRules.MaxNameLength} characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> LogoUrl<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(url =>
                url is null
                || url.Length <= MaxUriLength
                    && Uri.TryCreate(url, UriKind.Absolute, out var uri)
                    && uri.Scheme == Uri.UriSchemeHttps
                    && uri.UserInfo.Length == 0
            )
            .WithErrorCode("invalid-url")
            .WithMessage("A logo is an absolute https address.");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> AppScopes<T>(
        this IRuleBuilder<T, IReadOnlyList<string>?> rule
    ) =>
        rule.Must(scopes => scopes is { Count: > 0 })
            .WithErrorCode("required")
            .WithMessage("An app needs at least one scope.")
            .Must(scopes => scopes is null || scopes.All(scope => scope is not null && Scopes.OfTenant.Contains(scope)))
            .WithErrorCode("unknown-scope")
            .WithMessage("There is no such scope, or apps can't have it.");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> Redirects<T>(
        this IRuleBuilder<T, IReadOnlyList<string>?> rule
    ) =>
        rule.Must(uris => uris is null || uris.Count <= MaxUris)
            .WithErrorCode("too-many")
            .WithMessage($"At most {MaxUris} addresses are possible.")
            .Must(uris => uris is null || uris.All(IsRedirect))
            .WithErrorCode("invalid-redirect-uri")
            .WithMessage(
                "A redirect address is absolute, has no fragment, and is https; http only on loopback, another scheme only "
                    + "in reverse domain form (com.example.app:/callback)."
            );

    private static bool IsRedirect(string? text)
    {
        if (
            text is null
            || text.Length > MaxUriLength
            || text.Contains('*')
            || Text.Problem(text, MaxUriLength) is not null
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Fragment.Length > 0
            || text.Contains('#')
            || uri.UserInfo.Length > 0
        )
            return false;
        return uri.Scheme == Uri.UriSchemeHttps
            || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback
            || uri.Scheme.Contains('.');
    }
}
