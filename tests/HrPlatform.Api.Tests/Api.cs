using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests;

/// <summary>An answer of the API, read.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, string? ETag, HttpResponseMessage Response)
{
    /// <summary>The member of the body.</summary>
    public JsonNode? this[string member] => Body?[member];

    public string? Code => Body?["code"]?.GetValue<string>();

    /// <summary>Pointers and codes of the problem's errors, as <c>/email email-taken</c>.</summary>
    public IReadOnlyList<string> Errors =>
        [.. (Body?["errors"]?.AsArray() ?? []).Select(error => $"{error!["pointer"]} {error["code"]}")];

    public string Id => Body!["id"]!.GetValue<string>();

    /// <summary>This answer, which must have the status.</summary>
    public Answer Expect(HttpStatusCode status)
    {
        Status.ShouldBe(status, Body?.ToJsonString());
        return this;
    }
}

/// <summary>Requests as a third party would send them.</summary>
internal static class Api
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<Answer> Get(this HttpClient client, string path, string? ifNoneMatch = null) =>
        SendAsync(client, HttpMethod.Get, path, body: null, ("If-None-Match", ifNoneMatch));

    public static Task<Answer> Post(this HttpClient client, string path, object? body = null) =>
        SendAsync(client, HttpMethod.Post, path, Json(body));

    public static Task<Answer> Put(this HttpClient client, string path, object body, string? ifMatch = null) =>
        SendAsync(client, HttpMethod.Put, path, Json(body), ("If-Match", ifMatch));

    public static Task<Answer> Patch(this HttpClient client, string path, object body, string? ifMatch = null) =>
        SendAsync(client, HttpMethod.Patch, path, Json(body), ("If-Match", ifMatch));

    public static Task<Answer> Delete(this HttpClient client, string path, string? ifMatch = null) =>
        SendAsync(client, HttpMethod.Delete, path, body: null, ("If-Match", ifMatch));

    /// <summary>A body as text, so that it may be malformed.</summary>
    public static Task<Answer> SendText(this HttpClient client, HttpMethod method, string path, string body) =>
        SendAsync(client, method, path, new StringContent(body, Encoding.UTF8, "application/json"));

    private static StringContent Json(object? body) =>
        new(
            body is string text ? text : JsonSerializer.Serialize(body ?? new object(), JsonSerializerOptions.Web),
            Encoding.UTF8,
            "application/json"
        );

    private static async Task<Answer> SendAsync(
        HttpClient client,
        HttpMethod method,
        string path,
        HttpContent? body,
        params (string Name, string? Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
        var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return new Answer(
            response.StatusCode,
            text.Length == 0 ? null : JsonNode.Parse(text),
            response.Headers.ETag?.ToString(),
            response
        );
    }
}
