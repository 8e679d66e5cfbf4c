using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace HrPlatform.Api.Tests.Persistence;

/// <summary>
/// Passes everything through to PostgreSQL but, like a connection pooler, tells clients a process id of its own.
/// </summary>
internal sealed class PoolerLike : IAsyncDisposable
{
    // BackendKeyData: 'K', length 12, process id, secret.
    private static readonly byte[] _backendKeyData = [(byte)'K', 0, 0, 0, 12];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _running;

    public PoolerLike(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _running = AcceptAsync();
    }

    /// <summary>Leads a connection string here.</summary>
    public string Options =>
        $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};SSL Mode=Disable;GSS Encryption Mode=Disable";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _stop.Token),
                PassAnswersAsync(server.GetStream(), client.GetStream())
            );
        }
    }

    private async Task PassAnswersAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65536];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            var at = buffer.AsSpan(0, read).IndexOf(_backendKeyData);
            if (at >= 0)
                BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at + _backendKeyData.Length), 1_000_000_007);
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
