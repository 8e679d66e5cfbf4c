using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

// Obsolete in the model, but the one that XML comments are read into.
#pragma warning disable CS0618

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>
/// Examples that work as they stand when somebody tries an operation out in the browser: a body holds what is required and
/// what has an example of its own, and nothing is filled into optional parameters, where all filters at once find nothing
/// and a tag that is out of date is refused.
/// </summary>
internal static class Examples
{
    private const int MaxDepth = 4;

    public static void Describe(OpenApiOperation operation, OpenApiDocument document)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (!parameter.Required)
                MoveToText(parameter);
        }
        foreach (var content in (operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>()))
        {
            if (
                content.Value is OpenApiMediaType { Example: null, Schema: { } schema } body
                && content.Key.EndsWith("json", StringComparison.Ordinal)
            )
                body.Example = Of(schema, document, depth: 0);
            else if (content is { Key: "multipart/form-data", Value.Schema: OpenApiSchema form })
                DescribeForm(form);
        }
    }

    private static void MoveToText(OpenApiParameter parameter)
    {
        var schema = parameter.Schema as OpenApiSchema;
        parameter.Description += TextOf(parameter.Example ?? schema?.Example);
        parameter.Example = null;
        if (schema is null)
            return;
        schema.Example = null;
        // Version 3.0 is written with the first of these where the single one is missing.
        schema.Examples = null;
    }

    private static void DescribeForm(OpenApiSchema form)
    {
        foreach (var (name, property) in form.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (form.Required?.Contains(name) == true || property is not OpenApiSchema field)
                continue;
            field.Description += TextOf(field.Example);
            field.Example = null;
        }
    }

    private static string TextOf(JsonNode? example)
    {
        var value = example is JsonArray { Count: > 0 } list ? list[0] : example;
        return value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? $" Example: `{value}`" : "";
    }

    private static JsonNode? Of(IOpenApiSchema schema, OpenApiDocument document, int depth)
    {
        if (OwnOf(schema) is { } own)
            return own.DeepClone();
        var target = Resolve(schema, document);
        if (OwnOf(target) is { } named)
            return named.DeepClone();
        if (target.Enum is { Count: > 0 } values)
            return values[0].DeepClone();
        if (depth > MaxDepth)
            return null;
        if (target.Items is { } items)
            return Of(items, document, depth + 1) is { } item ? new JsonArray(item) : new JsonArray();
        if (target.Properties is not { Count: > 0 } properties)
            return null;
        var example = new JsonObject();
        foreach (var (name, property) in properties)
        {
            var required = target.Required?.Contains(name) == true;
            if (
                (required || (OwnOf(property) is not null && !IsId(property)))
                && Of(property, document, depth + 1) is { } value
            )
                example[name] = value;
        }
        return example;
    }

    private static JsonNode? OwnOf(IOpenApiSchema schema) =>
        schema is OpenApiSchemaReference ? null : schema.Example ?? schema.Examples?.FirstOrDefault();

    /// <summary>An id's example has the right form, but nobody bears it.</summary>
    private static bool IsId(IOpenApiSchema schema) =>
        schema.Pattern is { } pattern && pattern.EndsWith("{25}$", StringComparison.Ordinal);

    private static IOpenApiSchema Resolve(IOpenApiSchema schema, OpenApiDocument document) =>
        schema switch
        {
            OpenApiSchemaReference { Reference.Id: { } id } => Resolve(document.Components!.Schemas![id], document),
            { AllOf: [var only] } => Resolve(only, document),
            _ => schema,
        };
}
