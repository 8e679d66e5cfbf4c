namespace HrPlatform.Sdk;

/// <summary>Hands the ETag of an answer to the serializer, which sees the content only.</summary>
internal sealed class ETagHandler : DelegatingHandler
{
    internal const string Carrier = "X-HrPlatform-ETag";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Headers.ETag is { } tag)
            response.Content.Headers.TryAddWithoutValidation(Carrier, tag.ToString());
        return response;
    }
}
