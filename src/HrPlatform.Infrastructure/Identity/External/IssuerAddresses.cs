using System.Net;
using System.Net.Sockets;
using HrPlatform.Application.Identity.Providers;
using Microsoft.Extensions.Configuration;

namespace HrPlatform.Infrastructure.Identity.External;

/// <inheritdoc cref="IIssuerAddresses"/>
/// <remarks>
/// A tenant decides what we ask, so it must not lead us into our own network: https only, no redirects, and every address
/// that a name resolves to is looked at when the connection is made, so that a name can't change its mind in between.
/// <c>Identity:AllowLoopbackIssuers</c> lets tests and local trials use http on the machine itself.
/// </remarks>
internal sealed class IssuerAddresses(IConfiguration configuration) : IIssuerAddresses
{
    private readonly bool _allowLoopback = configuration.GetValue<bool>("Identity:AllowLoopbackIssuers");

    public bool Allows(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps && (_allowLoopback || !address.IsLoopback)
        || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && _allowLoopback;

    /// <summary>Connects to the first public address of the host, and to no other.</summary>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed =
            addresses.FirstOrDefault(address => IsPublic(address) || _allowLoopback && IPAddress.IsLoopback(address))
            ?? throw new HttpRequestException(
                $"{context.DnsEndPoint.Host} leads to no address on the internet, so it is not asked."
            );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the address is one of the internet, and none of a private, local or reserved network.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // 2000::/3 is what the internet uses; 6to4 (2002::/16), Teredo (2001::/32) and NAT64 could lead back inside.
            var six = address.GetAddressBytes();
            return (six[0] & 0xE0) == 0x20
                && !(six[0] == 0x20 && six[1] == 0x02)
                && !(six[0] == 0x20 && six[1] == 0x01 && six[2] == 0 && six[3] == 0);
        }
        var four = address.GetAddressBytes();
        return (four[0], four[1], four[2]) switch
        {
            (0 or 10 or 127, _, _) => false,
            (100, >= 64 and <= 127, _) => false,
            (169, 254, _) => false,
            (172, >= 16 and <= 31, _) => false,
            (192, 0, 0 or 2) => false,
            (192, 88, 99) => false,
            (192, 168, _) => false,
            (198, 18 or 19, _) => false,
            (198, 51, 100) => false,
            (203, 0, 113) => false,
            (>= 224, _, _) => false,
            _ => true,
        };
    }
}
