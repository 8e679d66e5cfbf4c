using Microsoft.OpenApi;

namespace HrPlatform.Api.Hosting.OpenApi;

/// <summary>The words around the operations: what a version is and what its tags stand for.</summary>
internal static class DocumentTexts
{
    public static IReadOnlyDictionary<string, string> Tags { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Employees"] = "People of the tenant: their master data, employment, skills and pay.",
            ["Departments"] = "The departments of the tenant, as a tree.",
            ["Positions"] = "The positions that employees hold.",
            ["Skills"] = "The catalogue of skills that employees can have.",
            ["CustomFields"] = "Fields of employees that the tenant defines for itself.",
            ["OrgChart"] = "Who reports to whom.",
            ["Documents"] =
                "Handbooks, policies and other documents: uploaded, read, cut into chunks and made searchable.",
            ["Search"] = "One search over documents and employees: full text and meaning together.",
            ["Agents"] = "Questions in natural language, answered from the records and the documents, with citations.",
            ["Conversations"] = "Earlier questions and answers.",
            ["Imports"] = "Many employees at once, from CSV.",
            ["Exports"] = "All employees, or some, as CSV or JSON Lines.",
            ["Jobs"] = "Long work: its progress, its errors, its cancellation.",
            ["ApiKeys"] = "Credentials of the tenant: created, rotated, revoked.",
            ["Users"] = "People who sign in: their roles, their access, their sessions.",
            ["OAuthClients"] = "Apps of third parties and of the tenant: registered, changed, removed.",
            ["IdentityProviders"] = "Other issuers whose tokens the tenant accepts.",
            ["Tenants"] = "Companies on this platform. For platform administrators only.",
            ["Me"] = "What the presented credential is and may do.",
            ["Limits"] = "How many requests a key and a tenant may make.",
        };

    public static OpenApiInfo Info(string version) =>
        new()
        {
            Title = "HrPlatform API",
            Version = version,
            Description = version == "v1" ? V1 : V2,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };

    private const string Common = """


        **Authentication**: `Authorization: Bearer …` with an API key (`hr_live_…`) or an access token of OAuth 2.1
        (`/.well-known/openid-configuration`). Each operation names the scope that it needs.

        **Errors** are problem details (RFC 9457): `code` is stable, `errors` points at fields, `requestId` is what to
        tell us. Every code has a page under `/problems`.

        **Limits**: `RateLimit-Policy` and `RateLimit` stand on every answer; a 429 says in `Retry-After` when to repeat.

        **Retries**: send `Idempotency-Key` on POST, and repeat the same request as often as you like: it is done once.

        **Compatibility**: new fields and new enum values may appear at any time; ignore what you don't know.
        """;

    private const string V1 =
        "The simple contract: flat employees, pages by number, search and questions. Use v2 for history, cursors, ETags and bulk work."
        + Common;

    private const string V2 =
        "The rich contract: employees with dated history and pay, cursors, ETags, merge patch, bulk jobs and agents."
        + Common;
}
