using HrPlatform.Infrastructure.Identity.OAuth;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrPlatform.Api.Identity.OAuth;

/// <summary>
/// What the OAuth server leaves to us: for whom tokens are made out. It has checked everything else by then: app, secret,
/// grant, scopes, redirect address, proof key, and that codes and refresh tokens are used once.
/// </summary>
internal static class ConnectEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapConnectEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/connect/token", TokenAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints
            .MapMethods("/connect/userinfo", [HttpMethods.Get, HttpMethods.Post], UserInfoAsync)
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static async Task<IResult> TokenAsync(
        HttpContext context,
        OAuthPrincipals principals,
        CancellationToken cancellationToken
    )
    {
        // Missing only when the request is none that the server knows, e.g. another media type.
        if (context.GetOpenIddictServerRequest() is not { } request)
            return Results.BadRequest();
        if (request.IsClientCredentialsGrantType())
        {
            var client = await principals.FindClientAsync(request.ClientId, cancellationToken);
            return client is { TenantId: not null }
                ? Results.SignIn(OAuthPrincipals.OfService(client, request.GetScopes()), authenticationScheme: Scheme)
                : Refuse(Errors.UnauthorizedClient, "This app can't act for itself.");
        }

        var presented = await context.AuthenticateAsync(Scheme);
        return
            presented.Principal is not null
            && await principals.RenewAsync(presented.Principal, cancellationToken) is { } principal
            ? Results.SignIn(principal, authenticationScheme: Scheme)
            : Refuse(Errors.InvalidGrant, "The user's session has ended.");
    }

    private static async Task<IResult> UserInfoAsync(
        HttpContext context,
        OAuthPrincipals principals,
        CancellationToken cancellationToken
    )
    {
        var presented = await context.AuthenticateAsync(Scheme);
        return
            presented.Principal is not null
            && await principals.DescribeUserAsync(presented.Principal, cancellationToken) is { } told
            ? Results.Json(told)
            : Results.Challenge(
                Reason(Errors.InvalidToken, "The token is no user's, or the user's no more."),
                [Scheme]
            );
    }

    private static IResult Refuse(string error, string description) =>
        Results.Forbid(Reason(error, description), [Scheme]);

    internal static AuthenticationProperties Reason(string error, string description) =>
        new(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
                [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
            }
        );
}
