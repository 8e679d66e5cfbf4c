using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Demo;

/// <summary>What a newcomer does on the page of the documentation: "Try it out", "Execute", on the demo company.</summary>
public sealed class DocumentedExamplesTests
{
    private static readonly string[] _methods = ["get", "put", "patch", "post", "delete"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_documented_example_works_on_the_demo_company()
    {
        await using var database = await TestDatabase.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("hr-demo-");
        try
        {
            var keyFile = Path.Combine(folder.FullName, "key");
            await using var api = await ApiProcess.StartAsync(
                database,
                Path.Combine(folder.FullName, "files"),
                ("HR_DEMO", "1"),
                ("HR_DEMO_KEY_FILE", keyFile)
            );
            using var client = new HttpClient { BaseAddress = api.BaseAddress };
            await Eventually.GetAsync(
                async () => (await client.GetAsync("/health/ready", Cancelled)).IsSuccessStatusCode,
                ready => ready,
                seconds: 180
            );
            client.DefaultRequestHeaders.Authorization = new(
                "Bearer",
                (await File.ReadAllTextAsync(keyFile, Cancelled)).Trim()
            );

            var failures = new List<string>();
            var operations = await ReadOperationsAsync(client);
            foreach (var operation in operations)
            {
                using var request = operation.ToRequest();
                using var response = await client.SendAsync(request, Cancelled);
                if (!response.IsSuccessStatusCode)
                    failures.Add(
                        $"{(int)response.StatusCode} {request.Method} {request.RequestUri} {await response.Content.ReadAsStringAsync(Cancelled)}"
                    );
            }

            failures.ShouldBeEmpty();
            operations.Count.ShouldBeGreaterThan(80);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Those that read first, those that delete last and from the leaves up. Tenants are managed with a key that belongs to
    /// no tenant, so not with this one.
    /// </summary>
    private static async Task<List<Operation>> ReadOperationsAsync(HttpClient client)
    {
        var operations = new List<Operation>();
        foreach (var version in new[] { "v1", "v2" })
        {
            var document = JsonNode.Parse(await client.GetStringAsync($"/openapi/{version}.json", Cancelled))!;
            operations.AddRange(
                from path in document["paths"]!.AsObject()
                from operation in path.Value!.AsObject()
                where _methods.Contains(operation.Key) && !path.Key.StartsWith("/v2/tenants", StringComparison.Ordinal)
                select new Operation(path.Key, operation.Key, operation.Value!)
            );
        }
        return
        [
            .. operations
                .OrderBy(operation => Array.IndexOf(_methods, operation.Method))
                .ThenByDescending(operation => operation.Path.Count(c => c == '/')),
        ];
    }

    private sealed record Operation(string Path, string Method, JsonNode Text)
    {
        public HttpRequestMessage ToRequest()
        {
            var path = Path;
            var query = new List<string>();
            foreach (var parameter in Text["parameters"]?.AsArray() ?? [])
            {
                var name = (string?)parameter!["name"];
                var example = parameter["example"] ?? parameter["schema"]?["example"];
                if ((string?)parameter["in"] == "path")
                    path = path.Replace($"{{{name}}}", example!.ToString(), StringComparison.Ordinal);
                else if ((string?)parameter["in"] == "query" && example is not null)
                    query.Add($"{name}={Uri.EscapeDataString(example.ToString())}");
            }
            var uri = query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path;
            return new HttpRequestMessage(new HttpMethod(Method.ToUpperInvariant()), uri) { Content = Body() };
        }

        private HttpContent? Body()
        {
            foreach (var (type, content) in Text["requestBody"]?["content"]?.AsObject() ?? [])
            {
                if (type.EndsWith("json", StringComparison.Ordinal))
                {
                    return new StringContent(
                        content!["example"]?.ToJsonString() ?? "",
                        Encoding.UTF8,
                        MediaTypeHeaderValue.Parse(type)
                    );
                }
                if (type == "multipart/form-data")
                    return Form(content!["schema"]!);
            }
            return null;
        }

        // A file is what the reader brings along; the other parts are sent only where they have to be.
        private MultipartFormDataContent Form(JsonNode schema)
        {
            var form = new MultipartFormDataContent();
            var required = schema["required"]?.AsArray().Select(name => (string)name!).ToHashSet() ?? [];
            foreach (var (name, property) in schema["properties"]!.AsObject())
            {
                if ((string?)property!["format"] == "binary")
                {
                    var isImport = Path.Contains("import", StringComparison.Ordinal);
                    var text = isImport
                        ? "employeeNumber,firstName,lastName,email,hireDate\nN-1,Nia,Owen,nia.owen@example.com,2024-01-08\n"
                        : $"# Notice\n\nWritten for {Method} {Path}.\n";
                    form.Add(new StringContent(text), name, isImport ? "people.csv" : "notice.md");
                }
                else if (required.Contains(name) && property["example"] is { } example)
                {
                    form.Add(new StringContent(example.ToString()), name);
                }
            }
            return form;
        }
    }
}
