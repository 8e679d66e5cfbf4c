using System.Reflection;
using System.Text.Json;
using Refit;

namespace HrPlatform.Sdk.Tests.Conventions;

/// <summary>What holds for every operation and every method of the client, those included that come later.</summary>
public sealed class ClientConventionTests
{
    public static TheoryData<string> Versions => ["v1", "v2"];

    private static IReadOnlyList<Type> ResourceClients { get; } =
    [
        .. typeof(HrPlatformClient)
            .GetProperties()
            .Select(property => property.PropertyType)
            .Where(type => type.Name.EndsWith("Client", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_operation_of_the_document_has_its_method(string version)
    {
        var operations = Operations(version).Order(StringComparer.Ordinal).ToList();
        var methods = Interfaces(version)
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<HttpMethodAttribute>()!)
            .Select(route => $"{route.Method.Method} {route.Path}")
            .Order(StringComparer.Ordinal)
            .ToList();

        operations.ShouldNotBeEmpty();
        methods.ShouldBe(operations);
    }

    [Fact]
    public void Every_asynchronous_method_ends_with_an_optional_cancellation_token()
    {
        var methods = ResourceClients
            .Append(typeof(JobHandle))
            .Concat(Interfaces("v1"))
            .Concat(Interfaces("v2"))
            .SelectMany(type =>
                type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            )
            .Where(IsAsynchronous)
            .ToList();

        methods.Count.ShouldBeGreaterThan(20);
        methods
            .Where(method =>
                method.GetParameters() is not [.., { HasDefaultValue: true } last]
                || last.ParameterType != typeof(CancellationToken)
            )
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_method_of_a_resource_can_be_replaced_in_tests()
    {
        ResourceClients.ShouldNotBeEmpty();
        foreach (var client in ResourceClients)
        {
            client
                .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => !method.IsVirtual)
                .ShouldBeEmpty(client.Name);
            client
                .GetConstructor(BindingFlags.NonPublic | BindingFlags.Instance, Type.EmptyTypes)
                .ShouldNotBeNull(client.Name);
            typeof(HrPlatformClient)
                .GetProperties()
                .Single(property => property.PropertyType == client)
                .GetMethod!.IsVirtual.ShouldBeTrue(client.Name);
        }
    }

    [Fact]
    public void Every_list_by_cursor_is_read_page_by_page()
    {
        var lists = Interfaces("v2")
            .SelectMany(type => type.GetMethods())
            .Where(method => method.Name.StartsWith("List", StringComparison.Ordinal))
            .ToList();
        lists.ShouldNotBeEmpty();
        foreach (var list in lists)
        {
            var answer = list.ReturnType.GetGenericArguments()[0];
            answer
                .GetInterfaces()
                .Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IHrPage<>))
                .ShouldBeTrue($"{list.Name} answers {answer.Name}, which is no page");
        }
        ResourceClients
            .SelectMany(type => type.GetMethods())
            .Where(method => method.Name.StartsWith("List", StringComparison.Ordinal))
            .Where(method =>
                !method.ReturnType.IsGenericType
                || method.ReturnType.GetGenericTypeDefinition() != typeof(IAsyncEnumerable<>)
            )
            .Select(method => method.Name)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_client_needs_nothing_of_the_server()
    {
        typeof(HrPlatformClient)
            .Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name.StartsWith("HrPlatform", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static bool IsAsynchronous(MethodInfo method) =>
        typeof(Task).IsAssignableFrom(method.ReturnType)
        || (
            method.ReturnType.IsGenericType
            && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
        );

    private static IEnumerable<Type> Interfaces(string version) =>
        HrPlatformClient.GeneratedInterfaces.Where(type =>
            type.Namespace!.EndsWith(version.ToUpperInvariant(), StringComparison.Ordinal)
        );

    private static IEnumerable<string> Operations(string version)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi", $"{version}.json"))
        );
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
                yield return $"{operation.Name.ToUpperInvariant()} {path.Name}";
        }
    }
}
