using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HrPlatform.Api.Hosting.Idempotency;

/// <summary>What tells whether a repeated request is the same one: SHA-256 of its media type and body.</summary>
internal static class RequestFingerprint
{
    /// <summary>Leaves the body where it can be read again from its start.</summary>
    public static async Task<byte[]> OfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(type?.MediaType.Value ?? ""));
        // A client chooses the boundary anew with each attempt: what stands between the boundaries counts.
        var boundary = HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).Value;
        if (
            string.IsNullOrEmpty(boundary)
            || !await TryAppendPartsAsync(hash, request.Body, boundary, cancellationToken)
        )
            await AppendAsync(hash, request.Body, cancellationToken);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static async Task<bool> TryAppendPartsAsync(
        IncrementalHash hash,
        Stream body,
        string boundary,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{part.ContentDisposition}\n{part.ContentType}\n"));
                // The length of each part goes in too, so that bytes can't move from one part to the next.
                hash.AppendData(BitConverter.GetBytes(await AppendAsync(hash, part.Body, cancellationToken)));
            }
            return true;
        }
        catch (Exception exception)
            when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // Not readable as multipart: model binding will refuse it, and its bytes are what can be compared.
            body.Position = 0;
            return false;
        }
    }

    private static async Task<long> AppendAsync(
        IncrementalHash hash,
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[16384];
        long length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }
        return length;
    }
}
