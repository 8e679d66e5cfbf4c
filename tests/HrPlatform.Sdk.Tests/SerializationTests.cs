using System.Text.Json;
using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk.Tests;

public sealed class SerializationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_holds_only_what_was_set_and_null_where_that_was_set()
    {
        await using var server = await StubServer.StartAsync(Answer.Json(Answer.Document()));
        using var client = server.Client();

        await client.Documents.UpdateAsync("d", new DocumentPatch(), cancellationToken: Cancellation);
        await client.Documents.UpdateAsync(
            "d",
            new DocumentPatch { Title = "New" },
            ifMatch: "\"3\"",
            cancellationToken: Cancellation
        );
        await client.Documents.UpdateAsync(
            "d",
            new DocumentPatch { Title = Optional.Of<string>(null!), Tags = new[] { "leave" } },
            cancellationToken: Cancellation
        );

        server
            .Requests.Select(request => request.Body)
            .ShouldBe(["{}", """{"title":"New"}""", """{"title":null,"tags":["leave"]}"""]);
        server.Requests[1].Headers["Content-Type"].ShouldBe("application/merge-patch+json");
        server.Requests[1].Headers["If-Match"].ShouldBe("\"3\"");
        server.Requests[0].Headers.Keys.ShouldNotContain("If-Match");
    }

    [Fact]
    public async Task What_came_later_than_the_client_survives()
    {
        var body = Answer
            .Document(status: "quarantined")
            .Replace("\"title\"", "\"owner\":{\"name\":\"Ada\"},\"title\"");
        await using var server = await StubServer.StartAsync(Answer.Json(body));
        using var client = server.Client();

        var document = await client.Documents.GetAsync("d", Cancellation);

        document.Status.Value.ShouldBe("quarantined");
        DocumentStatus.Known.ShouldNotContain(document.Status);
        document.AdditionalData!["owner"].GetProperty("name").GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task The_version_that_was_read_comes_with_the_resource()
    {
        await using var server = await StubServer.StartAsync(Answer.Json(Answer.Document(), etag: "\"7\""));
        using var client = server.Client();

        (await client.Documents.GetAsync("d", Cancellation)).ETag.ShouldBe("\"7\"");
    }

    [Fact]
    public async Task An_answer_that_holds_some_fields_only_can_be_read()
    {
        await using var server = await StubServer.StartAsync(Answer.Json("""{"id":"doc_1"}"""));
        using var client = server.Client();

        (await client.Documents.GetAsync("doc_1", Cancellation)).Id.ShouldBe("doc_1");
    }

    [Fact]
    public async Task Queries_are_written_as_the_api_reads_them()
    {
        await using var server = await StubServer.StartAsync(Answer.Json("""{"data":[],"hasMore":false}"""));
        using var client = server.Client();

        await client
            .Documents.ListAsync(
                new ListDocumentsQuery
                {
                    Q = "R&D = söndag",
                    Status = DocumentStatus.Ready,
                    Limit = 3,
                    Total = true,
                },
                Cancellation
            )
            .ToListAsync(Cancellation);

        server
            .Requests.Single()
            .Path.ShouldBe("/v2/documents?q=R%26D%20%3D%20s%C3%B6ndag&status=ready&limit=3&total=true");
    }

    [Fact]
    public async Task Lists_follow_the_cursor_only_as_far_as_they_are_read()
    {
        var page = (string id, string next) =>
            Answer.Json($$"""{"data":[{{Answer.Document(id)}}],"hasMore":true,"nextCursor":"{{next}}"}""");
        await using var server = await StubServer.StartAsync(
            page("doc_1", "c1"),
            page("doc_2", "c2"),
            page("doc_3", "c3")
        );
        using var client = server.Client();

        var two = await client
            .Documents.ListAsync(new ListDocumentsQuery { Tag = "leave" }, Cancellation)
            .Take(2)
            .ToListAsync(Cancellation);

        two.Select(document => document.Id).ShouldBe(["doc_1", "doc_2"]);
        server
            .Requests.Select(request => request.Path)
            .ShouldBe(["/v2/documents?tag=leave", "/v2/documents?tag=leave&cursor=c1"]);
    }

    [Fact]
    public async Task A_file_travels_with_its_name_and_the_other_fields()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Json($$"""{"document":{{Answer.Document()}},"jobId":"job_1"}""", 202)
        );
        using var client = server.Client();

        var document = await client.Documents.UploadAsync(
            new MemoryStream("# Leave"u8.ToArray()),
            "leave.md",
            title: "Leave",
            tags: ["leave", "2026"],
            cancellationToken: Cancellation
        );

        document.Id.ShouldBe("doc_01jdcw8v2rfh3tqcz9k5m7x0ae");
        var request = server.Requests.Single();
        request.Headers["Content-Type"].ShouldStartWith("multipart/form-data");
        request.Body.ShouldContain("filename=leave.md");
        request.Body.ShouldContain("name=title");
        request.Body.Split("name=tags").Length.ShouldBe(3);
    }

    [Fact]
    public void Open_values_are_read_and_written_as_their_text()
    {
        var json = JsonSerializer.Serialize(new[] { SearchKind.Documents, new SearchKind("candidates") });
        json.ShouldBe("""["documents","candidates"]""");
        JsonSerializer.Deserialize<SearchKind[]>(json)![1].ShouldBe(new SearchKind("candidates"));
    }
}
