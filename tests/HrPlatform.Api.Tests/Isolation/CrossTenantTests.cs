using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Identity;
using HrPlatform.Infrastructure.Identity.Users;
using Microsoft.Extensions.DependencyInjection;

namespace HrPlatform.Api.Tests.Isolation;

/// <summary>
/// One tenant tries to reach another, and each environment of a tenant the other one, through every documented operation.
/// New operations are tried as soon as they are documented.
/// </summary>
public sealed class CrossTenantTests(CrossTenantTests.Companies companies) : IClassFixture<CrossTenantTests.Companies>
{
    private static readonly string[] _injections =
    [
        "' OR '1'='1",
        "'; SET ROLE hr_platform; SELECT * FROM platform.api_keys; --",
        "x') OR set_config('search_path', 'platform', false) IS NOT NULL --",
        "\\' UNION SELECT encode(hash, 'hex') FROM platform.api_keys --",
        "\"; DROP SCHEMA platform CASCADE; --",
        "$1 %' {\"$ne\": null} *",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public enum Attack
    {
        FromAnotherTenant,
        FromTheSandbox,
        FromLiveOnTheSandbox,
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task No_operation_reaches_by_id_what_belongs_to_another(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        var before = await SnapshotAsync(target);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var operation in (await Operation.AllAsync(own.Client)).Where(operation => operation.TakesIds))
        {
            if (!companies.Separates(attack, operation))
                continue;
            var refusal = operation.Path.StartsWith("/v2/tenants/", StringComparison.Ordinal)
                ? HttpStatusCode.Forbidden
                : HttpStatusCode.NotFound;
            foreach (var path in operation.PathsTo(target, own))
            {
                foreach (var tag in await TagsAsync(target, operation, path))
                {
                    tried++;
                    using var request = operation.Request(path);
                    if (tag is not null)
                        request.Headers.TryAddWithoutValidation(operation.IsGet ? "If-None-Match" : "If-Match", tag);
                    using var answer = await own.Client.SendAsync(request, Cancel);
                    var body = await answer.Content.ReadAsStringAsync(Cancel);
                    if (answer.StatusCode != refusal || body.Contains(target.Mark, StringComparison.OrdinalIgnoreCase))
                        wrong.Add($"{operation.Name} {path} {tag}: {(int)answer.StatusCode} {body}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(150);
        (await SnapshotAsync(target)).ShouldBe(before);
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task No_list_or_figure_shows_what_belongs_to_another_whatever_it_is_filtered_by(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var operation in (await Operation.AllAsync(own.Client)).Where(operation => operation.IsGet))
        {
            if (!companies.Separates(attack, operation) || operation.Path.StartsWith("/v2/tenants", Ordinal))
                continue;
            var path = operation.PathOf(own);
            foreach (var query in QueriesFor(operation, target).Prepend(""))
            {
                tried++;
                using var answer = await own.Client.GetAsync(path + query, Cancel);
                // Its own questions, in which another test names the other one.
                var echoes = operation.Path.StartsWith("/v2/conversations", Ordinal);
                if (await WhatShowsAsync(answer, own, target, echoes) is { } shown)
                    wrong.Add($"GET {path}{query}: {shown}");
            }
        }

        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task A_filter_by_what_belongs_to_another_finds_nothing(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        foreach (
            var query in new[]
            {
                $"v1/employees?department={target.Mark}%20department",
                $"v1/employees?department={target.Id("dep")}",
                $"v1/employees?position={target.Mark}%20position",
                $"v1/employees?managerId={target.Id("emp")}",
                $"v1/employees?skill={target.Mark}%20skill",
                $"v1/employees?search={target.Mark}",
                $"v1/departments?search={target.Mark}",
                $"v1/skills?search={target.Mark}",
                $"v2/employees?department={target.Id("dep")}",
                $"v2/employees?department={target.Id("dep")}&includeChildren=true",
                $"v2/employees?position={target.Id("pos")}",
                $"v2/employees?manager={target.Id("emp")}&levels=9",
                $"v2/employees?skill={target.Id("skl")}",
                $"v2/employees?ids={target.Id("emp")}",
                $"v2/employees?externalId={target.Mark}-x0",
                $"v2/employees?employeeNumber={target.Mark}-0",
                $"v2/employees?email=ada0@{target.Mark}.example",
                $"v2/employees?q={target.Mark}",
                $"v2/departments?parent={target.Id("dep")}",
                $"v2/departments?q={target.Mark}",
                $"v2/positions?q={target.Mark}",
                $"v2/skills?q={target.Mark}",
                $"v2/documents?q={target.Mark}",
                $"v2/org-chart?root={target.Id("emp")}",
                $"v2/org-chart?department={target.Id("dep")}",
            }
        )
        {
            using var mine = await own.Client.GetAsync($"/{query}", Cancel);
            var body = JsonNode.Parse(await mine.Content.ReadAsStringAsync(Cancel))!;
            if (mine.IsSuccessStatusCode)
                RowsOf(body).Count.ShouldBe(0, $"{query}: {body}");
            else
                ((int)mine.StatusCode).ShouldBeInRange(400, 499, query);
            // Whoever owns it does find something, so that the filter is one.
            using var theirs = await target.Client.GetAsync($"/{query}", Cancel);
            var found = JsonNode.Parse(await theirs.Content.ReadAsStringAsync(Cancel))!;
            RowsOf(found).Count.ShouldBeGreaterThan(0, $"{query}: {found}");
        }
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task No_search_or_question_finds_what_belongs_to_another(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        foreach (var query in new[] { target.Mark, "How long may I stay at home with an adopted child?", "periscopes" })
        {
            foreach (
                var (path, body) in new (string, object)[]
                {
                    ("/v1/search", new { query }),
                    (
                        "/v1/search",
                        new
                        {
                            query,
                            top = 50,
                            kinds = new[] { "employees" },
                        }
                    ),
                    ("/v2/search", new { query, top = 50 }),
                    ("/v2/search", new { query, mode = "vector" }),
                    ("/v2/search", new { query, mode = "keyword" }),
                    ("/v2/search", new { query, explain = true }),
                    ("/v2/search", new { query, filters = new { documentIds = new[] { target.Id("doc") } } }),
                    ("/v2/agents/hr_analyst/messages", new { text = query }),
                    ("/v1/agents/ask", new { question = $"Who knows about {query}" }),
                    ("/v1/agents/ask", new { question = $"How many employees are in {target.Mark} department?" }),
                    ("/v1/agents/ask", new { question = "Which skills do our employees have?" }),
                }
            )
            {
                using var answer = await own.Client.PostAsJsonAsync(path, body, Cancel);
                var asked = JsonSerializer.Serialize(body).Contains(target.Mark, Ordinal);
                (await WhatShowsAsync(answer, own, target, echoes: asked)).ShouldBeNull($"{path} {query}");
            }
            using var found = await target.Client.PostAsJsonAsync("/v2/search", new { query }, Cancel);
            (await found.Content.ReadAsStringAsync(Cancel)).ShouldContain(target.Mark);
        }
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task Nothing_can_be_tied_to_what_belongs_to_another(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        var before = await SnapshotAsync(target);
        var employee = $"/v2/employees/{own.Id("emp")}";
        foreach (
            var (method, path, body) in new (HttpMethod, string, object)[]
            {
                (HttpMethod.Patch, employee, new { department = target.Id("dep") }),
                (HttpMethod.Patch, employee, new { position = target.Id("pos") }),
                (HttpMethod.Patch, employee, new { manager = target.Id("emp") }),
                (HttpMethod.Patch, employee, new { skills = new[] { target.Id("skl") } }),
                (HttpMethod.Patch, employee, new { skills = new[] { $"{target.Mark} skill" } }),
                (HttpMethod.Patch, employee, new { department = $"{target.Mark} department" }),
                (HttpMethod.Patch, $"/v1/employees/{own.Id("emp")}", new { managerId = target.Id("emp") }),
                (HttpMethod.Put, $"{employee}/skills", new { skills = new[] { target.Id("skl") } }),
                (
                    HttpMethod.Post,
                    $"{employee}/history",
                    new
                    {
                        kind = "transfer",
                        effectiveDate = "2024-01-01",
                        department = target.Id("dep"),
                    }
                ),
                (HttpMethod.Patch, $"/v2/departments/{own.Id("dep")}", new { parent = target.Id("dep") }),
                (
                    HttpMethod.Post,
                    "/v2/agents/hr_analyst/messages",
                    new { text = "How many employees do we have?", conversationId = target.Id("cnv") }
                ),
            }
        )
        {
            using var request = Json.Post(path, body, method: method);
            using var answer = await own.Client.SendAsync(request, Cancel);
            ((int)answer.StatusCode).ShouldBeOneOf([404, 422], $"{method} {path} {JsonSerializer.Serialize(body)}");
        }

        var batch = await own
            .Client.PostAsJsonAsync(
                "/v2/employees/batch",
                new
                {
                    mode = "upsert",
                    matchBy = "externalId",
                    employees = new[]
                    {
                        new
                        {
                            firstName = "No",
                            lastName = "Body",
                            email = $"nobody-{attack}@example.com",
                            hireDate = "2020-01-01",
                            externalId = $"nobody-{attack}",
                            manager = target.Id("emp"),
                        },
                    },
                },
                Cancel
            )
            .ShouldBeAsync(HttpStatusCode.OK);
        batch.ToString().ShouldContain("\"failed\":1");
        (await SnapshotAsync(target)).ShouldBe(before);
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task Anothers_cursor_is_of_no_use(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        var tried = 0;
        foreach (var operation in (await Operation.AllAsync(own.Client)).Where(operation => operation.HasCursor))
        {
            var (from, to) = (ListOf(operation, target), ListOf(operation, own));
            using var page = await target.Client.GetAsync($"{from}?limit=1", Cancel);
            if (operation.Path == "/v2/tenants")
            {
                page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
                continue;
            }
            var body = JsonNode.Parse(await page.Content.ReadAsStringAsync(Cancel))!;
            var cursor = ((string?)body["nextCursor"]).ShouldNotBeNull($"{from}: {body}");
            tried++;
            await own
                .Client.GetAsync($"{to}?limit=1&cursor={cursor}", Cancel)
                .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-cursor");
        }

        tried.ShouldBeGreaterThanOrEqualTo(10);
    }

    [Theory]
    [InlineData(Attack.FromAnotherTenant)]
    [InlineData(Attack.FromTheSandbox)]
    [InlineData(Attack.FromLiveOnTheSandbox)]
    public async Task The_same_values_are_nobody_elses(Attack attack)
    {
        var (own, target) = companies.Of(attack);
        // What is unique is unique per environment: taken there does not mean taken here, which would tell that it exists.
        var employee = new
        {
            firstName = "Ada",
            lastName = "Byron",
            email = $"ada0@{target.Mark}.example",
            employeeNumber = $"{target.Mark}-0",
            externalId = $"{target.Mark}-x0",
            hireDate = "2020-01-01",
        };
        var made = await own
            .Client.PostAsJsonAsync("/v2/employees", employee, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);

        target.Ids["emp"].ShouldNotContain(made.Text("id"));
        using var gone = await own.Client.DeleteAsync($"/v2/employees/{made.Text("id")}", Cancel);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var kept = await target.Client.GetFromJsonAsync<JsonElement>($"/v2/employees/{target.Id("emp")}", Cancel);
        kept.Text("email").ShouldBe(employee.email.ToLowerInvariant(), StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task Requests_of_several_tenants_at_once_are_each_answered_with_their_own()
    {
        string[] paths =
        [
            "/v1/employees",
            "/v1/employees/stats",
            "/v2/employees?expand=department,manager",
            "/v2/departments",
            "/v2/documents",
            "/v2/jobs",
            "/v2/skills",
        ];
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForAsync(
            0,
            300,
            new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Cancel },
            async (number, cancel) =>
            {
                var own = companies.All[number % companies.All.Count];
                var path = paths[number / companies.All.Count % paths.Length];
                var body = await own.Client.GetStringAsync(path, cancel);
                foreach (var other in companies.All.Where(other => other != own))
                {
                    if (body.Contains(other.Mark, StringComparison.OrdinalIgnoreCase))
                        wrong.Add($"{path} of {own.Mark} shows {other.Mark}");
                }
                if (path != "/v2/jobs" && !body.Contains(own.Mark, StringComparison.OrdinalIgnoreCase))
                    wrong.Add($"{path} of {own.Mark} does not show its own");
            }
        );

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_idempotency_key_is_another_one_in_each_tenant_and_environment()
    {
        var ids = new List<string>();
        foreach (var company in companies.All)
        {
            var made = await company
                .Client.SendAsync(Json.Post("/v2/skills", new { name = "Welding" }, "the-same"), Cancel)
                .ShouldBeAsync(HttpStatusCode.Created);
            ids.Add(made.Text("id"));
            using var again = await company.Client.SendAsync(
                Json.Post("/v2/skills", new { name = "Welding" }, "the-same"),
                Cancel
            );
            (await again.ReadAsync()).Text("id").ShouldBe(made.Text("id"));
            again.Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
        }

        ids.ShouldBeUnique();
    }

    [Fact]
    public async Task SQL_in_a_parameter_is_a_value_and_nothing_else()
    {
        var (own, target) = companies.Of(Attack.FromAnotherTenant);
        var before = await SnapshotAsync(target);
        var wrong = new List<string>();
        var sent = 0;
        foreach (var operation in await Operation.AllAsync(own.Client))
        {
            foreach (var injection in _injections)
            {
                foreach (var request in InjectionsInto(operation, own, injection))
                {
                    sent++;
                    using var answer = await own.Client.SendAsync(request, Cancel);
                    var body = await answer.Content.ReadAsStringAsync(Cancel);
                    if ((int)answer.StatusCode >= 500 || body.Contains(target.Mark, StringComparison.OrdinalIgnoreCase))
                        wrong.Add($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {body}");
                    request.Dispose();
                }
            }
        }

        wrong.ShouldBeEmpty();
        sent.ShouldBeGreaterThan(700);
        (await SnapshotAsync(target)).ShouldBe(before);
    }

    [Fact]
    public async Task SQL_in_a_name_is_kept_as_it_was_written()
    {
        var client = companies.Of(Attack.FromAnotherTenant).Own.Client;
        foreach (var text in _injections)
        {
            // Other tests send the same texts: names are unique.
            var injection = $"{text} {Guid.CreateVersion7():n}";
            foreach (
                var (path, field, body) in new (string, string, object)[]
                {
                    ("/v2/departments", "name", new { name = injection }),
                    ("/v2/positions", "title", new { title = injection }),
                    ("/v2/skills", "name", new { name = injection }),
                    (
                        "/v2/employees",
                        "bio",
                        new
                        {
                            firstName = "A",
                            lastName = "B",
                            bio = injection,
                            email = $"{Guid.CreateVersion7():n}@example.com",
                            hireDate = "2020-01-01",
                        }
                    ),
                }
            )
            {
                var made = await client.PostAsJsonAsync(path, body, Cancel).ShouldBeAsync(HttpStatusCode.Created);
                var kept = await client.GetFromJsonAsync<JsonElement>($"{path}/{made.Text("id")}", Cancel);
                kept.Text(field).ShouldBe(injection);
            }
        }
    }

    private static JsonArray RowsOf(JsonNode page) =>
        (page["data"] ?? page["items"] ?? page["people"]).ShouldNotBeNull(page.ToJsonString()).AsArray();

    // Of the jobs only the import, which is the second one, has errors to list.
    private static string ListOf(Operation operation, Company company) =>
        operation.Path == "/v2/jobs/{id}/errors"
            ? $"/v2/jobs/{company.Ids["job"].ElementAt(1)}/errors"
            : operation.PathOf(company);

    private const StringComparison Ordinal = StringComparison.Ordinal;

    // Its own tag, and the one that fits everything that exists.
    private static async Task<IReadOnlyList<string?>> TagsAsync(Company target, Operation operation, string path)
    {
        if (operation.Method == HttpMethod.Post)
            return [null];
        using var answer = await target.Client.GetAsync(path, Cancel);
        return answer.Headers.ETag is { } tag ? [null, tag.ToString(), "*"] : [null, "*"];
    }

    private static IEnumerable<string> QueriesFor(Operation operation, Company target) =>
        from parameter in operation.QueryParameters
        from value in parameter.Prefix is { } prefix
            ? target.Ids[prefix].Take(2)
            : target.Ids.Select(ids => ids.First()).Append(target.Mark).Append($"{target.Mark} department")
        select $"?{parameter.Name}={Uri.EscapeDataString(value)}";

    private static IEnumerable<HttpRequestMessage> InjectionsInto(Operation operation, Company own, string injection)
    {
        var escaped = Uri.EscapeDataString(injection);
        foreach (var parameter in operation.PathParameters)
        {
            yield return operation.Request(
                operation.PathOf(own).Replace(own.Ids[parameter.Prefix ?? ""].FirstOrDefault() ?? "hr_analyst", escaped)
            );
        }
        if (operation.IsGet)
        {
            foreach (var (name, _) in operation.QueryParameters)
                yield return operation.Request($"{operation.PathOf(own)}?{name}={escaped}");
        }
        // A body with SQL in every text at once would fail at the first, so that each has its own request.
        foreach (var (name, value) in operation.Body ?? [])
        {
            if (value is not JsonValue || value.GetValueKind() != JsonValueKind.String)
                continue;
            var request = operation.Request(operation.PathOf(own));
            var body = operation.Body!.DeepClone();
            body[name] = injection;
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            yield return request;
        }
    }

    /// <summary>What of the target's the answer tells; null for nothing.</summary>
    private static async Task<string?> WhatShowsAsync(
        HttpResponseMessage answer,
        Company own,
        Company target,
        bool echoes = false
    )
    {
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        if ((int)answer.StatusCode >= 500)
            return $"{(int)answer.StatusCode} {body}";
        // A refusal may repeat what was asked for.
        if (!answer.IsSuccessStatusCode)
            return null;
        if (!echoes && body.Contains(target.Mark, StringComparison.OrdinalIgnoreCase))
            return body;
        // Live and sandbox are of one tenant, and so its id is both's.
        var ids = target.Ids.SelectMany(ids => ids).Except(own.Ids["ten"]);
        return ids.Any(id => body.Contains(id, Ordinal)) ? body : null;
    }

    // The last use of a key and the reset of a limit go on by themselves.
    private static async Task<string> SnapshotAsync(Company company)
    {
        // What the company's own requests set going changes it too.
        await Eventually.GetAsync(
            () => company.Client.GetStringAsync("/v2/jobs?limit=200", Cancel),
            jobs =>
                !jobs.Contains("\"status\":\"queued\"", Ordinal) && !jobs.Contains("\"status\":\"running\"", Ordinal),
            seconds: 60
        );
        var text = new StringBuilder();
        foreach (var operation in await Operation.AllAsync(company.Client))
        {
            if (
                !operation.IsGet
                || operation.Path is "/v2/limits" or "/v2/me"
                || operation.Path.StartsWith("/v2/tenants", Ordinal)
                || operation.Path.StartsWith("/v2/api-keys", Ordinal)
            )
                continue;
            using var answer = await company.Client.GetAsync(operation.PathOf(company), Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, operation.Name);
            text.AppendLine(operation.Path).AppendLine(await answer.Content.ReadAsStringAsync(Cancel));
        }
        return text.ToString();
    }

    /// <summary>A tenant with its sandbox, and another tenant.</summary>
    public sealed class Companies(ApiFixture api) : IAsyncLifetime
    {
        private Company _live = null!;
        private Company _sandbox = null!;
        private Company _other = null!;

        public IReadOnlyList<Company> All => [_live, _sandbox, _other];

        public async ValueTask InitializeAsync()
        {
            var tenant = await api.CreateTenantAsync();
            var other = await api.CreateTenantAsync();
            _live = await Company.FoundAsync(tenant.Client, "Quellzander", BeginSessionAsync);
            _sandbox = await Company.FoundAsync(api.CreateClient(tenant.TestApiKey), "Brimwocket", BeginSessionAsync);
            _other = await Company.FoundAsync(other.Client, "Fenlaithen", BeginSessionAsync);
        }

        private async Task<string> BeginSessionAsync(string user)
        {
            TypeId.TryParse(UserId.Prefix, user, out var id).ShouldBeTrue();
            await using var scope = api.Services.CreateAsyncScope();
            var sessions = scope.ServiceProvider.GetRequiredService<SignInSessions>();
            return (await sessions.BeginAsync(id, "127.0.0.1", "test", Cancel)).ToString();
        }

        public (Company Own, Company Target) Of(Attack attack) =>
            attack switch
            {
                Attack.FromAnotherTenant => (_other, _live),
                Attack.FromTheSandbox => (_sandbox, _live),
                _ => (_live, _sandbox),
            };

        /// <summary>A live key may manage the keys and apps of its tenant's sandbox, and both are of one tenant.</summary>
        public bool Separates(Attack attack, Operation operation) =>
            attack != Attack.FromLiveOnTheSandbox
            || !operation.Path.StartsWith("/v2/api-keys", Ordinal)
                && !operation.Path.StartsWith("/v2/oauth-clients", Ordinal);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
