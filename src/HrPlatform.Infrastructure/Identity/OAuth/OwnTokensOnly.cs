using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HrPlatform.Infrastructure.Identity.OAuth;

/// <summary>An app may ask about tokens, and end them, only when they were given to it.</summary>
internal sealed class OwnTokensOnly
    : IOpenIddictServerHandler<HandleIntrospectionRequestContext>,
        IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    // After the server has put the token in its place (at + 100,000), before anything is told or done (from + 101,000).
    public const int Order = int.MinValue + 100_500;

    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        if (!WasGivenTo(context.GenericTokenPrincipal, context.Request.ClientId))
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "This token was given to another app.");
        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (!WasGivenTo(context.GenericTokenPrincipal, context.Request.ClientId))
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "This token was given to another app.");
        return ValueTask.CompletedTask;
    }

    // Access tokens name their app as a claim, the others as the one who presents them.
    private static bool WasGivenTo(ClaimsPrincipal token, string? client) =>
        !string.IsNullOrEmpty(client)
        && (token.HasPresenter(client) || token.GetClaim(OpenIddictConstants.Claims.ClientId) == client);
}
