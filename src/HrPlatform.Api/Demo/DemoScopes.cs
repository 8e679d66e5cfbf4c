using HrPlatform.Application.Common;
using MediatR;

namespace HrPlatform.Api.Demo;

internal static class DemoScopes
{
    /// <summary>Sends one request as <paramref name="caller"/>, in a scope of its own.</summary>
    public static async Task<TResult> SendAsync<TResult>(
        this IServiceScopeFactory scopes,
        Caller caller,
        IRequest<TResult> request,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Enter(caller);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
