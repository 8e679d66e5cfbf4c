namespace HrPlatform.Api.Hosting.Requests;

/// <summary>
/// What tells browsers and caches to be careful with the answers (OWASP HTTP Headers Cheat Sheet). A page that sets a header
/// itself keeps it.
/// </summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    // An answer of the API is data: nothing in it is to be run or framed.
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";
    private const string PagePolicy = "frame-ancestors 'none'";

    // Kept by the client alone, and asked again each time: the tag tells whether it is still right (RFC 9111).
    private const string DataCaching = "private, no-cache";
    private const string OneYear = "max-age=31536000; includeSubDomains";

    public Task InvokeAsync(HttpContext context)
    {
        // Last of all, because the exception handler clears the headers that are there already.
        context.Response.OnStarting(
            static state =>
            {
                Write((HttpContext)state);
                return Task.CompletedTask;
            },
            context
        );
        return next(context);
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Content-Security-Policy", isPage ? PagePolicy : DataPolicy);
        if (!isPage)
            headers.TryAdd("Cache-Control", DataCaching);
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = OneYear;
    }
}
