using System.Reflection;

namespace HrPlatform.Application.Common.Problems;

/// <summary>Every problem that the API answers with. Codes never change their meaning; new ones may be added.</summary>
public static class ProblemCatalog
{
    public static readonly ProblemCode ValidationFailed = new(
        "validation-failed",
        422,
        "The request is well formed but breaks a rule.",
        "Each entry of `errors` points at a field and says what to change. Nothing was written."
    );

    public static readonly ProblemCode MalformedRequest = new(
        "malformed-request",
        400,
        "The request can't be read.",
        "The body is not valid JSON of the documented shape, or a parameter has the wrong type. `errors` names where."
    );

    public static readonly ProblemCode InvalidId = new(
        "invalid-id",
        400,
        "An id has the wrong form.",
        "Ids are a prefix, an underscore and 26 characters, e.g. `emp_01jd…`. The detail says which prefix was expected."
    );

    public static readonly ProblemCode InvalidCursor = new(
        "invalid-cursor",
        400,
        "The cursor can't be used here.",
        "A cursor belongs to the list, tenant and filter that it came from. Start again without a cursor."
    );

    public static readonly ProblemCode Unauthenticated = new(
        "unauthenticated",
        401,
        "A valid API key or access token is needed.",
        "Send `Authorization: Bearer hr_live_…`. The key or token may be mistyped, expired or revoked."
    );

    public static readonly ProblemCode Forbidden = new(
        "forbidden",
        403,
        "This credential may not do that.",
        "The detail names the scope that is missing. Ask an administrator of the tenant for a key or role that has it."
    );

    public static readonly ProblemCode TenantSuspended = new(
        "tenant-suspended",
        403,
        "The tenant is suspended.",
        "Requests are refused until the tenant is active again. No data was removed."
    );

    public static readonly ProblemCode NotFound = new(
        "not-found",
        404,
        "There is no such resource.",
        "The id doesn't exist, was deleted, or belongs to another tenant."
    );

    public static readonly ProblemCode MethodNotAllowed = new(
        "method-not-allowed",
        405,
        "The resource has no such method.",
        "The `Allow` header lists the methods that exist."
    );

    public static readonly ProblemCode NotAcceptable = new(
        "not-acceptable",
        406,
        "No such representation.",
        "Ask for `application/json`, or for another media type that the operation documents."
    );

    public static readonly ProblemCode Conflict = new(
        "conflict",
        409,
        "The request conflicts with the state of the resource.",
        "Read the resource again, decide, and repeat."
    );

    public static readonly ProblemCode IdempotencyKeyInUse = new(
        "idempotency-key-in-use",
        409,
        "A request with this idempotency key is still running.",
        "Wait for the seconds in `Retry-After` and send the same request again."
    );

    public static readonly ProblemCode IdempotencyKeyReused = new(
        "idempotency-key-reused",
        422,
        "The idempotency key was used for another request.",
        "A key stands for one request. Use a new key for a new request."
    );

    public static readonly ProblemCode PreconditionFailed = new(
        "precondition-failed",
        412,
        "The resource has changed.",
        "`If-Match` names a version that is no longer current. Read again and repeat the change."
    );

    public static readonly ProblemCode PayloadTooLarge = new(
        "payload-too-large",
        413,
        "The body is too large.",
        "The detail names the limit. Split the request."
    );

    public static readonly ProblemCode UnsupportedMediaType = new(
        "unsupported-media-type",
        415,
        "The content type is not supported.",
        "Send the content type that the operation documents."
    );

    public static readonly ProblemCode QuotaExceeded = new(
        "quota-exceeded",
        429,
        "Too many requests.",
        "Wait for the seconds in `Retry-After`. `violated-policies` names the limit that was reached.",
        "https://iana.org/assignments/http-problem-types#quota-exceeded"
    );

    public static readonly ProblemCode InternalError = new(
        "internal-error",
        500,
        "Something went wrong on our side.",
        "Nothing was written. Repeat the request; if it fails again, tell us the request id."
    );

    public static readonly ProblemCode Unavailable = new(
        "unavailable",
        503,
        "The service can't answer right now.",
        "Repeat the request after the seconds in `Retry-After`."
    );

    public static IReadOnlyDictionary<string, ProblemCode> All { get; } =
        typeof(ProblemCatalog)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(ProblemCode))
            .Select(field => (ProblemCode)field.GetValue(null)!)
            .ToDictionary(problem => problem.Code, StringComparer.Ordinal);
}
