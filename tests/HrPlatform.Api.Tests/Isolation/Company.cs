using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HrPlatform.Api.Tests.Documents;
using HrPlatform.Api.Tests.Imports;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Api.Tests.Isolation;

/// <summary>A tenant's environment that has something of every kind.</summary>
/// <param name="Mark">A word that stands in all that the company has, and nowhere else.</param>
/// <param name="Ids">By prefix, all ids that its own answers show.</param>
public sealed partial record Company(HttpClient Client, string Mark, ILookup<string, string> Ids)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Id(string prefix) => Ids[prefix].First();

    /// <param name="beginSession">Signs a user in and tells the session's id.</param>
    public static async Task<Company> FoundAsync(
        HttpClient client,
        string mark,
        Func<string, Task<string>> beginSession
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var department = await MadeAsync("/v2/departments", new { name = $"{mark} department", code = $"{mark}-1" });
        await MadeAsync("/v2/departments", new { name = $"{mark} branch", parent = department });
        var position = await MadeAsync("/v2/positions", new { title = $"{mark} position" });
        await MadeAsync("/v2/positions", new { title = $"{mark} second position" });
        await MadeAsync("/v2/skills", new { name = $"{mark} skill", category = $"{mark} category" });
        await MadeAsync("/v2/skills", new { name = $"{mark} second skill" });
        await MadeAsync("/v2/custom-fields", FieldOf(mark));
        var manager = default(string);
        for (var i = 0; i < 3; i++)
        {
            var employee = await MadeAsync("/v2/employees", EmployeeOf(mark, i, department, position, manager));
            manager ??= employee;
        }
        foreach (var below in new[] { "history", "compensation" })
            await SeeAsync($"/v2/employees/{manager}/{below}");

        var document = await client.UploadAndReadAsync($"{mark}.md", HandbookOf(mark, "nineteen"), Cancel);
        using (
            var version = await client.UploadAsync(
                $"{mark}.md",
                HandbookOf(mark, "twenty"),
                Cancel,
                $"/v2/documents/{document}/versions"
            )
        )
            Collect(await version.Content.ReadAsStringAsync(Cancel));
        await client.WaitUntilReadAsync(document, Cancel);

        await client.UploadAndReadAsync($"{mark}-2.md", $"# {mark} travel\n\nBy train to {mark}.\n", Cancel);

        var import = await client.ImportAsync(
            $"lastName,email,hireDate\n{mark}9,nine@{mark}.example,2021-01-01\n{mark}8,no address,2021-01-01\n{mark}7,no address,2021-01-01\n"
        );
        var export = await client
            .PostAsJsonAsync("/v2/exports", new { format = "csv" }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Accepted);
        var exported = export.Text("id");
        (await Eventually.JobEndAsync(client, exported)).Text("status").ShouldBe("succeeded");
        for (var i = 0; i < 2; i++)
        {
            var answer = await client
                .PostAsJsonAsync(
                    "/v2/agents/hr_analyst/messages",
                    new { text = $"Who has the skill {mark} skill?" },
                    Cancel
                )
                .ShouldBeAsync(HttpStatusCode.OK);
            Collect(answer.ToString());
            await SeeAsync($"/v2/conversations/{answer.Text("conversationId")}/messages");
        }
        await client
            .PostAsJsonAsync("/v2/api-keys", new { name = mark, scopes = new[] { "employees:read" } }, Cancel)
            .ShouldBeAsync(HttpStatusCode.Created);
        for (var i = 0; i < 2; i++)
        {
            var user = await MadeAsync(
                "/v2/users",
                new
                {
                    email = $"user{i}@{mark}.example",
                    name = $"{mark} user",
                    roles = new[] { "employee" },
                }
            );
            seen.Add(await beginSession(user));
            await MadeAsync(
                "/v2/identity-providers",
                new
                {
                    name = $"{mark} issuer",
                    issuer = $"https://{mark}.example",
                    audience = $"{i}-{await EnvironmentAsync()}-{Guid.CreateVersion7()}",
                }
            );
            await client
                .PostAsJsonAsync(
                    "/v2/oauth-clients",
                    new
                    {
                        name = $"{mark} app",
                        type = "service",
                        scopes = new[] { "employees:read" },
                    },
                    Cancel
                )
                .ShouldBeAsync(HttpStatusCode.Created);
        }
        await SeeAsync("/v2/me");
        await SeeAsync($"/v2/api-keys?limit=200&environment={await EnvironmentAsync()}");
        var apps = await client.GetFromJsonAsync<JsonElement>("/v2/oauth-clients", Cancel);
        var environment = await EnvironmentAsync();
        foreach (var app in apps.GetProperty("data").EnumerateArray())
        {
            if (app.Text("environment") == environment)
                seen.Add(app.Text("id"));
        }
        string[] jobs = [exported, import.Text("id")];
        return new Company(client, mark, jobs.Union(seen).ToLookup(id => id[..3], StringComparer.Ordinal));

        async Task<string> MadeAsync(string path, object body)
        {
            var made = await client.PostAsJsonAsync(path, body, Cancel).ShouldBeAsync(HttpStatusCode.Created);
            Collect(made.ToString());
            return made.Text("id");
        }

        async Task SeeAsync(string path) => Collect(await client.GetStringAsync(path, Cancel));

        async Task<string> EnvironmentAsync() =>
            (await client.GetFromJsonAsync<JsonElement>("/v2/me", Cancel)).Text("environment");

        void Collect(string text)
        {
            foreach (Match match in AnyId().Matches(text))
                seen.Add(match.Value);
        }
    }

    // Long enough for several passages.
    private static string HandbookOf(string mark, string weeks) =>
        $"""
            # {mark} leave

            Whoever adopts a child at {mark} may stay at home for {weeks} weeks.

            # {mark} parking

            {string.Concat(Enumerable.Range(1, 60).Select(row => $"Row {row} of the yard is for bicycles of {mark}. "))}
            """;

    private static object FieldOf(string mark) =>
        new
        {
            key = "mark",
            label = mark,
            type = "text",
        };

    private static object EmployeeOf(string mark, int number, string department, string position, string? manager) =>
        new
        {
            firstName = "Ada",
            lastName = $"{mark}{number}",
            email = $"ada{number}@{mark}.example",
            employeeNumber = $"{mark}-{number}",
            externalId = $"{mark}-x{number}",
            hireDate = "2020-01-01",
            department,
            position,
            manager,
            skills = new[] { $"{mark} skill" },
            bio = $"Repairs the periscopes of {mark}.",
            compensation = new { amount = new { amount = "70000.00", currency = "USD" } },
            custom = new { mark },
        };

    [GeneratedRegex("[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}", RegexOptions.None, 1000)]
    private static partial Regex AnyId();
}
