using System.Reflection;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Behaviors;
using HrPlatform.Application.Employees;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Application;

public static class DependencyInjection
{
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var assembly = Assembly.GetExecutingAssembly();
        services.AddValidatorsFromAssembly(assembly, ServiceLifetime.Singleton, includeInternalTypes: true);
        services.AddScoped<CallerContext>();
        services.AddScoped<EmployeeWriter>();
        services.AddScoped<IMediator>(provider => new Mediator(provider.GetRequiredService));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(UnitOfWorkBehavior<,>));
        foreach (var (contract, handler) in HandlersIn(assembly))
            services.AddScoped(contract, handler);
        return services;
    }

    private static IEnumerable<(Type Contract, Type Handler)> HandlersIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type is { IsAbstract: false, IsGenericTypeDefinition: false }
        from contract in type.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
        select (contract, type);
}
