using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>What holds for every operation: security, required scope, error answers, and the headers of retries and ETags.</summary>
internal sealed class OperationConventions : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var method = context.ApiDescription.HttpMethod;
        if (!metadata.OfType<IAllowAnonymous>().Any())
            DescribeSecurity(operation, context, [.. metadata.OfType<RequireScopeAttribute>().Select(a => a.Scope)]);
        DescribeRequest(operation);
        DescribeErrors(operation, context, method);
        if (HttpMethods.IsPost(method!))
            AddHeader(operation, "Idempotency-Key", IdempotencyKeyText, "create-ada-2026-11-23");
        if (operation.Responses!.ContainsKey("412"))
            AddHeader(operation, "If-Match", IfMatchText, "\"3\"");
        if (operation.Responses!.ContainsKey("304"))
            AddHeader(operation, "If-None-Match", IfNoneMatchText, "\"3\"");
        DescribeAnswerHeaders(operation);
    }

    private const string IfMatchText =
        "The `ETag` that was read: the change is made only if nobody changed the resource since; 412 otherwise.";

    private const string IfNoneMatchText = "An `ETag` that is known: the answer is an empty 304 while it is current.";

    private const string IdempotencyKeyText =
        "Makes the request safe to repeat: for 24 hours the same key and body get the stored answer, with `Idempotency-Replayed: true`. At most 255 visible ASCII characters.";

    private static void DescribeSecurity(
        OpenApiOperation operation,
        OperationFilterContext context,
        IReadOnlyList<string> scopes
    )
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(SecuritySchemes.ApiKey, context.Document)] = [],
            },
        ];
        if (scopes.Count == 0)
            return;
        operation.AddExtension(
            "x-required-scopes",
            new JsonNodeExtension(new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]))
        );
        var names = string.Join(" and ", scopes.Select(scope => $"`{scope}`"));
        operation.Description = $"{operation.Description}\n\nNeeds the scope {names}.".TrimStart();
    }

    private static void DescribeErrors(OpenApiOperation operation, OperationFilterContext context, string? method)
    {
        operation.Responses ??= [];
        var hasInput = operation.RequestBody is not null || operation.Parameters is { Count: > 0 };
        if (hasInput)
            AddProblem(
                operation,
                context,
                "400",
                "The request can't be read: malformed JSON, a wrong type, a wrong id."
            );
        if (operation.Security is { Count: > 0 })
        {
            AddProblem(operation, context, "401", "No valid API key was presented.");
            AddProblem(operation, context, "403", "The key lacks a scope.");
        }
        if (operation.RequestBody is not null)
        {
            AddProblem(operation, context, "422", "The request breaks a rule; `errors` names the fields.");
            AddProblem(operation, context, "413", "The body is too large.");
            AddProblem(operation, context, "415", "The content type is not supported.");
        }
        if (HttpMethods.IsPost(method!))
            AddProblem(operation, context, "409", "A conflict, or the idempotency key is still in use.");
        AddProblem(operation, context, "429", "Too many requests: wait for `Retry-After`.");
        AddProblem(operation, context, "500", "Something went wrong on our side; nothing was written.");
        foreach (var (status, response) in operation.Responses)
        {
            if (status.StartsWith('4') && response is OpenApiResponse { Content: null or { Count: 0 } } bare)
                bare.Content = ProblemContent(context);
        }
    }

    private static void AddProblem(
        OpenApiOperation operation,
        OperationFilterContext context,
        string status,
        string description
    )
    {
        if (operation.Responses!.ContainsKey(status))
            return;
        operation.Responses[status] = new OpenApiResponse
        {
            Description = description,
            Content = ProblemContent(context),
        };
    }

    private static Dictionary<string, IOpenApiMediaType> ProblemContent(OperationFilterContext context) =>
        new(StringComparer.Ordinal)
        {
            [ProblemWriter.ContentType] = new OpenApiMediaType
            {
                Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository),
            },
        };

    private static void AddHeader(OpenApiOperation operation, string name, string description, string example)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.Any(parameter => parameter.Name == name))
            return;
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
                Example = example,
            }
        );
    }

    /// <summary>What generators stumble over: optional bodies, media types that nobody sends, form fields in C# names.</summary>
    private static void DescribeRequest(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.In == ParameterLocation.Path && string.IsNullOrEmpty(parameter.Description))
                parameter.Description = "The id.";
        }
        if (operation.RequestBody is not OpenApiRequestBody body)
            return;
        body.Required = true;
        if (body.Content!.ContainsKey("application/json"))
        {
            body.Content.Remove("text/json");
            body.Content.Remove("application/*+json");
        }
        if (body.Content.TryGetValue("multipart/form-data", out var form) && form is OpenApiMediaType multipart)
            NameFormFields(multipart);
    }

    private static void NameFormFields(OpenApiMediaType form)
    {
        // The encoding only repeats the defaults.
        form.Encoding = null;
        if (form.Schema is not OpenApiSchema { Properties: { } properties } schema)
            return;
        schema.Properties = properties.ToDictionary(
            field => JsonNamingPolicy.CamelCase.ConvertName(field.Key),
            field => field.Value,
            StringComparer.Ordinal
        );
        schema.Required = schema
            .Required?.Select(JsonNamingPolicy.CamelCase.ConvertName)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static void DescribeAnswerHeaders(OpenApiOperation operation)
    {
        var versioned = operation.Responses!.ContainsKey("412") || operation.Responses.ContainsKey("304");
        foreach (var (status, response) in operation.Responses!)
        {
            if (response is not OpenApiResponse answer)
                continue;
            Add(answer, "X-Request-Id", "The id of this request: the one that was sent, or a new one.");
            if (versioned && status is ("200" or "201" or "304"))
                Add(answer, "ETag", "The version of the resource, for `If-Match` and `If-None-Match`.");
            if (status is "429")
                Add(answer, "Retry-After", "Seconds until the request can succeed.");
        }

        static void Add(OpenApiResponse response, string name, string description)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers.TryAdd(
                name,
                new OpenApiHeader
                {
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }
    }
}
