using System.Net;
using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk.Tests.Errors;

public sealed class ErrorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, Type> Types =>
        new()
        {
            { 400, typeof(HrValidationException) },
            { 401, typeof(HrUnauthorizedException) },
            { 403, typeof(HrForbiddenException) },
            { 404, typeof(HrNotFoundException) },
            { 409, typeof(HrConflictException) },
            { 410, typeof(HrNotFoundException) },
            { 412, typeof(HrPreconditionFailedException) },
            { 413, typeof(HrApiException) },
            { 422, typeof(HrValidationException) },
            { 429, typeof(HrRateLimitException) },
            { 500, typeof(HrApiException) },
        };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Each_status_that_callers_handle_has_its_exception(int status, Type type)
    {
        await using var server = await StubServer.StartAsync(
            Answer.Json(
                $$"""{"title":"T","status":{{status}},"detail":"D","code":"some-code","requestId":"r1"}""",
                status
            )
        );
        using var client = server.Client();

        var exception = await Should.ThrowAsync<HrApiException>(() => client.Documents.GetAsync("doc_1", Cancellation));

        exception.GetType().ShouldBe(type);
        exception.Status.ShouldBe((HttpStatusCode)status);
        exception.Code.ShouldBe("some-code");
        exception.Title.ShouldBe("T");
        exception.Detail.ShouldBe("D");
        exception.RequestId.ShouldBe("r1");
        exception.Message.ShouldContain("request r1");
    }

    [Fact]
    public async Task The_fields_and_what_to_change_stand_in_the_exception_and_in_its_message()
    {
        const string body = """
            {"type":"https://hr.example.com/problems/validation-failed","title":"The request breaks a rule","status":422,
             "detail":"2 fields are wrong.","code":"validation-failed","requestId":"r2",
             "errors":[{"pointer":"/email","code":"invalid-email","message":"An address is expected."},
                       {"pointer":"/hireDate","code":"invalid-date","message":"A date is expected."}]}
            """;
        await using var server = await StubServer.StartAsync(Answer.Json(body, 422));
        using var client = server.Client();

        var exception = await Should.ThrowAsync<HrValidationException>(() =>
            client.Search.SearchAsync("leave", cancellationToken: Cancellation)
        );

        exception.Errors.Select(error => error.Pointer).ShouldBe(["/email", "/hireDate"]);
        exception.Errors[0].Code.ShouldBe("invalid-email");
        exception.Message.ShouldContain("/email: An address is expected.");
        exception.Body.ShouldBe(body);
        exception.Problem.Type.ShouldBe("https://hr.example.com/problems/validation-failed");
    }

    [Fact]
    public async Task A_proxys_page_is_kept_as_text()
    {
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "text/html";
            context.Response.Headers["X-Request-Id"] = "from-the-proxy";
            await context.Response.Body.WriteAsync("<h1>Oops</h1>"u8.ToArray(), context.RequestAborted);
        });
        using var client = server.Client();

        var exception = await Should.ThrowAsync<HrApiException>(() => client.Documents.GetAsync("doc_1", Cancellation));

        exception.Code.ShouldBeEmpty();
        exception.Body.ShouldBe("<h1>Oops</h1>");
        exception.RequestId.ShouldBe("from-the-proxy");
        exception.Message.ShouldContain("500");
    }

    [Fact]
    public async Task An_answer_that_is_not_what_was_promised_is_an_api_error()
    {
        await using var server = await StubServer.StartAsync(Answer.Json("[1,2"));
        using var client = server.Client();

        var exception = await Should.ThrowAsync<HrApiException>(() => client.Documents.GetAsync("doc_1", Cancellation));

        exception.InnerException.ShouldNotBeNull();
        exception.Title.ShouldBe("The answer can't be read");
    }

    [Fact]
    public async Task A_job_that_fails_says_why()
    {
        await using var server = await StubServer.StartAsync(
            Answer.Json(JobText("running")),
            Answer.Json(JobText("failed", """{"code":"rows-rejected","message":"3 rows have errors."}"""))
        );
        using var client = server.Client();
        List<JobStatus> seen = [];

        var exception = await Should.ThrowAsync<HrJobException>(() =>
            client.Jobs.WaitAsync("job_1", new Listener(job => seen.Add(job.Status)), Cancellation)
        );

        exception.Job.Error!.Code.ShouldBe("rows-rejected");
        exception.Message.ShouldContain("3 rows have errors.");
        seen.ShouldBe([JobStatus.Running, JobStatus.Failed]);
    }

    private static string JobText(string status, string error = "null") =>
        $$"""
            {"id":"job_1","kind":"import_employees","status":"{{status}}","progress":{"processed":1,"failed":0},
             "cancelRequested":false,"attempts":1,"error":{{error}},"links":{},
             "createdAt":"2026-11-23T09:00:00Z","updatedAt":"2026-11-23T09:00:00Z"}
            """;

    private sealed class Listener(Action<Job> heard) : IProgress<Job>
    {
        public void Report(Job value) => heard(value);
    }
}
