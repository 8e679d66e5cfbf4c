using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.Mvc.Filters;

namespace HrPlatform.Api.Hosting.Idempotency;

/// <summary>
/// <c>Idempotency-Key</c> on POST (IETF draft-ietf-httpapi-idempotency-key-header). The work and its stored answer commit
/// in one transaction: after a crash either both are there or neither, and the caller simply repeats the request.
/// </summary>
internal sealed class IdempotencyFilter(
    CallerContext caller,
    Lazy<IUnitOfWork> unitOfWork,
    Lazy<IdempotencyStore> store
) : IAsyncResourceFilter
{
    private const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 255;

    private static readonly string[] _keptHeaders = ["Content-Type", "Location", "ETag", "Link"];

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || !http.Request.Headers.TryGetValue(Header, out var values)
            || caller.CallerOrNull?.Tenant is null
        )
        {
            await next();
            return;
        }

        var key = Parse(values.ToString());
        var route = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        var identity = new IdempotencyIdentity(caller.Caller.CredentialId, route, key);
        var requestHash = await HashBodyAsync(http);

        await unitOfWork.Value.BeginAsync(http.RequestAborted);
        try
        {
            if (!await store.Value.TryLockAsync(identity, http.RequestAborted))
            {
                throw new ProblemException(
                    ProblemCatalog.IdempotencyKeyInUse,
                    "A request with this idempotency key is still running."
                )
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }

            if (await store.Value.FindAsync(identity, http.RequestAborted) is { } stored)
            {
                if (!stored.RequestHash.AsSpan().SequenceEqual(requestHash))
                {
                    throw new ProblemException(
                        ProblemCatalog.IdempotencyKeyReused,
                        "This idempotency key was used for a request with another body."
                    );
                }
                await unitOfWork.Value.RollbackAsync(http.RequestAborted);
                await ReplayAsync(http, stored);
                return;
            }

            await RunAsync(context, next, identity, requestHash);
        }
        finally
        {
            await unitOfWork.Value.RollbackAsync(CancellationToken.None);
        }
    }

    private async Task RunAsync(
        ResourceExecutingContext context,
        ResourceExecutionDelegate next,
        IdempotencyIdentity identity,
        byte[] requestHash
    )
    {
        var http = context.HttpContext;
        var client = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        ResourceExecutedContext executed;
        try
        {
            executed = await next();
        }
        finally
        {
            http.Response.Body = client;
        }
        if (executed.Exception is not null && !executed.ExceptionHandled)
            return;

        // Only what succeeded is kept: a refused request may be corrected and sent again under the same key.
        if (http.Response.StatusCode < StatusCodes.Status400BadRequest)
        {
            var headers = _keptHeaders
                .Where(http.Response.Headers.ContainsKey)
                .ToDictionary(name => name, name => http.Response.Headers[name].ToString(), StringComparer.Ordinal);
            await store.Value.SaveAsync(
                identity,
                new StoredAnswer(
                    requestHash,
                    http.Response.StatusCode,
                    JsonSerializer.Serialize(headers),
                    answer.ToArray()
                ),
                http.RequestAborted
            );
            await unitOfWork.Value.CommitAsync(http.RequestAborted);
        }

        answer.Position = 0;
        await answer.CopyToAsync(client, http.RequestAborted);
    }

    private static async Task ReplayAsync(HttpContext http, StoredAnswer stored)
    {
        http.Response.StatusCode = stored.StatusCode;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(stored.Headers)!)
            http.Response.Headers[name] = value;
        http.Response.Headers[ReplayedHeader] = "true";
        await http.Response.Body.WriteAsync(stored.Body, http.RequestAborted);
    }

    /// <summary>Bare, or quoted as a structured-field string (RFC 9651).</summary>
    private static string Parse(string value)
    {
        var key = value.Trim();
        if (key.Length >= 2 && key[0] == '"' && key[^1] == '"')
            key = key[1..^1].Replace("\\\"", "\"").Replace("\\\\", "\\");
        if (key.Length is 0 or > MaxKeyLength || key.Any(c => c is < ' ' or > '~'))
        {
            throw new ProblemException(
                ProblemCatalog.MalformedRequest,
                $"An idempotency key has 1 to {MaxKeyLength} visible ASCII characters.",
                new FieldError(Header, "invalid-idempotency-key", "Use for example a UUID.")
            );
        }
        return key;
    }

    private static async Task<byte[]> HashBodyAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Multipart boundaries are chosen anew by each client call, so the media type alone counts there.
        hash.AppendData(Encoding.UTF8.GetBytes(http.Request.ContentType?.Split(';')[0] ?? ""));
        var buffer = new byte[81920];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
