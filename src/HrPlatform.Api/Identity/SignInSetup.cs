using HrPlatform.Api.Identity.OAuth;

namespace HrPlatform.Api.Identity;

/// <summary>The OAuth server's endpoints and the pages where people sign in.</summary>
internal static class SignInSetup
{
    public static void UseSignIn(this WebApplication app)
    {
        app.UseWhen(
            context => SignInPaths.Contains(context.Request.Path),
            branch =>
            {
                branch.UseMiddleware<SignInGuard>();
                branch.UseAuthentication();
            }
        );
        // Otherwise the host would add it for every path, and the OAuth server would be asked about each call of the API.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
    }

    public static void MapSignIn(this WebApplication app)
    {
        app.MapConnectEndpoints();
    }
}
