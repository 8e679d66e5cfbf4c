using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>Tags with their texts; only those that the document uses.</summary>
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
        swaggerDoc.Servers = [new OpenApiServer { Url = "/", Description = "The server that serves this document" }];
    }
}
