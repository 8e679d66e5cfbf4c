using MediatR;

namespace HrPlatform.Application.Common.Behaviors;

/// <summary>Gives a command a transaction of its own unless one is already open around it.</summary>
internal sealed class UnitOfWorkBehavior<TRequest, TResponse>(
    Lazy<IUnitOfWork> tenant,
    Lazy<IPlatformUnitOfWork> platform
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var unitOfWork = request switch
        {
            ICommand<TResponse> => tenant.Value,
            IPlatformCommand<TResponse> => platform.Value,
            _ => null,
        };
        if (unitOfWork is null || unitOfWork.IsActive)
            return await next();

        await unitOfWork.BeginAsync(cancellationToken);
        try
        {
            var response = await next();
            await unitOfWork.CommitAsync(cancellationToken);
            return response;
        }
        catch
        {
            await unitOfWork.RollbackAsync(CancellationToken.None);
            throw;
        }
    }
}
