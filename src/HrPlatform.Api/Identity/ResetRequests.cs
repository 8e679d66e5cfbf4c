using System.Threading.Channels;
using HrPlatform.Infrastructure.Identity.Users;

namespace HrPlatform.Api.Identity;

/// <summary>Somebody asked for a new password.</summary>
public sealed record ResetRequest(SignInTenant Tenant, string Email, string Language);

/// <summary>
/// Requests for new passwords, done after the answer was sent: so the answer takes as long for an address that is nobody's.
/// What is more than the queue holds is dropped; people ask again.
/// </summary>
public sealed class ResetRequests(IServiceScopeFactory scopes, ILogger<ResetRequests> logger) : BackgroundService
{
    private const int Capacity = 1000;

    private readonly Channel<ResetRequest> _queue = Channel.CreateBounded<ResetRequest>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Add(ResetRequest request) => _queue.Writer.TryWrite(request);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var request in _queue.Reader.ReadAllAsync(stoppingToken))
                await TryAsync(request, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops; people ask again.
        }
    }

    private async Task TryAsync(ResetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<AccountRecovery>()
                .RequestResetAsync(request.Tenant, request.Email, request.Language, cancellationToken);
        }
        catch (Exception exception) when (exception is Npgsql.NpgsqlException or IOException)
        {
            logger.LogWarning(exception, "A link for a new password could not be sent");
        }
    }
}
