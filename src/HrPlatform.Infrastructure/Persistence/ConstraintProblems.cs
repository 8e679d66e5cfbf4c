using HrPlatform.Application.Common.Problems;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>
/// What a broken constraint means to the caller. Uniqueness is decided by the index alone, so that it also holds under
/// parallel writes.
/// </summary>
public static class ConstraintProblems
{
    private static readonly Dictionary<string, (string Pointer, string Code, string Message)> _unique = new(
        StringComparer.Ordinal
    )
    {
        ["employees_email_key"] = ("/email", "email-taken", "Another employee has this e-mail address."),
        ["employees_employee_number_key"] = (
            "/employeeNumber",
            "employee-number-taken",
            "Another employee has this employee number."
        ),
        ["employees_external_id_key"] = ("/externalId", "external-id-taken", "Another employee has this external id."),
        ["departments_name_key"] = ("/name", "name-taken", "Another department has this name."),
        ["departments_code_key"] = ("/code", "code-taken", "Another department has this code."),
        ["positions_title_key"] = ("/title", "title-taken", "Another position has this title."),
        ["skills_name_key"] = ("/name", "name-taken", "Another skill has this name."),
        ["custom_fields_key_key"] = ("/key", "key-taken", "Another custom field has this key."),
        ["documents_content_key"] = ("/file", "content-taken", "The same file was uploaded at the same moment."),
        ["identity_providers_issuer_key"] = (
            "/issuer",
            "issuer-taken",
            "This issuer is trusted already with this audience."
        ),
        ["users_email_key"] = ("/email", "email-taken", "Another user has this e-mail address."),
        ["tenants_slug_key"] = ("/slug", "slug-taken", "Another tenant has this slug."),
    };

    /// <summary>Null when the exception is not about a constraint that callers can break.</summary>
    public static ProblemException? From(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException
            ? new ProblemException(
                ProblemCatalog.Conflict,
                "Another request changed the same resource at the same moment. Read it again and repeat."
            )
        : exception.InnerException is PostgresException postgres ? From(postgres)
        : null;

    /// <inheritdoc cref="From(DbUpdateException)"/>
    public static ProblemException? From(PostgresException exception) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation
                when _unique.TryGetValue(exception.ConstraintName ?? "", out var known) => new ProblemException(
                ProblemCatalog.Conflict,
                known.Message,
                new FieldError(known.Pointer, known.Code, known.Message)
            ),
            PostgresErrorCodes.ForeignKeyViolation => new ProblemException(
                ProblemCatalog.Conflict,
                "A resource that this one refers to was removed, or this one is still referred to."
            ),
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new ProblemException(
                ProblemCatalog.Conflict,
                "Another request changed the same resources at the same moment. Repeat the request."
            )
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            },
            _ => null,
        };
}
