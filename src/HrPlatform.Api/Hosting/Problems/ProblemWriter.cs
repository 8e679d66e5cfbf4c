using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Api.Hosting.Problems;

/// <summary>Problem details (RFC 9457) as every error answer carries them.</summary>
/// <param name="Type">A page that explains the problem: <c>…/problems/{code}</c>.</param>
/// <param name="Title">Short, the same for every occurrence of the problem.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time, and what to change.</param>
/// <param name="Code">Stable name of the problem.</param>
/// <param name="RequestId">Tell us this id when you ask about the request.</param>
/// <param name="Errors">What is wrong with which field, all at once.</param>
/// <param name="ViolatedPolicies">The names of the limits that were reached (429 only).</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldError>? Errors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: JsonPropertyName("violated-policies")]
        IReadOnlyList<string>? ViolatedPolicies = null
);

/// <summary>The one place where errors become HTTP.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        // Answers are never part of a page; escaping quotes and accents would only hurt readers.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Problem ProblemOf(
        HttpContext context,
        ProblemException exception,
        IReadOnlyList<string>? violatedPolicies = null
    ) =>
        new(
            exception.Problem.RegisteredType
                ?? $"{context.Request.Scheme}://{context.Request.Host}/problems/{exception.Problem.Code}",
            exception.Problem.Title,
            exception.Problem.Status,
            exception.Message,
            exception.Problem.Code,
            context.TraceIdentifier,
            exception.Errors.Count == 0 ? null : exception.Errors,
            violatedPolicies
        );

    public static Task WriteAsync(
        HttpContext context,
        ProblemException exception,
        IReadOnlyList<string>? violatedPolicies = null
    )
    {
        context.Response.StatusCode = exception.Problem.Status;
        if (exception.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(
            ProblemOf(context, exception, violatedPolicies),
            _json,
            ContentType,
            context.RequestAborted
        );
    }
}
