using System.Net;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Api.Identity;

/// <summary>
/// Passwords, codes and tokens travel by HTTPS only. Plain HTTP will do on the machine itself, and behind a proxy that
/// ends TLS when the operator says so (<c>Identity:AllowHttp</c>).
/// </summary>
internal sealed class SignInGuard(RequestDelegate next, IConfiguration configuration)
{
    private readonly bool _allowHttp = configuration.GetValue<bool>("Identity:AllowHttp");

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps && !_allowHttp && !IsLocal(context.Connection.RemoteIpAddress))
            throw new ProblemException(ProblemCatalog.Forbidden, "Sign in by HTTPS: this address is plain HTTP.");
        return next(context);
    }

    private static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
