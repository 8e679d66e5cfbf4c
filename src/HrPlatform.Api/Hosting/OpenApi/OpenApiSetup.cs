using System.Text.Json;
using Asp.Versioning.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;
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
        services.AddTransient<ISerializerDataContractResolver, ContractResolver>();
        services.AddSwaggerGen();
    }

    public static void UseOpenApiDocuments(this WebApplication app) =>
        // Both middlewares match every path against patterns: the others shall not pay for that.
        app.UseWhen(
            context =>
                context.Request.Path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
                || context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase),
            branch =>
            {
                branch.UseSwagger(options => options.RouteTemplate = "openapi/{documentName}.json");
                branch.UseSwaggerUI(options =>
                {
                    options.RoutePrefix = "docs";
                    options.DocumentTitle = "HrPlatform API";
                    options.EnablePersistAuthorization();
                    options.DisplayRequestDuration();
                    // Listed by hand: the endpoints are mapped after this middleware, and the newest version comes first.
                    options.SwaggerEndpoint("/openapi/v2.json", "HrPlatform API v2");
                    options.SwaggerEndpoint("/openapi/v1.json", "HrPlatform API v1");
                });
            }
        );

    private sealed class ConfigureDocuments(IApiVersionDescriptionProvider versions)
        : IConfigureOptions<SwaggerGenOptions>
    {
        public void Configure(SwaggerGenOptions options)
        {
            foreach (var version in versions.ApiVersionDescriptions)
                options.SwaggerDoc(version.GroupName, DocumentTexts.Info(version.GroupName));

            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "HrPlatform.*.xml"))
                options.IncludeXmlComments(file, includeControllerXmlComments: true);

            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.UseAllOfToExtendReferenceSchemas();
            options.CustomSchemaIds(SchemaNames.Of);
            options.CustomOperationIds(description =>
                description.ActionDescriptor is ControllerActionDescriptor action
                    ? JsonNamingPolicy.CamelCase.ConvertName(action.ActionName)
                    : null
            );
            options.AddSecurityDefinition(SecuritySchemes.ApiKey, SecuritySchemes.ApiKeyScheme);
            options.OperationFilter<OperationConventions>();
            options.SchemaFilter<SchemaConventions>();
            options.DocumentFilter<DocumentConventions>();
            // Declared last: its order decides how the document reads.
            options.OrderActionsBy(description =>
                $"{description.RelativePath?.Replace("{", "~", StringComparison.Ordinal)} {MethodOrder(description.HttpMethod)}"
            );
        }

        private static int MethodOrder(string? method) =>
            Array.IndexOf(["GET", "POST", "PUT", "PATCH", "DELETE"], method);
    }
}

/// <summary>Names of schemas: the contract's name, and for a generic one its arguments in front (EmployeePage).</summary>
internal static class SchemaNames
{
    public static string Of(Type type)
    {
        if (!type.IsGenericType)
            return type.Name;
        var arguments = string.Concat(type.GetGenericArguments().Select(Of));
        return arguments + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
    }
}

internal static class SecuritySchemes
{
    public const string ApiKey = "apiKey";

    public static OpenApiSecurityScheme ApiKeyScheme { get; } =
        new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "hr_live_… or hr_test_…",
            Description =
                "An API key of the tenant: `Authorization: Bearer hr_live_…`. A key that starts with `hr_test_` works on the tenant's sandbox.",
        };
}
