using HrPlatform.Sdk.V2;
using Microsoft.Extensions.Time.Testing;

namespace HrPlatform.Sdk.Tests.Http;

public sealed class RetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_is_repeated_until_the_server_has_time()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Status(503),
            Answer.Status(502),
            Answer.Json(Answer.Document())
        );
        using var client = server.Client();

        var document = await client.Documents.GetAsync("doc_1", Cancellation);

        document.Title.ShouldBe("Leave");
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Waits_grow_and_are_random_below_their_limits()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(503));
        var clock = new EagerClock();
        using var client = server.Client(clock);

        await Should.ThrowAsync<HrApiException>(() => client.Documents.GetAsync("doc_1", Cancellation));

        clock.Waits.Count.ShouldBe(4);
        for (var i = 0; i < 4; i++)
            clock.Waits[i].ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(0.5 * Math.Pow(2, i)));
    }

    [Fact]
    public async Task Retry_After_is_waited_for_and_a_little_longer()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Status(429, retryAfter: "7"),
            Answer.Json(Answer.Document())
        );
        var clock = new EagerClock();
        using var client = server.Client(clock);

        await client.Documents.GetAsync("doc_1", Cancellation);

        clock.Waits.Single().ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7.5));
    }

    [Fact]
    public async Task Retry_After_as_a_date_counts_by_the_servers_clock()
    {
        await using var server = await StubServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.Date = "Mon, 23 Nov 2026 09:00:00 GMT";
                context.Response.Headers.RetryAfter = "Mon, 23 Nov 2026 09:00:05 GMT";
                return Task.CompletedTask;
            },
            Answer.Json(Answer.Document())
        );
        var clock = new EagerClock();
        using var client = server.Client(clock);

        await client.Documents.GetAsync("doc_1", Cancellation);

        clock.Waits.Single().ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.5));
    }

    [Fact]
    public async Task A_longer_wait_than_the_caller_accepts_fails_at_once()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(429, retryAfter: "3600"));
        var clock = new EagerClock();
        using var client = server.Client(clock);

        var exception = await Should.ThrowAsync<HrRateLimitException>(() =>
            client.Documents.GetAsync("doc_1", Cancellation)
        );

        exception.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        clock.Waits.ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_repeated_under_the_same_idempotency_key()
    {
        await using var server = await StubServer.StartAsync(Answer.Dropped(), Answer.Json(Answer.EmptySearch));
        using var client = server.Client();

        await client.Search.SearchAsync("leave", cancellationToken: Cancellation);

        server.Requests.Count.ShouldBe(2);
        var keys = server.Requests.Select(request => request.Headers["Idempotency-Key"]).ToList();
        keys[0].Length.ShouldBeGreaterThan(20);
        keys[1].ShouldBe(keys[0]);
        server.Requests[1].Body.ShouldBe(server.Requests[0].Body);
    }

    [Fact]
    public async Task Two_posts_have_two_idempotency_keys()
    {
        await using var server = await StubServer.StartAsync(Answer.Json(Answer.EmptySearch));
        using var client = server.Client();

        await client.Search.SearchAsync("leave", cancellationToken: Cancellation);
        await client.Search.SearchAsync("leave", cancellationToken: Cancellation);

        server.Requests.Select(request => request.Headers["Idempotency-Key"]).ShouldBeUnique();
    }

    [Fact]
    public async Task The_callers_idempotency_key_is_sent()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Json($$"""{"document":{{Answer.Document()}},"jobId":null}""")
        );
        using var client = server.Client();

        await client.Documents.UploadAsync(
            new MemoryStream("# Leave"u8.ToArray()),
            "leave.md",
            idempotencyKey: "handbook-2026",
            cancellationToken: Cancellation
        );

        server.Requests.Single().Headers["Idempotency-Key"].ShouldBe("handbook-2026");
    }

    [Fact]
    public async Task A_post_that_is_still_running_is_asked_for_again()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Status(409, retryAfter: "1"),
            Answer.Json(Answer.EmptySearch)
        );
        using var client = server.Client();

        await client.Search.SearchAsync("leave", cancellationToken: Cancellation);

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_conflict_is_not_repeated()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(409));
        using var client = server.Client();

        await Should.ThrowAsync<HrConflictException>(() =>
            client.Search.SearchAsync("leave", cancellationToken: Cancellation)
        );

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_patch_whose_answer_was_lost_is_not_repeated()
    {
        await using var server = await StubServer.StartAsync(Answer.Dropped(), Answer.Json(Answer.Document()));
        using var client = server.Client();

        await Should.ThrowAsync<HrConnectionException>(() =>
            client.Documents.UpdateAsync("doc_1", new DocumentPatch { Title = "New" }, cancellationToken: Cancellation)
        );

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_patch_that_was_turned_away_is_repeated()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Status(429, retryAfter: "0"),
            Answer.Json(Answer.Document())
        );
        using var client = server.Client();

        await client.Documents.UpdateAsync(
            "doc_1",
            new DocumentPatch { Title = "New" },
            cancellationToken: Cancellation
        );

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_repeated()
    {
        await using var server = await StubServer.StartAsync(
            Answer.BrokenOff("""{"id":"doc_1","""),
            Answer.Json(Answer.Document())
        );
        using var client = server.Client();

        (await client.Documents.GetAsync("doc_1", Cancellation)).Title.ShouldBe("Leave");
    }

    [Fact]
    public async Task A_file_is_sent_again_from_its_beginning()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Status(503),
            Answer.Json($$"""{"document":{{Answer.Document()}},"jobId":null}""")
        );
        using var client = server.Client();
        using var file = new MemoryStream("# Twenty-five days"u8.ToArray());

        await client.Documents.UploadAsync(file, "leave.md", cancellationToken: Cancellation);

        server.Requests.Count.ShouldBe(2);
        server.Requests.ShouldAllBe(request => request.Body.Contains("# Twenty-five days", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_rewound_is_sent_once()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(503));
        using var client = server.Client();
        using var stream = new OneWayStream("# Leave"u8.ToArray());

        var exception = await Should.ThrowAsync<HrApiException>(() =>
            client.Documents.UploadAsync(stream, "leave.md", cancellationToken: Cancellation)
        );

        ((int)exception.Status).ShouldBe(503);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_there_is_a_connection_error_after_the_repetitions()
    {
        var server = await StubServer.StartAsync(Answer.Status(200));
        var clock = new EagerClock();
        using var client = server.Client(clock);
        await server.DisposeAsync();

        var exception = await Should.ThrowAsync<HrConnectionException>(() =>
            client.Documents.UpdateAsync("doc_1", new DocumentPatch(), cancellationToken: Cancellation)
        );

        // Nothing was sent, so that even a change may be tried again.
        clock.Waits.Count.ShouldBe(4);
        exception.Message.ShouldContain("/v2/documents/doc_1");
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_ends_and_is_told_as_such()
    {
        var clock = new FakeTimeProvider();
        await using var server = await StubServer.StartAsync(async context =>
        {
            clock.Advance(TimeSpan.FromSeconds(11));
            var never = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(never.SetResult);
            await never.Task;
        });
        var options = server.Options(clock);
        options.Timeout = TimeSpan.FromSeconds(10);
        options.MaxRetries = 0;
        using var client = new HrPlatformClient(options);

        var exception = await Should.ThrowAsync<HrConnectionException>(() =>
            client.Documents.GetAsync("doc_1", Cancellation)
        );

        exception.Message.ShouldContain("10 seconds");
    }

    [Fact]
    public async Task The_callers_cancellation_is_no_error_of_the_connection()
    {
        using var caller = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await caller.CancelAsync();
            var never = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(never.SetResult);
            await never.Task;
        });
        using var client = server.Client();

        await Should.ThrowAsync<OperationCanceledException>(() => client.Documents.GetAsync("doc_1", caller.Token));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_repeated_when_that_is_turned_off()
    {
        await using var server = await StubServer.StartAsync(Answer.Status(503, retryAfter: "2"));
        var options = server.Options();
        options.MaxRetries = 0;
        using var client = new HrPlatformClient(options);

        var exception = await Should.ThrowAsync<HrApiException>(() => client.Documents.GetAsync("doc_1", Cancellation));

        exception.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_calls_and_with_what_stands_in_the_headers()
    {
        await using var server = await StubServer.StartAsync(Answer.Json(Answer.Document()));
        var options = server.Options();
        options.ApplicationName = "payroll/2.1";
        using var client = new HrPlatformClient(options);

        await client.Documents.GetAsync("doc_1", Cancellation);

        var headers = server.Requests.Single().Headers;
        headers["Authorization"].ShouldBe($"Bearer {TestKeys.WellFormed}");
        headers["User-Agent"].ShouldStartWith("HrPlatform.Sdk/0.");
        headers["User-Agent"].ShouldEndWith("payroll/2.1");
        headers["User-Agent"].ShouldContain(Environment.Version.ToString(2), Case.Sensitive);
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
