namespace HrPlatform.Application.Common.Problems;

/// <summary>What is wrong with one field.</summary>
/// <param name="Pointer">JSON pointer into the body (<c>/email</c>), or the parameter's name.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Message">What to change.</param>
public sealed record FieldError(string Pointer, string Code, string Message);

/// <summary>
/// Ends a use case with a problem that the caller is told about. The API turns it into RFC 9457 problem details in one
/// place; everything else that is thrown becomes <see cref="ProblemCatalog.InternalError"/>.
/// </summary>
public class ProblemException(ProblemCode problem, string detail, params IReadOnlyList<FieldError> errors)
    : Exception(detail)
{
    public ProblemCode Problem { get; } = problem;

    public IReadOnlyList<FieldError> Errors { get; } = errors;

    /// <summary>When the same request can succeed; becomes <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ProblemException NotFound(string what) => new(ProblemCatalog.NotFound, $"There is no {what}.");

    public static ProblemException MissingScope(string scope) =>
        new(ProblemCatalog.Forbidden, $"The scope '{scope}' is missing.");

    public static ProblemException Invalid(string pointer, string code, string message) =>
        new(ProblemCatalog.ValidationFailed, message, new FieldError(pointer, code, message));
}
