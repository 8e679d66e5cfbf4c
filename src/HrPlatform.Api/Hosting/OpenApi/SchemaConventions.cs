using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrPlatform.Application.Common;
using HrPlatform.Domain.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>
/// Ids get their pattern and an example, enums and decimals what generators need; required and nullable follow from the
/// contracts' own annotations, where a member of a merge patch is never required and marked with <c>x-merge-patch</c>:
/// left out it changes nothing; null clears where that says <c>set-or-clear</c>.
/// </summary>
internal sealed class SchemaConventions : ISchemaFilter
{
    private const string ExampleSuffix = "01jdcw8v2rfh3tqcz9k5m7x0ae";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema concrete)
            return;
        if (PrefixOf(ContractResolver.Unwrap(context.Type)) is { } prefix)
        {
            concrete.Pattern = $"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$";
            concrete.Examples = [JsonValue.Create($"{prefix}_{ExampleSuffix}")];
        }
        // Otherwise generators take an amount for a binary fraction.
        if (ContractResolver.Unwrap(context.Type) == typeof(decimal))
            concrete.Format = "decimal";
        if (context.Type.IsEnum && concrete.Enum is { Count: > 0 })
        {
            var names = Enum.GetNames(context.Type).Select(name => (JsonNode)name);
            concrete.AddExtension("x-enum-varnames", new JsonNodeExtension(new JsonArray([.. names])));
        }
        if (context.MemberInfo is null && context.ParameterInfo is null && concrete.Properties is { Count: > 0 })
            DescribeProperties(concrete, context.Type);
    }

    private static void DescribeProperties(OpenApiSchema schema, Type contract)
    {
        var nullability = new NullabilityInfoContext();
        schema.Required ??= new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in contract.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name =
                property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!schema.Properties!.TryGetValue(name, out var described))
                continue;

            var info = nullability.Create(property);
            var patch = IsOptional(property.PropertyType);
            var nullable = (patch ? info.GenericTypeArguments[0] : info).ReadState == NullabilityState.Nullable;
            if (described is OpenApiSchema inline)
                inline.Type = nullable ? inline.Type | JsonSchemaType.Null : inline.Type & ~JsonSchemaType.Null;
            var left = property.GetCustomAttribute<JsonIgnoreAttribute>() is not null;
            if (patch && !left && described is OpenApiSchema member)
                member.AddExtension("x-merge-patch", new JsonNodeExtension(nullable ? "set-or-clear" : "set"));
            if (patch || nullable || left || HasDefault(contract, property))
                schema.Required.Remove(name);
            else
                schema.Required.Add(name);
        }
    }

    /// <summary>Settable without `required` and by no parameter of the constructor: left out, it keeps its default.</summary>
    private static bool HasDefault(Type contract, PropertyInfo property) =>
        property.SetMethod is not null
        && property.GetCustomAttribute<RequiredMemberAttribute>() is null
        && !contract
            .GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter =>
                string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
                && !parameter.HasDefaultValue
            );

    private static bool IsOptional(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);

    private static string? PrefixOf(Type type) =>
        type.IsValueType && typeof(ITypedId).IsAssignableFrom(type)
            ? (string?)type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
            : null;
}
