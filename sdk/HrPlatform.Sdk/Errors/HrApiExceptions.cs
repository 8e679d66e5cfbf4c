using System.Net;

namespace HrPlatform.Sdk;

/// <summary>401: the key is missing, unknown, expired or revoked.</summary>
public sealed class HrUnauthorizedException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrUnauthorizedException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>403: the key may not do that; the detail names the scope that it lacks.</summary>
public sealed class HrForbiddenException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrForbiddenException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>404 or 410: there is no such thing, or not for this key.</summary>
public sealed class HrNotFoundException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrNotFoundException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>409: it conflicts with what is there, e.g. an e-mail address that is taken.</summary>
public sealed class HrConflictException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrConflictException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>412: somebody changed it since the version of <c>ifMatch</c>. Read it again.</summary>
public sealed class HrPreconditionFailedException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrPreconditionFailedException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>400 or 422: <see cref="HrApiException.Errors"/> names the fields and what to change.</summary>
public sealed class HrValidationException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrValidationException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}

/// <summary>429: too many requests; <see cref="HrApiException.RetryAfter"/> says when to go on. Thrown after the repetitions.</summary>
public sealed class HrRateLimitException : HrApiException
{
    /// <inheritdoc cref="HrApiException(HttpStatusCode, Problem, string?, TimeSpan?, Exception?)" />
    public HrRateLimitException(
        HttpStatusCode status,
        Problem problem,
        string? body = null,
        TimeSpan? retryAfter = null,
        Exception? innerException = null
    )
        : base(status, problem, body, retryAfter, innerException) { }
}
