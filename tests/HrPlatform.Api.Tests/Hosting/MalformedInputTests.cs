using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Hosting;

/// <summary>
/// Sends what no caller should to every operation of the served documents: each is answered with problem details, none
/// with a 5xx. New operations are covered as soon as they are documented.
/// </summary>
public sealed class MalformedInputTests(ApiFixture api)
{
    private static readonly string[] _badParameters =
    [
        "",
        "%00",
        "%FF%FE",
        "'%3B%20DROP%20TABLE%20employees%3B%20--",
        "99999999999999999999999999",
        "-1",
        "NaN",
        "emp_0",
        "..%2F..%2Fetc%2Fpasswd",
        "%F0%9F%98%80",
        new string('a', 3000),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task No_malformed_request_is_answered_with_a_server_error(string version)
    {
        var tenant = await api.CreateTenantAsync();
        var document = JsonNode.Parse(await tenant.Client.GetStringAsync($"/openapi/{version}.json", Cancel))!;
        var operations = Operations(document).ToList();
        operations.Count.ShouldBeGreaterThan(3);

        var failures = new List<string>();
        var sent = 0;
        foreach (var operation in operations)
        {
            foreach (var attempt in Attempts(document, operation))
            {
                sent++;
                using var request = attempt.Build();
                using var response = await tenant.Client.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    Cancel
                );
                if (await WhatIsWrongAsync(response, attempt) is { } wrong)
                    failures.Add($"{attempt.Name}: {wrong}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sent} requests to {operations.Count} operations of {version}"
        );
        failures.ShouldBeEmpty();
    }

    private static async Task<string?> WhatIsWrongAsync(HttpResponseMessage response, Attempt attempt)
    {
        var status = (int)response.StatusCode;
        if (status >= 500)
            return $"{status} {await response.Content.ReadAsStringAsync(Cancel)}";
        if (status < 400)
            return attempt.MustFail ? $"{status} although the request is malformed" : null;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{status} without problem details but {response.Content.Headers.ContentType}";
        var body = await response.Content.ReadAsStringAsync(Cancel);
        var problem = JsonNode.Parse(body)!;
        if (problem["code"] is null || problem["requestId"] is null || (int)problem["status"]! != status)
            return $"{status} with an incomplete problem: {body}";
        if (
            attempt.Field is { } field
            && status is 400 or 422
            && !body.Contains(field, StringComparison.OrdinalIgnoreCase)
        )
            return $"{status} does not name '{field}': {body}";
        return body.Contains("   at ", StringComparison.Ordinal) || body.Contains("System.", StringComparison.Ordinal)
            ? $"{status} speaks of the inside: {body}"
            : null;
    }

    private static IEnumerable<Operation> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where method.Key is "get" or "post" or "put" or "patch" or "delete"
        select new Operation(path.Key, new HttpMethod(method.Key.ToUpperInvariant()), method.Value!.AsObject());

    private static IEnumerable<Attempt> Attempts(JsonNode document, Operation operation)
    {
        var parameters = operation.Node["parameters"]?.AsArray().Select(node => node!.AsObject()).ToList() ?? [];
        foreach (var parameter in parameters)
        {
            foreach (var bad in _badParameters)
            {
                var name = (string)parameter["name"]!;
                switch ((string)parameter["in"]!)
                {
                    // Kestrel itself refuses an empty segment as another path, and NUL in a path, before the API sees them.
                    case "path" when bad is not ("" or "%00"):
                        yield return new Attempt(operation, $"{{{name}}}={Short(bad)}", Path(operation, (name, bad)));
                        break;
                    case "query":
                        var query = $"{Path(operation)}?{Uri.EscapeDataString(name)}={bad}";
                        yield return new Attempt(operation, $"{name}={Short(bad)}", query);
                        break;
                }
            }
        }

        var content = operation.Node["requestBody"]?["content"]?.AsObject();
        var json = content?.FirstOrDefault(type => type.Key.Contains("json", StringComparison.Ordinal));
        if (json is { Value: not null } body)
        {
            foreach (var attempt in BodyAttempts(document, operation, body.Key, body.Value))
                yield return attempt;
        }
        else if (content is not null)
        {
            yield return new Attempt(operation, "no multipart body", Path(operation))
            {
                Content = () => Bytes("not multipart"u8.ToArray(), "multipart/form-data; boundary=x"),
                MustFail = true,
            };
            yield return new Attempt(operation, "multipart without boundary", Path(operation))
            {
                Content = () => Bytes("--x\r\n"u8.ToArray(), "multipart/form-data"),
                MustFail = true,
            };
        }
    }

    private static IEnumerable<Attempt> BodyAttempts(
        JsonNode document,
        Operation operation,
        string mediaType,
        JsonNode content
    )
    {
        var path = Path(operation);
        (string Name, byte[] Bytes)[] broken =
        [
            ("empty body", []),
            ("null", "null"u8.ToArray()),
            ("a number", "42"u8.ToArray()),
            ("a string", "\"x\""u8.ToArray()),
            ("cut off", "{\"a\":"u8.ToArray()),
            ("a trailing comma", "{\"a\":1,}"u8.ToArray()),
            ("invalid UTF-8", [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]),
            ("UTF-16", Encoding.Unicode.GetBytes("{\"a\":1}")),
            ("NUL", "{\"a\":\0}"u8.ToArray()),
            ("deep nesting", Encoding.ASCII.GetBytes(new string('[', 5000))),
            ("an unknown field", "{\"thereIsNoSuchField\":1}"u8.ToArray()),
        ];
        foreach (var (name, bytes) in broken)
        {
            yield return new Attempt(operation, name, path)
            {
                Content = () => Bytes(bytes, mediaType),
                MustFail = true,
            };
        }
        yield return new Attempt(operation, "another media type", path)
        {
            Content = () => Bytes("{}"u8.ToArray(), "text/csv"),
            MustFail = true,
        };

        var properties = Resolve(document, content["schema"])?["properties"]?.AsObject();
        foreach (var property in properties ?? [])
        {
            var type = (string?)Resolve(document, property.Value)?["type"];
            JsonNode?[] wrong =
            [
                type == "string" ? 42 : "x",
                type == "object" ? new JsonArray() : new JsonObject { ["x"] = 1 },
                type == "boolean" ? 7 : true,
            ];
            foreach (var value in wrong)
            {
                var body = new JsonObject { [property.Key] = value?.DeepClone() };
                yield return new Attempt(operation, body.ToJsonString(), path)
                {
                    Content = () => Bytes(Encoding.UTF8.GetBytes(body.ToJsonString()), mediaType),
                    Field = property.Key,
                };
            }
            var huge = new JsonObject { [property.Key] = new string('x', 200_000) };
            yield return new Attempt(operation, $"{property.Key} of 200,000 characters", path)
            {
                Content = () => Bytes(Encoding.UTF8.GetBytes(huge.ToJsonString()), mediaType),
            };
        }
    }

    private static JsonNode? Resolve(JsonNode document, JsonNode? schema)
    {
        if (schema?["allOf"]?.AsArray() is [{ } only])
            schema = only;
        return (string?)schema?["$ref"] is { } reference
            ? document["components"]!["schemas"]![reference.Split('/')[^1]]
            : schema;
    }

    /// <summary>The path with an id of the right form that does not exist, or the given value.</summary>
    private static string Path(Operation operation, (string Name, string Value)? bad = null)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Node["parameters"]?.AsArray() ?? [])
        {
            if ((string)parameter!["in"]! != "path")
                continue;
            var name = (string)parameter["name"]!;
            var value = bad?.Name == name ? bad.Value.Value : (string?)parameter["schema"]?["example"] ?? "x";
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        return path;
    }

    private static ByteArrayContent Bytes(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;

    private sealed record Operation(string Path, HttpMethod Method, JsonObject Node);

    private sealed record Attempt(Operation Operation, string What, string Url)
    {
        public Func<HttpContent>? Content { get; init; }

        /// <summary>Whether the request is wrong for every operation, so that no success is right.</summary>
        public bool MustFail { get; init; }

        /// <summary>What a refusal must name.</summary>
        public string? Field { get; init; }

        public string Name => $"{Operation.Method} {Operation.Path} with {What}";

        public HttpRequestMessage Build() => new(Operation.Method, Url) { Content = Content?.Invoke() };
    }
}
