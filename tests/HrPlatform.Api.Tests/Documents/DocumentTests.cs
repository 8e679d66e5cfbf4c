using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HrPlatform.Api.Tests.Documents;

public sealed class DocumentTests(ApiFixture api)
{
    private const string Policy = """
        # Remote work

        ## Days at home

        Every employee may work from home up to three days per week, after the first month.

        ## Equipment

        The company pays a desk and a chair up to 600 EUR, once every five years.
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uploaded_document_is_read_and_its_passages_keep_headings_and_offsets()
    {
        var tenant = await api.CreateTenantAsync();

        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        var document = await tenant.Client.GetFromJsonAsync<JsonElement>($"/v2/documents/{id}", Cancel);
        document.GetProperty("title").GetString().ShouldBe("Remote work");
        document.GetProperty("language").GetString().ShouldBe("english");
        document.GetProperty("searchableVersion").GetInt32().ShouldBe(1);
        var chunks = await tenant.Client.GetFromJsonAsync<JsonElement>($"/v2/documents/{id}/chunks", Cancel);
        chunks.GetProperty("data").GetArrayLength().ShouldBe(document.GetProperty("chunkCount").GetInt32());
        foreach (var chunk in chunks.GetProperty("data").EnumerateArray())
        {
            var length = chunk.GetProperty("end").GetInt32() - chunk.GetProperty("start").GetInt32();
            chunk.GetProperty("text").GetString()!.Length.ShouldBe(length);
            chunk.GetProperty("headingPath")[0].GetString().ShouldBe("Remote work");
        }
    }

    [Fact]
    public async Task The_same_file_again_answers_with_the_document_that_is_there()
    {
        var tenant = await api.CreateTenantAsync();
        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        using var again = await tenant.Client.UploadAsync("copy.md", Policy, Cancel);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await again.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        answer.GetProperty("document").GetProperty("id").GetString().ShouldBe(id);
        answer.GetProperty("jobId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_same_file_uploaded_many_times_at_once_becomes_one_document()
    {
        var tenant = await api.CreateTenantAsync();

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => tenant.Client.UploadAsync("remote.md", Policy, Cancel))
        );

        responses.ShouldAllBe(response =>
            response.StatusCode == HttpStatusCode.Accepted
            || response.StatusCode == HttpStatusCode.OK
            || response.StatusCode == HttpStatusCode.Conflict
        );
        var list = await tenant.Client.GetFromJsonAsync<JsonElement>("/v1/documents", Cancel);
        list.GetProperty("totalItems").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_new_version_replaces_what_search_answers_from()
    {
        var tenant = await api.CreateTenantAsync();
        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        using var response = await tenant.Client.UploadAsync(
            "remote.md",
            Policy.Replace("three days", "four days", StringComparison.Ordinal),
            Cancel,
            $"/v2/documents/{id}/versions"
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var document = await tenant.Client.WaitUntilReadAsync(id, Cancel);
        document.GetProperty("latestVersion").GetInt32().ShouldBe(2);
        document.GetProperty("searchableVersion").GetInt32().ShouldBe(2);
        var chunks = await tenant.Client.GetStringAsync($"/v2/documents/{id}/chunks", Cancel);
        chunks.ShouldContain("four days");
        chunks.ShouldNotContain("three days");
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_says_why_and_leaves_the_earlier_one_searchable()
    {
        var tenant = await api.CreateTenantAsync();
        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        using var response = await tenant.Client.UploadAsync(
            "broken.pdf",
            Encoding.ASCII.GetBytes("%PDF-1.7\nthis is no PDF inside\n%%EOF"),
            "application/pdf",
            Cancel,
            $"/v2/documents/{id}/versions"
        );

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var document = await tenant.Client.WaitUntilReadAsync(id, Cancel);
        document.GetProperty("status").GetString().ShouldBe("failed");
        document.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        document.GetProperty("searchableVersion").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("empty.md", "", "text/markdown", HttpStatusCode.UnprocessableEntity)]
    [InlineData("picture.png", "\u0089PNG\r\n\u001a\n\0\0\0", "image/png", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("policy.pdf", "# not a PDF", "application/pdf", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_file_that_is_no_document_is_refused_and_nothing_is_stored(
        string fileName,
        string content,
        string mediaType,
        HttpStatusCode expected
    )
    {
        var tenant = await api.CreateTenantAsync();

        using var response = await tenant.Client.UploadAsync(
            fileName,
            Encoding.Latin1.GetBytes(content),
            mediaType,
            Cancel
        );

        response.StatusCode.ShouldBe(expected);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        problem.GetProperty("errors")[0].GetProperty("pointer").GetString().ShouldBe("/file");
        var list = await tenant.Client.GetFromJsonAsync<JsonElement>("/v1/documents", Cancel);
        list.GetProperty("totalItems").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_form_without_a_file_is_refused_by_name()
    {
        var tenant = await api.CreateTenantAsync();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "title" } };

        using var response = await tenant.Client.PostAsync("/v2/documents", form, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("file", Case.Insensitive);
    }

    [Fact]
    public async Task A_patch_needs_the_current_version_when_it_asks_for_one()
    {
        var tenant = await api.CreateTenantAsync();
        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);
        using var first = await tenant.Client.GetAsync($"/v2/documents/{id}", Cancel);
        var tag = first.Headers.ETag!.ToString();

        using var changed = await PatchAsync(tenant.Client, id, """{"tags":["policy"]}""", tag);
        using var stale = await PatchAsync(tenant.Client, id, """{"title":"Other"}""", tag);
        using var unknown = await PatchAsync(tenant.Client, id, """{"colour":"red"}""", tag: null);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await unknown.Content.ReadAsStringAsync(Cancel)).ShouldContain("\"/colour\"");
        var tagged = await tenant.Client.GetFromJsonAsync<JsonElement>("/v2/documents?tag=policy", Cancel);
        tagged.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_document_is_gone_with_its_passages()
    {
        var tenant = await api.CreateTenantAsync();
        var id = await tenant.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        using var deleted = await tenant.Client.DeleteAsync($"/v2/documents/{id}", Cancel);

        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await tenant.Client.GetAsync($"/v2/documents/{id}", Cancel);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var search = await tenant.Client.PostAsJsonAsync("/v2/search", new { query = "work from home" }, Cancel);
        var results = await search.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        results.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Another_tenant_sees_no_document_by_id_list_or_search()
    {
        var owner = await api.CreateTenantAsync();
        var other = await api.CreateTenantAsync();
        var id = await owner.Client.UploadAndReadAsync("remote.md", Policy, Cancel);

        using var read = await other.Client.GetAsync($"/v2/documents/{id}", Cancel);
        using var chunks = await other.Client.GetAsync($"/v2/documents/{id}/chunks", Cancel);
        using var deleted = await other.Client.DeleteAsync($"/v2/documents/{id}", Cancel);
        using var search = await other.Client.PostAsJsonAsync("/v2/search", new { query = "remote work" }, Cancel);

        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        chunks.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var results = await search.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        results.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Pages_by_cursor_hold_every_document_once()
    {
        var tenant = await api.CreateTenantAsync();
        for (var i = 0; i < 5; i++)
            (
                await tenant.Client.UploadAsync($"d{i}.md", $"# Document {i}\n\nText {i}.", Cancel)
            ).EnsureSuccessStatusCode();

        var seen = new List<string>();
        var next = "/v2/documents?limit=2&total=true";
        while (next is not null)
        {
            using var response = await tenant.Client.GetAsync(next, Cancel);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            page.GetProperty("total").GetInt32().ShouldBe(5);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
            next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        seen.Count.ShouldBe(5);
        seen.ShouldBeUnique();
    }

    [Fact]
    public async Task A_cursor_of_another_tenant_or_filter_is_refused()
    {
        var tenant = await api.CreateTenantAsync();
        var other = await api.CreateTenantAsync();
        for (var i = 0; i < 3; i++)
            (
                await tenant.Client.UploadAsync($"d{i}.md", $"# Document {i}\n\nText {i}.", Cancel)
            ).EnsureSuccessStatusCode();
        var page = await tenant.Client.GetFromJsonAsync<JsonElement>("/v2/documents?limit=1", Cancel);
        var cursor = page.GetProperty("nextCursor").GetString();

        using var otherTenant = await other.Client.GetAsync($"/v2/documents?limit=1&cursor={cursor}", Cancel);
        using var otherFilter = await tenant.Client.GetAsync($"/v2/documents?limit=1&q=x&cursor={cursor}", Cancel);
        using var forged = await tenant.Client.GetAsync($"/v2/documents?limit=1&cursor=AAAA{cursor}", Cancel);

        otherTenant.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        otherFilter.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<HttpResponseMessage> PatchAsync(HttpClient client, string id, string json, string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/v2/documents/{id}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/merge-patch+json"),
        };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await client.SendAsync(request, Cancel);
    }
}
