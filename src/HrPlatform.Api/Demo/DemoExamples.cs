using System.Collections.Frozen;
using System.Text.Json.Nodes;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Conversations;
using HrPlatform.Application.Documents;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Exports;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Identity.OAuth;
using HrPlatform.Application.Identity.Providers;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Application.Jobs;
using HrPlatform.Application.Organization;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Jobs;
using HrPlatform.Domain.Tenants;
using HrPlatform.Infrastructure.Identity.Users;
using MediatR;
using Microsoft.OpenApi;

namespace HrPlatform.Api.Demo;

/// <summary>
/// What the examples in the served OpenAPI documents name exists in the demo company, so that each operation can be tried
/// out in the browser as it stands. What is missing is created; none of it changes a figure of today.
/// </summary>
internal sealed class DemoExamples(
    IServiceScopeFactory scopes,
    IApiKeyAuthenticator authenticator,
    IConfiguration configuration,
    TimeProvider clock
)
{
    private const string KeyName = "Key of the examples";
    private const string UnusedDepartment = "Innovation Lab";
    private const string UnusedPosition = "Working Student";
    private const string UnusedSkill = "Technical Illustration";

    // By path and prefix where one resource will not do, else by the id's prefix.
    private volatile FrozenDictionary<string, Example> _examples = FrozenDictionary<string, Example>.Empty;

    /// <summary>
    /// Gives path parameters the ids of things that are there, and bodies that change one of them the values that no other
    /// may have as well.
    /// </summary>
    public void Apply(OpenApiDocument document)
    {
        var examples = _examples;
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                Example? subject = null;
                foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
                {
                    if (
                        parameter.In == ParameterLocation.Path
                        && PrefixOf(parameter) is { } prefix
                        && (examples.GetValueOrDefault($"{path} {prefix}") ?? examples.GetValueOrDefault(prefix))
                            is { Id.Length: > 0 } example
                    )
                    {
                        parameter.Example = JsonValue.Create(example.Id);
                        subject = example;
                    }
                }
                if (subject is not null && (method == HttpMethod.Put || method == HttpMethod.Patch))
                    Keep(subject, operation);
            }
        }
    }

    private static void Keep(Example subject, OpenApiOperation operation)
    {
        var bodies = (operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>())
            .Values.OfType<OpenApiMediaType>()
            .Select(content => content.Example)
            .OfType<JsonObject>();
        foreach (var body in bodies)
        {
            foreach (var (name, value) in subject.Unique)
            {
                if (body.ContainsKey(name))
                    body[name] = value;
            }
        }
    }

    /// <summary>Finds or creates the resources; <see cref="Apply"/> knows them afterwards.</summary>
    public async Task PrepareAsync(TenantPlace place, CancellationToken cancellationToken)
    {
        var caller = Caller.System(place);
        var people = (
            await SendAsync(
                new ListEmployees(new EmployeeFilter(), [new(EmployeeSortField.EmployeeNumber, true)], 2, null, false)
            )
        ).Items;
        var person = people[0];
        var import = await SendAsync(new ListJobs(JobKindNames.ImportEmployees, JobStatus.Succeeded, 1, Cursor: null));
        var documents = await SendAsync(new ListDocuments(new DocumentFilter(), 2, Cursor: null, WithTotal: false));
        var export = await ExportAsync();
        var cancelled = await CancelledExportAsync();
        var conversation = await ConversationAsync();
        var user = await UserAsync();
        _examples = new Dictionary<string, Example>(StringComparer.Ordinal)
        {
            ["emp"] = Of(people[0]),
            ["/v1/employees/{id} emp"] = Of(people[1]),
            ["doc"] = new(documents.Items[0].Id.ToString()),
            ["/v1/documents/{documentId} doc"] = new(documents.Items[1].Id.ToString()),
            ["job"] = new(import.Items[0].Id.ToString()),
            ["/v2/exports/{id}/file job"] = new(export.ToString()),
            ["/v2/jobs/{id}/cancel job"] = new(cancelled.ToString()),
            ["/v2/jobs/{id}/retry job"] = new(cancelled.ToString()),
            ["dep"] = await DepartmentAsync(),
            ["pos"] = await PositionAsync(),
            ["skl"] = await SkillAsync(),
            ["cfd"] = new(await CustomFieldAsync()),
            ["cmp"] = new(await PendingPayAsync()),
            ["hev"] = new(await PendingEventAsync()),
            ["cnv"] = new(conversation),
            ["key"] = new(await KeyAsync()),
            ["usr"] = new(user.ToString()),
            ["ses"] = new((await SessionAsync(user)).ToString()),
            ["cli"] = new(await AppAsync()),
            ["idp"] = new(await ProviderAsync()),
        }.ToFrozenDictionary(StringComparer.Ordinal);

        async Task<Example> DepartmentAsync()
        {
            var found = await SendAsync(new ListDepartments(new(UnusedDepartment), 1, Cursor: null, WithTotal: false));
            var department = found.Items is [var known]
                ? known
                : await SendAsync(new CreateDepartment(UnusedDepartment, "LAB", null));
            return new Example(department.Id.ToString(), ("name", department.Name), ("code", department.Code));
        }

        async Task<Example> PositionAsync()
        {
            var found = await SendAsync(new ListPositions(UnusedPosition, 1, Cursor: null, WithTotal: false));
            var position = found.Items is [var known]
                ? known
                : await SendAsync(new CreatePosition(UnusedPosition, null));
            return new Example(position.Id.ToString(), ("title", position.Title));
        }

        async Task<Example> SkillAsync()
        {
            var found = await SendAsync(new ListSkills(UnusedSkill, Category: null, 1, Cursor: null, WithTotal: false));
            var skill = found.Items is [var known] ? known : await SendAsync(new CreateSkill(UnusedSkill, null));
            return new Example(skill.Id.ToString(), ("name", skill.Name));
        }

        // The first one is a member of the employees' examples, the second one has no values and can be deleted.
        async Task<string> CustomFieldAsync()
        {
            var found = await SendAsync(new ListCustomFields());
            if (!found.Any(field => field.Key == "costCentre"))
                await SendAsync(new CreateCustomField("costCentre", "Cost centre", CustomFieldType.Text, false, []));
            var unused =
                found.FirstOrDefault(field => field.Key == "parkingSpace")
                ?? await SendAsync(
                    new CreateCustomField("parkingSpace", "Parking space", CustomFieldType.Text, false, [])
                );
            return unused.Id.ToString();
        }

        async Task<string> PendingPayAsync()
        {
            var changes = await SendAsync(new ListCompensation(person.Id));
            var change =
                changes.FirstOrDefault(known => known.Pending)
                ?? await SendAsync(
                    new AddCompensation(person.Id, 70_000, "USD", NextYear(), "Annual review", VersionMatch.Any)
                );
            return change.Id.ToString();
        }

        async Task<string> PendingEventAsync()
        {
            var events = await SendAsync(new ListEmploymentHistory(person.Id));
            var planned =
                events.FirstOrDefault(known => known.Pending)
                ?? await SendAsync(
                    new RecordEmploymentEvent(
                        person.Id,
                        EmploymentEventKind.Transfer,
                        NextYear(),
                        new EmployeeFields { Department = (string?)"Engineering" },
                        "Joins the new team",
                        VersionMatch.Any
                    )
                );
            return planned.Id.ToString();
        }

        // Only who asked sees a conversation: it has to be the key that people try the examples with.
        async Task<string> ConversationAsync()
        {
            if (await FindDemoKeyAsync(cancellationToken) is not { } owner)
                return "";
            var found = await scopes.SendAsync(
                owner,
                new ListConversations(1, Cursor: null, WithTotal: false),
                cancellationToken
            );
            if (found.Items is [var known])
                return known.Id.ToString();
            var question = new SendMessage("hr_analyst", "How many employees do we have?", "en", Conversation: null);
            return (await scopes.SendAsync(owner, question, cancellationToken)).ConversationId.ToString();
        }

        async Task<string> KeyAsync()
        {
            var page = new PageRequest(PageRequest.MaxLimit, Cursor: null, Total: false);
            var found = await SendAsync(new ListApiKeys(ApiKeyStatus.Active, TenantEnvironment.Live, page));
            var key =
                found.Items.FirstOrDefault(known => known.Name == KeyName)
                ?? (
                    await SendAsync(new CreateApiKey(KeyName, [Scopes.EmployeesRead], null, TenantEnvironment.Live))
                ).Key;
            return key.Id.ToString();
        }

        async Task<UserId> UserAsync()
        {
            const string Email = "noor.demo@ardenvale.example";
            var page = new PageRequest(1, Cursor: null, Total: false);
            var found = await SendAsync(new ListUsers(UserStatus.Invited, Role: null, Email, page));
            return found.Items is [var known]
                ? known.Id
                : (await SendAsync(new InviteUser(Email, "Noor Demo", [Roles.HrManager.Name], null, "en"))).Id;
        }

        async Task<SessionId> SessionAsync(UserId owner)
        {
            if (await SendAsync(new ListUserSessions(owner)) is [var open, ..])
                return open.Id;
            await using var scope = scopes.CreateAsyncScope();
            return await scope
                .ServiceProvider.GetRequiredService<SignInSessions>()
                .BeginAsync(owner.Value, "127.0.0.1", "Example", cancellationToken);
        }

        async Task<string> ProviderAsync()
        {
            var found = await SendAsync(new ListIdentityProviders(new PageRequest(1, Cursor: null, Total: false)));
            if (found.Items is [var known])
                return known.Id.ToString();
            var details = new IdentityProviderDetails(
                "Issuer of the examples",
                "https://issuer.example",
                $"hrplatform-{place.TenantId}",
                JwksUri: null,
                RoleClaim: null,
                new Dictionary<string, string>(StringComparer.Ordinal),
                [],
                CreatesUsers: false,
                Enabled: false
            );
            return (await SendAsync(new AddIdentityProvider(details))).Id.ToString();
        }

        async Task<string> AppAsync()
        {
            var page = new PageRequest(1, Cursor: null, Total: false);
            var found = await SendAsync(new ListOAuthClients(page));
            if (found.Items is [var known])
                return known.Id.ToString();
            var app = new RegisterOAuthClient(
                "App of the examples",
                OAuthClientType.Web,
                LogoUrl: null,
                ["http://127.0.0.1/signed-in"],
                [],
                [Scopes.EmployeesRead],
                TenantEnvironment.Live
            );
            return (await SendAsync(app)).Client.Id.ToString();
        }

        async Task<JobId> ExportAsync()
        {
            var found = await SendAsync(
                new ListJobs(JobKindNames.ExportEmployees, JobStatus.Succeeded, 1, Cursor: null)
            );
            return found.Items is [var known]
                ? known.Id
                : await SendAsync(new StartExport(ExportFormat.Csv, Fields: null, new ExportFilter()));
        }

        async Task<JobId> CancelledExportAsync()
        {
            var found = await SendAsync(
                new ListJobs(JobKindNames.ExportEmployees, JobStatus.Cancelled, 1, Cursor: null)
            );
            if (found.Items is [var known])
                return known.Id;
            var started = await SendAsync(new StartExport(ExportFormat.Csv, Fields: null, new ExportFilter()));
            try
            {
                await SendAsync(new CancelJob(started));
            }
            catch (ProblemException ended) when (ended.Problem.Status == StatusCodes.Status409Conflict)
            {
                // A worker was faster; the next start tries again.
            }
            return started;
        }

        Task<TResult> SendAsync<TResult>(IRequest<TResult> request) =>
            scopes.SendAsync(caller, request, cancellationToken);
    }

    private async Task<Caller?> FindDemoKeyAsync(CancellationToken cancellationToken) =>
        configuration["HR_DEMO_KEY_FILE"] is { Length: > 0 } file
            ? await authenticator.AuthenticateAsync(
                (await File.ReadAllTextAsync(file, cancellationToken)).Trim(),
                cancellationToken
            )
            : null;

    private static Example Of(EmployeeView person) =>
        new(
            person.Id.ToString(),
            ("email", person.Email),
            ("employeeNumber", person.EmployeeNumber),
            ("externalId", person.ExternalId)
        );

    private DateOnly NextYear() => new(clock.GetUtcNow().Year + 1, 7, 1);

    /// <summary>What stands before the underscore of the ids that the parameter takes; null when it takes no id.</summary>
    private static string? PrefixOf(OpenApiParameter parameter) =>
        parameter.Schema?.Pattern is ['^', .. var pattern]
        && pattern.IndexOf('_', StringComparison.Ordinal) is > 0 and var end
            ? pattern[..end]
            : null;

    /// <param name="Unique">What the resource has and no other of its kind may have.</param>
    private sealed record Example(string Id, params (string Name, string? Value)[] Unique);
}
