using System.Reflection;
using System.Text.Json.Nodes;
using HrPlatform.Domain.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>Ids get their pattern and an example.</summary>
internal sealed class SchemaConventions : ISchemaFilter
{
    private const string ExampleSuffix = "01jdcw8v2rfh3tqcz9k5m7x0ae";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema concrete || PrefixOf(ContractResolver.Unwrap(context.Type)) is not { } prefix)
            return;
        concrete.Pattern = $"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$";
        concrete.Examples = [JsonValue.Create($"{prefix}_{ExampleSuffix}")];
    }

    private static string? PrefixOf(Type type) =>
        type.IsValueType && typeof(ITypedId).IsAssignableFrom(type)
            ? (string?)type.GetProperty("Prefix", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
            : null;
}
