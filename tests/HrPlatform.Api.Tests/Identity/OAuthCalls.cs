using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>What an app sends to the OAuth server.</summary>
internal static class OAuthCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A form to an endpoint, and its answer.</summary>
    public static async Task<Answer> FormAsync(
        this HttpClient client,
        string path,
        params (string Name, string Value)[] fields
    )
    {
        using var content = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value))
        );
        var response = await client.PostAsync(path, content, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return new Answer(response.StatusCode, text is ['{', ..] ? JsonNode.Parse(text) : null, null, response);
    }

    /// <summary>An access token of an app that acts for itself.</summary>
    public static async Task<string> ServiceTokenAsync(this ApiFixture api, Answer registered, string? scope = null)
    {
        using var client = api.CreateClient();
        var answer = await client.FormAsync(
            "/connect/token",
            [
                ("grant_type", "client_credentials"),
                ("client_id", (string)registered["client"]!["id"]!),
                ("client_secret", (string)registered["secret"]!),
                .. scope is null ? [] : new[] { ("scope", scope) },
            ]
        );
        answer.Expect(HttpStatusCode.OK);
        return (string)answer["access_token"]!;
    }

    public static Task<Answer> RegisterServiceAsync(this HttpClient client, params string[] scopes) =>
        client.Post(
            "/v2/oauth-clients",
            new
            {
                name = "Payroll bridge",
                type = "service",
                scopes,
            }
        );

    public static JsonElement Payload(string jwt) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[1])).RootElement.Clone();
}
