using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Employees;

/// <summary>Makes employees and what they need through the public API.</summary>
internal static class People
{
    private static int _number;

    public static string NewEmail() => $"person{Interlocked.Increment(ref _number)}@example.com";

    /// <summary>A valid body with what the test sets on top.</summary>
    public static JsonObject Body(object? with = null)
    {
        var body = new JsonObject
        {
            ["firstName"] = "Ada",
            ["lastName"] = "Byron",
            ["email"] = NewEmail(),
            ["hireDate"] = "2020-01-01",
        };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(with ?? new object())!.AsObject())
            body[name] = value?.DeepClone();
        return body;
    }

    public static async Task<Answer> Hire(this HttpClient client, object? with = null) =>
        (await client.Post("/v2/employees", Body(with))).Expect(HttpStatusCode.Created);

    public static async Task<string> Department(this HttpClient client, string name, string? parent = null) =>
        (await client.Post("/v2/departments", new { name, parent })).Expect(HttpStatusCode.Created).Id;

    public static async Task<string> Position(this HttpClient client, string title) =>
        (await client.Post("/v2/positions", new { title })).Expect(HttpStatusCode.Created).Id;

    public static async Task<string> Skill(this HttpClient client, string name) =>
        (await client.Post("/v2/skills", new { name })).Expect(HttpStatusCode.Created).Id;

    public static object Pay(string amount, string currency = "USD") => new { amount = new { amount, currency } };

    public static IReadOnlyList<string> Ids(this Answer answer) =>
        [.. answer["data"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
}
