using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Documents;

/// <summary>What tests do with documents over HTTP.</summary>
internal static class UploadedDocuments
{
    public static Task<HttpResponseMessage> UploadAsync(
        this HttpClient client,
        string fileName,
        string content,
        CancellationToken cancellationToken,
        string path = "/v2/documents",
        string mediaType = "text/markdown"
    ) => client.UploadAsync(fileName, Encoding.UTF8.GetBytes(content), mediaType, cancellationToken, path);

    public static async Task<HttpResponseMessage> UploadAsync(
        this HttpClient client,
        string fileName,
        byte[] content,
        string mediaType,
        CancellationToken cancellationToken,
        string path = "/v2/documents"
    )
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        form.Add(file, "file", fileName);
        return await client.PostAsync(path, form, cancellationToken);
    }

    /// <summary>The id of a document that was uploaded and read.</summary>
    public static async Task<string> UploadAndReadAsync(
        this HttpClient client,
        string fileName,
        string content,
        CancellationToken cancellationToken
    )
    {
        using var response = await client.UploadAsync(fileName, content, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var id = answer.GetProperty("document").GetProperty("id").GetString()!;
        var document = await client.WaitUntilReadAsync(id, cancellationToken);
        document.GetProperty("status").GetString().ShouldBe("ready", document.ToString());
        return id;
    }

    /// <summary>The document once its latest version is no longer being read.</summary>
    public static async Task<JsonElement> WaitUntilReadAsync(
        this HttpClient client,
        string id,
        CancellationToken cancellationToken
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var document = await client.GetFromJsonAsync<JsonElement>($"/v2/documents/{id}", timeout.Token);
            if (document.GetProperty("status").GetString() != "processing")
                return document;
            await Task.Delay(TimeSpan.FromMilliseconds(50), timeout.Token);
        }
    }
}
