using HrPlatform.Api.Identity;
using Microsoft.AspNetCore.Authentication;

namespace HrPlatform.Api.Hosting.Authentication;

/// <summary>
/// Authenticates calls of the API. The framework's middleware would ask the OAuth server about each of them first; that
/// one looks after its own endpoints and pages only (<see cref="SignInPaths"/>).
/// </summary>
internal sealed class BearerAuthenticationMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!SignInPaths.Contains(context.Request.Path))
        {
            var result = await context.AuthenticateAsync(BearerAuthenticationHandler.SchemeName);
            if (result.Principal is { } principal)
                context.User = principal;
        }
        await next(context);
    }
}
