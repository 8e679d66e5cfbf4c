using System.Text;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Isolation;

/// <summary>An operation as the served documents describe it.</summary>
/// <param name="PathParameters">Name and, for ids, the prefix.</param>
/// <param name="QueryParameters">Name and, for ids, the prefix.</param>
public sealed record Operation(
    HttpMethod Method,
    string Path,
    IReadOnlyList<(string Name, string? Prefix)> PathParameters,
    IReadOnlyList<(string Name, string? Prefix)> QueryParameters,
    JsonObject? Body,
    bool TakesFile
)
{
    // Where the fields depend on each other, so that the required ones alone are not enough.
    private static readonly Dictionary<string, string> _bodies = new(StringComparer.Ordinal)
    {
        ["/v2/employees/{id}/history"] = """{"kind": "termination", "effectiveDate": "2040-01-01"}""",
    };

    public string Name => $"{Method} {Path}";

    public bool IsGet => Method == HttpMethod.Get;

    public bool TakesIds => PathParameters.Any(parameter => parameter.Prefix is not null);

    public bool HasCursor => QueryParameters.Any(parameter => parameter.Name == "cursor");

    /// <summary>All operations of both versions.</summary>
    public static async Task<IReadOnlyList<Operation>> AllAsync(HttpClient client)
    {
        var operations = new List<Operation>();
        foreach (var version in new[] { "v1", "v2" })
        {
            var document = JsonNode.Parse(
                await client.GetStringAsync($"/openapi/{version}.json", TestContext.Current.CancellationToken)
            )!;
            foreach (var (path, methods) in document["paths"]!.AsObject())
            {
                foreach (var (method, operation) in methods!.AsObject())
                    operations.Add(Of(document, path, method, operation!));
            }
        }
        operations.Count.ShouldBeGreaterThan(80);
        return operations;
    }

    /// <summary>
    /// The path with ids of the target in it. Where it takes several, also with only the last one the target's: what
    /// hangs below one's own employee must be one's own too.
    /// </summary>
    public IEnumerable<string> PathsTo(Company target, Company own)
    {
        var last = PathParameters[^1];
        target.Ids[last.Prefix!].ShouldNotBeEmpty($"{Name}: the company has nothing of this kind");
        foreach (var id in target.Ids[last.Prefix!])
        {
            yield return Fill(parameter => parameter == last ? id : target.Id(parameter.Prefix!));
            if (PathParameters.Count > 1)
                yield return Fill(parameter => parameter == last ? id : own.Id(parameter.Prefix!));
        }
    }

    /// <summary>The path with the company's first ids in it.</summary>
    public string PathOf(Company company) =>
        Fill(parameter => parameter.Prefix is { } prefix ? company.Id(prefix) : "hr_analyst");

    /// <summary>A request with the body that the document gives as an example.</summary>
    public HttpRequestMessage Request(string path)
    {
        var request = new HttpRequestMessage(Method, path);
        if (TakesFile)
        {
            request.Content = new MultipartFormDataContent
            {
                { new ByteArrayContent("# Other\n\nOther text.\n"u8.ToArray()), "file", "other.md" },
            };
        }
        else if (Body is not null)
        {
            request.Content = new StringContent(Body.ToJsonString(), Encoding.UTF8, "application/json");
        }
        return request;
    }

    private string Fill(Func<(string Name, string? Prefix), string> value) =>
        PathParameters.Aggregate(Path, (path, parameter) => path.Replace($"{{{parameter.Name}}}", value(parameter)));

    private static Operation Of(JsonNode document, string path, string method, JsonNode operation)
    {
        var parameters = (operation["parameters"]?.AsArray() ?? [])
            .Select(parameter =>
                (
                    In: (string)parameter!["in"]!,
                    Name: (string)parameter["name"]!,
                    Prefix: PrefixOf(Resolve(document, parameter["schema"]!))
                )
            )
            .ToList();
        var content = operation["requestBody"]?["content"]?.AsObject();
        return new Operation(
            HttpMethod.Parse(method),
            path,
            [.. parameters.Where(p => p.In == "path").Select(p => (p.Name, p.Prefix))],
            [.. parameters.Where(p => p.In == "query").Select(p => (p.Name, p.Prefix))],
            _bodies.TryGetValue(path, out var known) && content is not null ? JsonNode.Parse(known)!.AsObject()
                : content?["application/json"]?["schema"] is { } schema
                    ? ExampleOf(document, schema, isBody: true) as JsonObject
                : null,
            content?.ContainsKey("multipart/form-data") == true
        );
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema)
    {
        if (schema["allOf"]?.AsArray() is [{ } only])
            schema = only;
        return (string?)schema["$ref"] is { } reference
            ? document["components"]!["schemas"]![reference.Split('/')[^1]]!
            : schema;
    }

    private static string? PrefixOf(JsonNode schema) =>
        (string?)schema["pattern"] is ['^', .. var pattern] && pattern.Length > 4 && pattern[3] == '_'
            ? pattern[..3]
            : null;

    // Of a body what is required, or the first field when nothing is: that much must be right for the operation to
    // get as far as looking for what it is about.
    private static JsonNode? ExampleOf(JsonNode document, JsonNode schema, bool isBody = false)
    {
        if (schema["example"] is { } example)
            return example.DeepClone();
        schema = Resolve(document, schema);
        if (schema["example"] is { } shared)
            return shared.DeepClone();
        if (schema["enum"] is { } values)
            return values[0]!.DeepClone();
        if ((string?)schema["type"] == "array")
            return new JsonArray(ExampleOf(document, schema["items"]!));
        if (schema["properties"] is not JsonObject properties)
            return (string?)schema["type"] == "string" ? "Other" : null;
        var required = schema["required"]?.AsArray().Select(name => (string)name!).ToList();
        var body = new JsonObject();
        foreach (var (name, property) in properties)
        {
            if (required?.Contains(name) ?? !isBody || body.Count == 0)
                body[name] = ExampleOf(document, property!);
        }
        return body;
    }
}
