using HrPlatform.Application.Common;
using HrPlatform.Application.Identity.OAuth;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Api.V2.OAuthClients;

/// <summary>An app that users can let act for them, or that acts for itself.</summary>
/// <param name="Id">The app's id; it is also its <c>client_id</c>.</param>
/// <param name="Name" example="Shift planner">What users read when they are asked to consent.</param>
/// <param name="Type">What the app is: a server or a program that acts for users, or a service that acts for itself.</param>
/// <param name="Environment"><c>live</c>, or <c>test</c> for the sandbox: where the app's tokens work.</param>
/// <param name="LogoUrl" example="https://planner.example/logo.png">Shown when users are asked to consent.</param>
/// <param name="RedirectUris">Where users may be sent back to. Addresses are compared character by character.</param>
/// <param name="PostLogoutRedirectUris">Where users may be sent after signing out.</param>
/// <param name="Scopes">The most that the app can get.</param>
/// <param name="SecretHint" example="4kQz">The last characters of the secret; null for an app that keeps none.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When anything about it changed last.</param>
public sealed record OAuthClientResource(
    OAuthClientId Id,
    string Name,
    OAuthClientType Type,
    TenantEnvironment Environment,
    string? LogoUrl,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Scopes,
    string? SecretHint,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
)
{
    internal static OAuthClientResource Of(OAuthClient client) =>
        new(
            client.Id,
            client.Name,
            client.Type,
            client.Environment,
            client.LogoUrl,
            client.RedirectUris,
            client.PostLogoutRedirectUris,
            client.Scopes,
            client.SecretHint,
            client.CreatedAt,
            client.UpdatedAt
        );
}

/// <summary>A new app, or an app with a new secret.</summary>
/// <param name="Client">All about the app but its secret.</param>
/// <param name="Secret">Its <c>client_secret</c>, shown this once; null for an app that keeps none.</param>
public sealed record RegisteredOAuthClientResource(OAuthClientResource Client, string? Secret)
{
    internal static RegisteredOAuthClientResource Of(RegisteredOAuthClient registered) =>
        new(OAuthClientResource.Of(registered.Client), registered.Secret?.Text);
}

/// <summary>What a new app is to be.</summary>
/// <param name="Name" example="Shift planner">What users read when they are asked to consent.</param>
/// <param name="Type" example="web"><c>web</c>, <c>browser</c> or <c>native</c> act for users; <c>service</c> acts for itself.</param>
/// <param name="Scopes" example="[&quot;employees:read&quot;]">The most that it can get: none that the asking credential doesn't have itself.</param>
/// <param name="RedirectUris" example="[&quot;https://planner.example/signed-in&quot;]">Where users may be sent back to; none for a service.</param>
/// <param name="PostLogoutRedirectUris" example="[&quot;https://planner.example/&quot;]">Where users may be sent after signing out.</param>
/// <param name="LogoUrl" example="https://planner.example/logo.png">Shown when users are asked to consent.</param>
/// <param name="Environment" example="live">The asking credential's own when left out.</param>
public sealed record NewOAuthClient(
    string Name,
    OAuthClientType Type,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? RedirectUris = null,
    IReadOnlyList<string>? PostLogoutRedirectUris = null,
    string? LogoUrl = null,
    TenantEnvironment? Environment = null
);

/// <summary>A merge patch: what is left out stays as it is.</summary>
public sealed record OAuthClientPatch
{
    /// <summary>What users read when they are asked to consent.</summary>
    /// <example>Shift planner 2</example>
    public Optional<string> Name { get; init; }

    /// <summary>Shown when users are asked to consent; null for none.</summary>
    /// <example>https://planner.example/logo.png</example>
    public Optional<string?> LogoUrl { get; init; }

    /// <summary>Where users may be sent back to: all of them, anew.</summary>
    public Optional<IReadOnlyList<string>> RedirectUris { get; init; }

    /// <summary>Where users may be sent after signing out: all of them, anew.</summary>
    public Optional<IReadOnlyList<string>> PostLogoutRedirectUris { get; init; }

    /// <summary>The most that the app can get, anew. Less takes effect for tokens that exist, too.</summary>
    public Optional<IReadOnlyList<string>> Scopes { get; init; }
}
