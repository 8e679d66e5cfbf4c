using Asp.Versioning.ApiExplorer;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>One document per API version, at <c>/openapi/{version}.json</c>, and Swagger UI at <c>/docs</c>.</summary>
internal static class OpenApiSetup
{
    public static void AddOpenApiDocuments(this IServiceCollection services)
    {
        services.AddTransient<IConfigureOptions<SwaggerGenOptions>, ConfigureDocuments>();
        services.AddSwaggerGen();
    }

    public static void UseOpenApiDocuments(this WebApplication app)
    {
        app.UseSwagger(options => options.RouteTemplate = "openapi/{documentName}.json");
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.DocumentTitle = "HrPlatform API";
            foreach (
                var version in app.DescribeApiVersions()
                    .Select(description => description.GroupName)
                    .OrderDescending(StringComparer.Ordinal)
            )
            {
                options.SwaggerEndpoint($"/openapi/{version}.json", version);
            }
        });
    }

    private sealed class ConfigureDocuments(IApiVersionDescriptionProvider versions)
        : IConfigureOptions<SwaggerGenOptions>
    {
        public void Configure(SwaggerGenOptions options)
        {
            foreach (var version in versions.ApiVersionDescriptions)
            {
                options.SwaggerDoc(
                    version.GroupName,
                    new OpenApiInfo { Title = "HrPlatform API", Version = version.GroupName }
                );
            }
        }
    }
}
