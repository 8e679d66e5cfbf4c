using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;

namespace HrPlatform.Infrastructure.Identity;

/// <summary>
/// Where people reach us: <c>Identity:PublicUrl</c>, else the address that the server listens on. Never what a request
/// calls us: a link in a message must not lead to where a stranger's request pointed.
/// </summary>
internal sealed class PublicAddress(IConfiguration configuration, IServer server)
{
    public Uri Of(string path)
    {
        var root = Configured ?? Listening();
        return new Uri(new Uri(root.TrimEnd('/') + "/"), path.TrimStart('/'));
    }

    public string? Configured => configuration["Identity:PublicUrl"] is { Length: > 0 } url ? url : null;

    private string Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is null)
            return "http://localhost";
        // http://[::]:8080 and the like: listening everywhere is no place to go to.
        var uri = new Uri(
            address
                .Replace("//+", "//localhost", StringComparison.Ordinal)
                .Replace("//*", "//localhost", StringComparison.Ordinal)
        );
        return uri.Host is "0.0.0.0" or "[::]" ? $"{uri.Scheme}://localhost:{uri.Port}" : address;
    }
}
