using System.Reflection;
using HrPlatform.Api.Identity.OAuth;

namespace HrPlatform.Api.Identity;

/// <summary>The OAuth server's endpoints and the pages where people sign in.</summary>
internal static class SignInSetup
{
    private static readonly Dictionary<string, string> _assets = new(StringComparer.Ordinal)
    {
        ["account.css"] = "text/css; charset=utf-8",
        ["passkeys.js"] = "text/javascript; charset=utf-8",
    };

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/Identity/Pages");
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "hr-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddScoped<Passkeys>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<ResetRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<ResetRequests>());
    }

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
        // Pages ask for the session themselves: they are for people, not for credentials of the API.
        app.MapRazorPages().AllowAnonymous();
        foreach (var (name, type) in _assets)
        {
            var content = Read(name);
            app.MapGet(
                    $"/account/assets/{name}",
                    (HttpContext context) =>
                    {
                        context.Response.Headers.CacheControl = "public, max-age=3600";
                        context.Response.Headers.XContentTypeOptions = "nosniff";
                        return Results.Bytes(content, type);
                    }
                )
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Account.{name}")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
