using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Documents;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Documents;

/// <summary>What happens to a document while its file is being read. No host works here unless the test starts one.</summary>
public sealed class DocumentProcessingTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TestHost _host = null!;
    private Tenant _tenant = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _host = new TestHost(_database, null, ("Jobs:Concurrency", "0"));
        _tenant = await _host.CreateTenantAsync();
        _client = await _host.CreateClientAsync(_tenant);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_title_changed_while_the_file_is_read_stays_and_the_file_is_read()
    {
        var (id, _) = await UploadAsync("leave.md", "# Leave\n\nThirty days.");

        await ReadAsync(id, 1, () => _client.Patch($"/v2/documents/{id}", new { title = "Holidays" }));

        var document = await _client.Get($"/v2/documents/{id}");
        document["status"]!.GetValue<string>().ShouldBe("ready");
        document["title"]!.GetValue<string>().ShouldBe("Holidays");
        document["searchableVersion"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_version_that_is_overtaken_while_it_is_read_is_not_published_and_says_so()
    {
        var (id, _) = await UploadAsync("leave.md", "# Leave\n\nThirty days.");

        await ReadAsync(id, 1, () => UploadAsync("leave.md", "# Leave\n\nForty days.", $"/v2/documents/{id}/versions"));
        (await _client.Get($"/v2/documents/{id}/chunks"))["data"]!.AsArray().ShouldBeEmpty();
        await ReadAsync(id, 2, () => Task.CompletedTask);

        var chunks = (await _client.Get($"/v2/documents/{id}/chunks"))["data"]!.AsArray();
        chunks.ShouldHaveSingleItem()!["text"]!.GetValue<string>().ShouldContain("Forty");
        var states = await _database.ListAsync(
            $"SELECT status, coalesce(error_code, '') FROM {Schema}.document_versions ORDER BY number",
            row => (row.GetString(0), row.GetString(1))
        );
        states.ShouldBe([("failed", "superseded"), ("ready", "")]);
    }

    [Fact]
    public async Task A_document_deleted_while_its_file_is_read_stays_deleted_and_its_file_goes_too()
    {
        var (id, _) = await UploadAsync("leave.md", "# Leave\n\nThirty days.");
        Files().ShouldHaveSingleItem();

        await ReadAsync(id, 1, () => _client.Delete($"/v2/documents/{id}"));

        (await _client.Get($"/v2/documents/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _database.ReadAsync<long>($"SELECT count(*) FROM {Schema}.chunks")).ShouldBe(0);
        await using var worker = Worker();
        await Eventually.BeTrueAsync(() => Files().Count == 0);
    }

    [Fact]
    public async Task A_document_whose_job_was_cancelled_before_it_began_says_so_and_can_be_read_by_a_retry()
    {
        var (id, job) = await UploadAsync("leave.md", "# Leave\n\nThirty days.");

        (await _client.Post($"/v2/jobs/{job}/cancel")).Expect(HttpStatusCode.OK);

        await using var worker = Worker();
        var cancelled = await _client.WaitUntilReadAsync(id, Cancel);
        cancelled.Text("status").ShouldBe("failed");
        cancelled.GetProperty("error").Text("code").ShouldBe("cancelled");
        (await _client.Post($"/v2/jobs/{job}/retry")).Expect(HttpStatusCode.OK);
        await Eventually.JobEndAsync(_client, job);
        (await _client.WaitUntilReadAsync(id, Cancel)).Text("status").ShouldBe("ready");
    }

    [Fact]
    public async Task A_document_whose_file_is_lost_fails_with_the_reason()
    {
        var (id, _) = await UploadAsync("leave.md", "# Leave\n\nThirty days.");
        File.Delete(Files().ShouldHaveSingleItem());

        await using var worker = Worker();

        var lost = await _client.WaitUntilReadAsync(id, Cancel);
        lost.Text("status").ShouldBe("failed");
        lost.GetProperty("error").Text("code").ShouldBe("not-found");
    }

    private string Schema => _tenant.SchemaOf(TenantEnvironment.Live);

    private TestHost Worker() =>
        new(_database, null, ("Files:Root", _host.FilesRoot), ("Jobs:PollInterval", "00:00:00.200"));

    private List<string> Files() => [.. Directory.EnumerateFiles(_host.FilesRoot, "*", SearchOption.AllDirectories)];

    private async Task<(string Document, string Job)> UploadAsync(
        string name,
        string content,
        string path = "/v2/documents"
    )
    {
        using var response = await _client.UploadAsync(name, content, Cancel, path);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (answer.GetProperty("document").Text("id"), answer.Text("jobId"));
    }

    /// <summary>As the job does it.</summary>
    /// <param name="meanwhile">When the file is read and cut, and its passages are not stored yet.</param>
    private async Task ReadAsync(string document, int version, Func<Task> meanwhile)
    {
        TypeId.TryParse("doc", document, out var id).ShouldBeTrue();
        await using var scope = await _host.EnterAsync(_tenant);
        await scope
            .ServiceProvider.GetRequiredService<DocumentProcessor>()
            .ProcessAsync(new ProcessDocumentJob(id, version), (_, _, _) => meanwhile(), Cancel);
    }
}
