using System.Net.Http.Json;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Agents;

internal static class Asking
{
    /// <summary>The answer of <c>POST /v1/agents/ask</c>.</summary>
    public static async Task<Reply> AskAsync(
        this HttpClient client,
        string question,
        string? language = null,
        CancellationToken cancellationToken = default
    )
    {
        using var response = await client.PostAsJsonAsync(
            "/v1/agents/ask",
            new { question, language },
            cancellationToken
        );
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return new Reply(JsonDocument.Parse(body).RootElement);
    }
}

internal sealed record Reply(JsonElement Json)
{
    public string Answer => Json.GetProperty("answer").GetString()!;

    public bool Answered => Json.GetProperty("answered").GetBoolean();

    public IReadOnlyList<JsonElement> Citations => [.. Json.GetProperty("citations").EnumerateArray()];

    /// <summary>The first result of a tool.</summary>
    public JsonElement Data(string tool) =>
        Json.GetProperty("data")
            .EnumerateArray()
            .First(item => item.GetProperty("tool").GetString() == tool)
            .GetProperty("result");
}
