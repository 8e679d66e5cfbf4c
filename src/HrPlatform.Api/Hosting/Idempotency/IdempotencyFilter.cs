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
internal sealed class IdempotencyFilter(CallerContext caller, TimeProvider clock) : IAsyncResourceFilter
{
    private const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly string[] _keptHeaders = ["Content-Type", "Location", "ETag", "Link", "Cache-Control"];

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || !http.Request.Headers.TryGetValue(IdempotencyKey.Header, out var values)
            || caller.CallerOrNull is null
            // A stream is sent while it is made; there is no whole answer to keep.
            || http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/event-stream")
        )
        {
            await next();
            return;
        }

        var identity = new IdempotencyIdentity(
            caller.Caller.CredentialId,
            $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}",
            IdempotencyKey.Parse(values)
        );
        var request = await RequestFingerprint.OfAsync(http.Request, http.RequestAborted);
        var (unitOfWork, store) = WorkOf(context);

        await unitOfWork.BeginAsync(http.RequestAborted);
        try
        {
            var (locked, stored) = await store.LockAsync(identity, http.RequestAborted);
            if (!locked)
            {
                throw new ProblemException(
                    ProblemCatalog.IdempotencyKeyInUse,
                    "A request with this idempotency key is still running."
                )
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }
            if (stored is null)
            {
                await RunAsync(context, next, unitOfWork, store, identity, request);
                return;
            }
            if (!stored.RequestHash.AsSpan().SequenceEqual(request))
            {
                throw new ProblemException(
                    ProblemCatalog.IdempotencyKeyReused,
                    "This idempotency key was used for a request with another body."
                );
            }
            await unitOfWork.RollbackAsync(http.RequestAborted);
            await ReplayAsync(context, stored);
        }
        finally
        {
            await unitOfWork.RollbackAsync(CancellationToken.None);
        }
    }

    private static async Task RunAsync(
        ResourceExecutingContext context,
        ResourceExecutionDelegate next,
        IUnitOfWork unitOfWork,
        IdempotencyStore store,
        IdempotencyIdentity identity,
        byte[] request
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
            var body = answer.ToArray();
            await store.SaveAsync(
                identity,
                new StoredAnswer(
                    request,
                    http.Response.StatusCode,
                    JsonSerializer.Serialize(headers),
                    ShowsSecret(context) ? SealedAnswer.Seal(http.Request, body) : body
                ),
                http.RequestAborted
            );
            await unitOfWork.CommitAsync(http.RequestAborted);
        }

        answer.Position = 0;
        await answer.CopyToAsync(client, http.RequestAborted);
    }

    private static async Task ReplayAsync(ResourceExecutingContext context, StoredAnswer stored)
    {
        var http = context.HttpContext;
        http.Response.StatusCode = stored.StatusCode;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(stored.Headers)!)
            http.Response.Headers[name] = value;
        http.Response.Headers[ReplayedHeader] = "true";
        var body = ShowsSecret(context) ? SealedAnswer.Open(http.Request, stored.Body) : stored.Body;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private (IUnitOfWork UnitOfWork, IdempotencyStore Store) WorkOf(ResourceExecutingContext context)
    {
        var services = context.HttpContext.RequestServices;
        return Has<ControlPlaneAttribute>(context)
            ? (
                services.GetRequiredService<IPlatformUnitOfWork>(),
                new IdempotencyStore(services.GetRequiredService<IPlatformSql>(), clock)
            )
            : (
                services.GetRequiredService<IUnitOfWork>(),
                new IdempotencyStore(services.GetRequiredService<ITenantSql>(), clock)
            );
    }

    private static bool ShowsSecret(ResourceExecutingContext context) => Has<ShowsSecretAttribute>(context);

    private static bool Has<TAttribute>(ResourceExecutingContext context) =>
        context.ActionDescriptor.EndpointMetadata.OfType<TAttribute>().Any();
}
