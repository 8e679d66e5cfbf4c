using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Api.Hosting.Requests;

/// <summary>Refuses query strings with NUL characters: PostgreSQL can't compare them, and nobody means them.</summary>
internal sealed class QueryTextMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        if (query is null || !query.Contains("%00", StringComparison.Ordinal))
            return next(context);
        var name = context
            .Request.Query.Where(pair => pair.Key.Contains('\0') || pair.Value.Any(value => value!.Contains('\0')))
            .Select(pair => pair.Key.Replace("\0", ""))
            .FirstOrDefault();
        return name is null
            ? next(context)
            : throw new ProblemException(
                ProblemCatalog.MalformedRequest,
                $"The parameter '{name}' contains a NUL character.",
                new FieldError(name, "wrong-format", "Send text without NUL characters.")
            );
    }
}
