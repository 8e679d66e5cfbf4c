namespace HrPlatform.Api.Identity;

/// <summary>Where the OAuth server and the pages for people live. Only there do cookies mean anything.</summary>
internal static class SignInPaths
{
    public static bool Contains(PathString path) =>
        path.StartsWithSegments("/connect", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/.well-known", StringComparison.OrdinalIgnoreCase);
}
