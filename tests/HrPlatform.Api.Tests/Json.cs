using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HrPlatform.Api.Tests;

/// <summary>JSON over HTTP in few words.</summary>
internal static class Json
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

    /// <summary>The answer's body, which must have this status.</summary>
    public static async Task<JsonElement> ShouldBeAsync(this Task<HttpResponseMessage> sending, HttpStatusCode status)
    {
        using var response = await sending;
        var body = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(status, body);
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>A problem of this status and code.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(
        this Task<HttpResponseMessage> sending,
        HttpStatusCode status,
        string code
    )
    {
        var problem = await sending.ShouldBeAsync(status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        return problem;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static HttpRequestMessage Post(
        string path,
        object body,
        string? idempotencyKey = null,
        HttpMethod? method = null
    )
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return request;
    }

    public static HttpRequestMessage Patch(string path, object body, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/merge-patch+json"),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return request;
    }
}
