using System.Reflection;
using MediatR;

namespace HrPlatform.Application.Common.Behaviors;

/// <summary>
/// Refuses a request whose caller lacks a scope, whoever sends it: a controller, an agent's tool or a job. A request
/// that names neither scopes nor a reason for having none is refused too.
/// </summary>
internal sealed class AuthorizationBehavior<TRequest, TResponse>(CallerContext context)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    // One reflection per closed generic type, which is one per request type.
    private static readonly IReadOnlyList<string>? _scopes =
        typeof(TRequest).GetCustomAttribute<RequiresScopeAttribute>()?.Scopes
        ?? (typeof(TRequest).IsDefined(typeof(NoScopeNeededAttribute)) ? [] : null);

    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        if (_scopes is null)
            throw new InvalidOperationException($"{typeof(TRequest).Name} doesn't say which scopes it needs.");
        foreach (var scope in _scopes)
            context.Caller.Require(scope);
        ReachGuard<TRequest>.Check(context.CallerOrNull);
        return next();
    }
}
