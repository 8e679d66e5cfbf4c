using HrPlatform.Sdk.V2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrPlatform.Sdk.Tests;

public sealed class RegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_line_registers_the_client_and_the_generated_interfaces()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(503), Answer.Json(Answer.Document()));
        await using var services = new ServiceCollection()
            .AddHrPlatform(options =>
            {
                options.BaseAddress = server.BaseAddress;
                options.ApiKey = TestKeys.WellFormed;
                options.TimeProvider = new EagerClock();
            })
            .Services.BuildServiceProvider();

        var client = services.GetRequiredService<HrPlatformClient>();
        (await client.Documents.GetAsync("doc_1", Cancellation)).Title.ShouldBe("Leave");
        (await services.GetRequiredService<IDocumentsApi>().GetDocumentAsync("doc_1", Cancellation)).Title.ShouldBe(
            "Leave"
        );
        (await services.GetRequiredService<V1.IDocumentsApi>().GetDocumentAsync("doc_1", Cancellation)).Title.ShouldBe(
            "Leave"
        );

        server.Requests.ShouldAllBe(request => request.Headers["Authorization"] == $"Bearer {TestKeys.WellFormed}");
    }

    [Fact]
    public async Task Several_clients_keep_apart_by_name()
    {
        await using var first = await StubServer.StartAsync(Answer.Json(Answer.Document("doc_of_first")));
        await using var second = await StubServer.StartAsync(Answer.Json(Answer.Document("doc_of_second")));
        var collection = new ServiceCollection();
        foreach (var (name, server) in new[] { ("first", first), ("second", second) })
        {
            collection.AddHrPlatform(
                name,
                options =>
                {
                    options.BaseAddress = server.BaseAddress;
                    options.ApiKey = TestKeys.WellFormed;
                }
            );
        }
        await using var services = collection.BuildServiceProvider();

        foreach (var name in new[] { "first", "second" })
        {
            var document = await services
                .GetRequiredKeyedService<HrPlatformClient>(name)
                .Documents.GetAsync("doc_1", Cancellation);
            document.Id.ShouldBe($"doc_of_{name}");
        }
    }

    [Fact]
    public void Wrong_options_are_told_all_at_once()
    {
        using var services = new ServiceCollection()
            .AddHrPlatform(options => options.ApiKey = "hr_live_short")
            .Services.BuildServiceProvider();

        var exception = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<HrPlatformClient>());

        exception.Failures.Count().ShouldBe(2);
        exception.Message.ShouldContain("BaseAddress is missing");
        exception.Message.ShouldContain("ApiKey");
    }

    [Fact]
    public async Task The_client_can_be_replaced_in_tests()
    {
        var client = new FakeClient();

        (await client.Documents.GetAsync("doc_1", Cancellation)).Title.ShouldBe("made up");
    }

    private sealed class FakeClient : HrPlatformClient
    {
        public override DocumentsClient Documents { get; } = new FakeDocuments();
    }

    private sealed class FakeDocuments : DocumentsClient
    {
        public override Task<DocumentResource> GetAsync(
            string documentId,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                new DocumentResource
                {
                    Id = documentId,
                    Title = "made up",
                    Tags = [],
                    FileName = "a.md",
                    Format = "markdown",
                    SizeBytes = 1,
                    Sha256 = "",
                    Status = DocumentStatus.Ready,
                    LatestVersion = 1,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    UpdatedAt = DateTimeOffset.UnixEpoch,
                }
            );
    }
}
