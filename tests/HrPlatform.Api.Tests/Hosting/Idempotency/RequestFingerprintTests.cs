using System.Text;
using HrPlatform.Api.Hosting.Idempotency;
using Microsoft.AspNetCore.Http;

namespace HrPlatform.Api.Tests.Hosting.Idempotency;

public sealed class RequestFingerprintTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_is_sent_again_under_another_boundary_is_the_same_request()
    {
        var first = await OfAsync("multipart/form-data; boundary=one", Form("one", "text/plain", "hello"));

        (await OfAsync("multipart/form-data; boundary=\"two\"", Form("two", "text/plain", "hello"))).ShouldBe(first);
        (await OfAsync("multipart/form-data; boundary=two", Form("two", "text/plain", "other"))).ShouldNotBe(first);
        (await OfAsync("multipart/form-data; boundary=two", Form("two", "text/html", "hello"))).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_charset_makes_no_other_request_but_a_media_type_does()
    {
        var first = await OfAsync("application/json", "{}");

        (await OfAsync("application/json; charset=utf-8", "{}")).ShouldBe(first);
        (await OfAsync("application/xml", "{}")).ShouldNotBe(first);
        (await OfAsync("application/json", "{ }")).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_compared_byte_by_byte()
    {
        var first = await OfAsync("multipart/form-data; boundary=one", "no form at all");

        (await OfAsync("multipart/form-data; boundary=one", "no form at all")).ShouldBe(first);
        (await OfAsync("multipart/form-data; boundary=one", "another")).ShouldNotBe(first);
    }

    private static string Form(string boundary, string type, string content) =>
        $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\nContent-Type: {type}\r\n\r\n{content}\r\n--{boundary}--\r\n";

    private static async Task<string> OfAsync(string type, string body)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var fingerprint = Convert.ToHexString(await RequestFingerprint.OfAsync(request, Cancel));
        using var reader = new StreamReader(request.Body);
        (await reader.ReadToEndAsync(Cancel)).ShouldBe(body);
        return fingerprint;
    }
}
