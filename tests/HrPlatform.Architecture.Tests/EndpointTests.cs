using System.Reflection;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Architecture.Tests;

public sealed class EndpointTests
{
    private static IReadOnlyList<Type> Controllers { get; } =
    [.. Code.TypesOf(Code.Api).Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ControllerBase)))];

    private static IReadOnlyList<MethodInfo> Actions { get; } =
    [
        .. Controllers
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.IsDefined(typeof(HttpMethodAttribute))),
    ];

    [Fact]
    public void Every_operation_says_who_may_call_it()
    {
        Actions.Count.ShouldBeGreaterThan(20);
        Actions
            .Where(action => !Says(action) && !Says(action.DeclaringType!))
            .Select(action => $"{action.DeclaringType!.Name}.{action.Name}")
            .ShouldBeEmpty();

        static bool Says(MemberInfo member) =>
            member.GetCustomAttributes(inherit: true).Any(attribute => attribute is IAuthorizeData or IAllowAnonymous);
    }

    [Fact]
    public void Controllers_translate_and_hold_no_data_access()
    {
        Controllers.Count.ShouldBeGreaterThan(5);
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        Controllers
            .SelectMany(type => type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters()))
            .Concat(Actions.SelectMany(action => action.GetParameters()))
            .Where(parameter => IsDataAccess(parameter.ParameterType))
            .Select(parameter => $"{parameter.Member.DeclaringType!.Name}: {parameter.ParameterType.Name}")
            .Concat(
                Controllers
                    .SelectMany(type => type.GetFields(All))
                    .Where(field => IsDataAccess(field.FieldType))
                    .Select(field => $"{field.DeclaringType!.Name}: {field.FieldType.Name}")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_operation_takes_a_cancellation_token_when_it_waits()
    {
        Actions.Count.ShouldBeGreaterThan(20);
        Actions
            .Where(action => action.ReturnType.IsAssignableTo(typeof(Task)))
            .Where(action =>
                action.GetParameters().All(parameter => parameter.ParameterType != typeof(CancellationToken))
            )
            .Select(action => $"{action.DeclaringType!.Name}.{action.Name}")
            .ShouldBeEmpty();
    }

    private static bool IsDataAccess(Type type) =>
        type.IsAssignableTo(typeof(DbContext))
        || type.IsAssignableTo(typeof(ILeasedSql))
        || type.IsAssignableTo(typeof(Application.Common.IHrDbContext))
        || type.IsAssignableTo(typeof(Application.Tenants.IPlatformDbContext))
        || type.Namespace?.StartsWith("Npgsql", StringComparison.Ordinal) == true;
}
