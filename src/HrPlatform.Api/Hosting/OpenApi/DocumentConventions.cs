using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>
/// Tags with their texts, only those that the document uses; and answers that stay open: a field that is added later must
/// not break a client that checks answers against this document.
/// </summary>
internal sealed class DocumentConventions : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var used = swaggerDoc
            .Paths.Values.SelectMany(path => path.Operations ?? [])
            .Select(operation => operation.Value)
            .SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Name)
            .ToHashSet(StringComparer.Ordinal);
        swaggerDoc.Tags = DocumentTexts
            .Tags.Where(tag => used.Contains(tag.Key))
            .Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value })
            .ToHashSet();
        OpenAnswers(swaggerDoc);
        foreach (
            var operation in swaggerDoc
                .Paths.Values.SelectMany(path => path.Operations ?? [])
                .Select(pair => pair.Value)
        )
            Examples.Describe(operation, swaggerDoc);
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "The server that serves this document" }];
    }

    private static void OpenAnswers(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas;
        if (schemas is null)
            return;
        var sent = new HashSet<string>(StringComparer.Ordinal);
        var bodies = document
            .Paths.Values.SelectMany(path => path.Operations ?? [])
            .SelectMany(operation =>
                operation.Value.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>()
            )
            .Select(content => content.Value.Schema);
        foreach (var body in bodies)
            Collect(body);
        foreach (var (name, schema) in schemas)
        {
            if (schema is OpenApiSchema answer && !sent.Contains(name))
                answer.AdditionalPropertiesAllowed = true;
        }

        void Collect(IOpenApiSchema? schema)
        {
            switch (schema)
            {
                case OpenApiSchemaReference { Reference.Id: { } id }:
                    if (sent.Add(id) && schemas.TryGetValue(id, out var target))
                        Collect(target);
                    break;
                case OpenApiSchema inline:
                    Collect(inline.Items);
                    Collect(inline.AdditionalProperties);
                    foreach (var part in (inline.AllOf ?? []).Concat(inline.Properties?.Values ?? []))
                        Collect(part);
                    break;
            }
        }
    }
}
