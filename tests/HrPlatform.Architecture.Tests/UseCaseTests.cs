using System.Reflection;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Common;
using MediatR;

namespace HrPlatform.Architecture.Tests;

public sealed class UseCaseTests
{
    private static IReadOnlyList<Type> Requests { get; } =
    [
        .. Code.TypesOf(Code.All)
            .Where(type =>
                type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IBaseRequest))
            ),
    ];

    private static IReadOnlyList<Type> Handlers { get; } =
    [
        .. Code.TypesOf(Code.All)
            .Where(type => type is { IsAbstract: false, IsInterface: false, IsGenericTypeDefinition: false })
            .Where(type => Implements(type, typeof(IRequestHandler<,>))),
    ];

    [Fact]
    public void Every_request_names_its_scopes_or_says_why_it_needs_none()
    {
        Requests.Count.ShouldBeGreaterThan(20);
        Requests
            .Where(type =>
                type.IsDefined(typeof(RequiresScopeAttribute)) == type.IsDefined(typeof(NoScopeNeededAttribute))
            )
            .Select(type => type.Name)
            .ShouldBeEmpty();
        Requests
            .Select(type => type.GetCustomAttribute<NoScopeNeededAttribute>())
            .Where(attribute => attribute is not null && attribute.Reason.Length < 10)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_is_a_query_or_a_command()
    {
        Requests.Count.ShouldBeGreaterThan(20);
        Requests
            .Where(type =>
                !Implements(type, typeof(IQuery<>))
                && !Implements(type, typeof(ICommand<>))
                && !Implements(type, typeof(IPlatformCommand<>))
                // A model may think for long, and no transaction stays open meanwhile; what it stores is a command.
                && type != typeof(Application.Conversations.SendMessage)
            )
            .Select(type => type.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_command_with_input_has_a_validator_or_says_why_not()
    {
        var validated = Code.TypesOf(Code.Application)
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IValidator)))
            .Select(RequestOf)
            .ToHashSet();
        validated.Count.ShouldBeGreaterThan(5);
        var commands = Requests
            .Where(type => Implements(type, typeof(ICommand<>)) || Implements(type, typeof(IPlatformCommand<>)))
            .ToList();
        commands.Count.ShouldBeGreaterThan(10);

        commands
            .Where(HasInput)
            .Where(type => !validated.Contains(type) && !type.IsDefined(typeof(ValidatedElsewhereAttribute)))
            .Select(type => type.Name)
            .ShouldBeEmpty();
        // A reason that is no longer needed misleads.
        commands
            .Where(type => validated.Contains(type) && type.IsDefined(typeof(ValidatedElsewhereAttribute)))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_has_one_handler_and_handlers_are_internal_and_sealed()
    {
        Handlers.Count.ShouldBeGreaterThan(20);
        Handlers.Where(type => type.IsVisible || !type.IsSealed).Select(type => type.Name).ShouldBeEmpty();
        var handled = Handlers
            .SelectMany(type => type.GetInterfaces())
            .Where(contract =>
                contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
            )
            .Select(contract => contract.GetGenericArguments()[0])
            .ToList();
        handled.ShouldBeUnique();
        Requests.Except(handled).Select(type => type.Name).ShouldBeEmpty();
    }

    // Ids, versions, flags and enums can't be wrong by themselves once they have their type.
    private static bool HasInput(Type command) =>
        command
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod!.GetParameters().Length == 0)
            .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
            .Any(type =>
                !type.IsAssignableTo(typeof(ITypedId))
                && type != typeof(VersionMatch)
                && type != typeof(bool)
                && type != typeof(Type)
                && !type.IsEnum
            );

    private static Type RequestOf(Type validator)
    {
        for (var type = validator; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
                return type.GetGenericArguments()[0];
        }
        return validator;
    }

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == contract);
}
