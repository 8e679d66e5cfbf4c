using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Hosting;

/// <summary>
/// The committed documents are what the API serves, and say enough to be used without reading our code. After an intended
/// change, <c>make openapi</c> writes them anew.
/// </summary>
public sealed partial class OpenApiDocumentTests(ApiFixture api)
{
    public static TheoryData<string> Versions => ["v1", "v2"];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_committed_document_is_the_served_one(string version)
    {
        var served = await ServedAsync(version);
        var file = Repository.PathOf($"openapi/{version}.json");
        if (Environment.GetEnvironmentVariable("HR_UPDATE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, served, TestContext.Current.CancellationToken);
            return;
        }

        File.Exists(file).ShouldBeTrue($"openapi/{version}.json is missing. Run `make openapi` and commit it.");
        var committed = Lines(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var current = Lines(served);
        var line = committed.Zip(current).TakeWhile(pair => pair.First == pair.Second).Count();
        committed
            .SequenceEqual(current)
            .ShouldBeTrue(
                $"openapi/{version}.json differs from the served document at line {line + 1}: committed "
                    + $"'{committed.ElementAtOrDefault(line)}', served '{current.ElementAtOrDefault(line)}'. "
                    + "Run `make openapi` and commit the result."
            );
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_operation_says_what_it_does_needs_and_answers(string version)
    {
        using var document = await DocumentAsync(version);
        List<string> missing = [];
        foreach (var (name, operation) in Operations(document))
        {
            if (Text(operation, "summary").Length == 0)
                missing.Add($"{name}: summary");
            if (!operation.TryGetProperty("tags", out var tags) || tags.GetArrayLength() != 1)
                missing.Add($"{name}: exactly one tag");
            if (!operation.TryGetProperty("security", out var security) || security.GetArrayLength() == 0)
                missing.Add($"{name}: security");
            foreach (var parameter in Parameters(operation))
            {
                if (Text(parameter, "description").Length == 0)
                    missing.Add($"{name}: description of the parameter {Text(parameter, "name")}");
            }
            var responses = operation.GetProperty("responses");
            if (responses.EnumerateObject().All(response => !response.Name.StartsWith('2')))
                missing.Add($"{name}: a success");
            if (responses.EnumerateObject().All(response => !response.Name.StartsWith('4')))
                missing.Add($"{name}: a refusal");
            foreach (var response in responses.EnumerateObject())
            {
                if (Text(response.Value, "description").Length == 0)
                    missing.Add($"{name}: description of {response.Name}");
                if (response.Name is ['4' or '5', ..] && !HasProblem(response.Value))
                    missing.Add($"{name}: problem details of {response.Name}");
            }
        }
        missing.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Operation_ids_are_unique_camel_case_names(string version)
    {
        using var document = await DocumentAsync(version);
        var ids = Operations(document).Select(operation => Text(operation.Operation, "operationId")).ToList();
        ids.ShouldNotBeEmpty();
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => CamelCase().IsMatch(id));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_tag_and_every_field_has_a_description(string version)
    {
        using var document = await DocumentAsync(version);
        var described = document
            .RootElement.GetProperty("tags")
            .EnumerateArray()
            .Where(tag => Text(tag, "description").Length > 0)
            .Select(tag => Text(tag, "name"))
            .ToHashSet(StringComparer.Ordinal);
        var missing = Operations(document)
            .Select(operation => Text(operation.Operation.GetProperty("tags")[0], null))
            .Where(tag => !described.Contains(tag))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var schema in Schemas(document))
        {
            foreach (var field in Fields(schema.Value))
            {
                if (Text(field.Value, "description").Length == 0)
                    missing.Add($"{schema.Name}.{field.Name}");
            }
        }
        missing.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_example_fits_its_schema(string version)
    {
        using var document = await DocumentAsync(version);
        List<string> wrong = [];
        var checkedOnes = 0;
        foreach (var schema in Schemas(document))
        {
            foreach (var field in Fields(schema.Value))
                Check($"{schema.Name}.{field.Name}", field.Value, field.Value);
        }
        foreach (var (name, operation) in Operations(document))
        {
            foreach (var parameter in Parameters(operation))
                Check($"{name} {Text(parameter, "name")}", parameter, parameter.GetProperty("schema"));
        }
        checkedOnes.ShouldBeGreaterThan(0);
        wrong.ShouldBeEmpty();

        void Check(string where, JsonElement owner, JsonElement schema)
        {
            if (!owner.TryGetProperty("example", out var example) && !schema.TryGetProperty("example", out example))
                return;
            checkedOnes++;
            if (Mistake(document, schema, example) is { } mistake)
                wrong.Add($"{where}: {example.GetRawText()} {mistake}");
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_json_request_can_be_tried_with_the_examples_alone(string version)
    {
        using var document = await DocumentAsync(version);
        List<string> missing = [];
        foreach (var (name, operation) in Operations(document))
        {
            if (
                !operation.TryGetProperty("requestBody", out var body)
                || !body.GetProperty("content").TryGetProperty("application/json", out var json)
            )
                continue;
            body.GetProperty("required").GetBoolean().ShouldBeTrue(name);
            FindGaps(Resolve(document, json.GetProperty("schema")), name);
        }
        missing.ShouldBeEmpty();

        void FindGaps(JsonElement schema, string where)
        {
            foreach (var field in Fields(schema))
            {
                if (!Required(schema).Contains(field.Name) || field.Value.TryGetProperty("example", out _))
                    continue;
                var target = Resolve(document, field.Value);
                var items = target.TryGetProperty("items", out var item) ? Resolve(document, item) : target;
                if (items.TryGetProperty("enum", out _) || items.TryGetProperty("example", out _))
                    continue;
                if (Fields(items).Any())
                    FindGaps(items, $"{where} {field.Name}");
                else
                    missing.Add($"{where}: an example of {field.Name}");
            }
        }
    }

    [Fact]
    public async Task The_documents_have_the_version_that_generators_know()
    {
        foreach (var version in new[] { "v1", "v2" })
        {
            using var document = await DocumentAsync(version);
            Text(document.RootElement, "openapi").ShouldBe("3.0.4");
        }
    }

    [Fact]
    public async Task The_page_for_trying_out_loads_nothing_from_elsewhere()
    {
        using var client = api.CreateClient();
        var page = await client.GetStringAsync("/docs/index.html", TestContext.Current.CancellationToken);
        page.ShouldContain("swagger-ui");
        ForeignAddress().IsMatch(page).ShouldBeFalse(page);
    }

    private async Task<string> ServedAsync(string version)
    {
        using var client = api.CreateClient();
        return await client.GetStringAsync($"/openapi/{version}.json", TestContext.Current.CancellationToken);
    }

    private async Task<JsonDocument> DocumentAsync(string version) => JsonDocument.Parse(await ServedAsync(version));

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static IEnumerable<JsonElement> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static IEnumerable<JsonProperty> Schemas(JsonDocument document) =>
        document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject();

    private static IEnumerable<JsonProperty> Fields(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [];

    private static HashSet<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names)
            ? [.. names.EnumerateArray().Select(name => name.GetString()!)]
            : [];

    private static string Text(JsonElement element, string? name)
    {
        if (name is null)
            return element.GetString() ?? "";
        return element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    private static bool HasProblem(JsonElement response) =>
        response.TryGetProperty("content", out var content)
        && content.TryGetProperty("application/problem+json", out var problem)
        && problem.GetProperty("schema").GetProperty("$ref").GetString() == "#/components/schemas/Problem";

    private static JsonElement Resolve(JsonDocument document, JsonElement schema)
    {
        if (schema.TryGetProperty("allOf", out var all) && all.GetArrayLength() == 1)
            return Resolve(document, all[0]);
        return schema.TryGetProperty("$ref", out var reference)
            ? document
                .RootElement.GetProperty("components")
                .GetProperty("schemas")
                .GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }

    /// <summary>What does not fit, or null.</summary>
    private static string? Mistake(JsonDocument document, JsonElement schema, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? null : "is null";
        var target = Resolve(document, schema);
        if (
            target.TryGetProperty("enum", out var values)
            && values.EnumerateArray().All(allowed => allowed.GetRawText() != value.GetRawText())
        )
            return "is none of the values";
        return Text(target, "type") switch
        {
            "string" when value.ValueKind != JsonValueKind.String => "is no string",
            "string" => TextMistake(target, value.GetString()!),
            "integer" when value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out _) => "is no whole number",
            "number" when value.ValueKind != JsonValueKind.Number => "is no number",
            "boolean" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => "is no boolean",
            "array" when value.ValueKind != JsonValueKind.Array => "is no list",
            "array" => value
                .EnumerateArray()
                .Select(item => Mistake(document, target.GetProperty("items"), item))
                .FirstOrDefault(mistake => mistake is not null),
            "object" when value.ValueKind != JsonValueKind.Object => "is no object",
            "object" => ObjectMistake(document, target, value),
            _ => null,
        };
    }

    private static string? ObjectMistake(JsonDocument document, JsonElement schema, JsonElement value)
    {
        var known = Fields(schema).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (known.TryGetValue(member.Name, out var field))
            {
                if (Mistake(document, field, member.Value) is { } mistake)
                    return $"{member.Name} {mistake}";
            }
            else if (
                schema.TryGetProperty("additionalProperties", out var others)
                && others.ValueKind == JsonValueKind.False
            )
            {
                return $"holds the unknown {member.Name}";
            }
        }
        return null;
    }

    private static string? TextMistake(JsonElement schema, string text)
    {
        if (
            schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
        )
            return "does not match the pattern";
        if (schema.TryGetProperty("maxLength", out var longest) && text.Length > longest.GetInt32())
            return "is too long";
        return Text(schema, "format") switch
        {
            "date" when !DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) => "is no date",
            "date-time"
                when !DateTimeOffset.TryParse(
                    text,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out _
                ) => "is no instant",
            "uri" when !Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _) => "is no address",
            _ => null,
        };
    }

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CamelCase();

    [GeneratedRegex(
        """(src|href)\s*=\s*["'](https?:)?//""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ForeignAddress();
}
