using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HrPlatform.Api.Tests.Employees;
using HrPlatform.Api.Tests.Processes;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>What each role may do, in the documentation and cell by cell with the tokens of real users.</summary>
public sealed class RoleMatrixTests(ApiFixture api)
{
    private const string Page = "docs/concepts/roles-and-permissions.md";
    private const string Begin = "<!-- Generated from the code; a test compares. -->";
    private const string End = "<!-- End of the generated part. -->";
    private static readonly string[] _ofPeople =
    [
        Scopes.EmployeesRead,
        Scopes.EmployeesWrite,
        Scopes.PersonalRead,
        Scopes.CompensationRead,
        Scopes.CompensationWrite,
        Scopes.HistoryRead,
    ];
    private static readonly string[] _methods = ["get", "post", "put", "patch", "delete"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> RoleNames => [.. Roles.BuiltIn.Select(role => role.Name)];

    [Fact]
    public async Task The_documented_table_is_what_the_code_says()
    {
        var path = Repository.PathOf(Page);
        var text = await File.ReadAllTextAsync(path, Cancel);
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var wanted = $"{text[..start]}\n\n{Table()}\n{text[end..]}";
        if (Environment.GetEnvironmentVariable("HR_UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(path, wanted, Cancel);

        (await File.ReadAllTextAsync(path, Cancel)).ShouldBe(wanted, $"HR_UPDATE_DOCS=1 writes {Page} anew.");
    }

    [Theory]
    [MemberData(nameof(RoleNames))]
    public async Task A_role_may_send_what_its_scopes_name_and_nothing_else(string name)
    {
        var role = Roles.Find(name)!;
        using var user = await UserAsync(name);
        var wrong = new List<string>();
        foreach (var (operation, scopes) in await OperationsAsync(user.Client))
        {
            using var request = operation();
            using var response = await user.Client.SendAsync(request, Cancel);
            var refused = response.StatusCode == HttpStatusCode.Forbidden;
            var allowed = scopes.All(scope => MayUse(role, scope));
            if (refused == allowed || (int)response.StatusCode >= 500)
                wrong.Add($"{request.Method} {request.RequestUri} {string.Join(' ', scopes)}: {response.StatusCode}");
        }
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(RoleNames))]
    public async Task Fields_appear_for_those_who_may_see_them_in_every_way_out(string name)
    {
        var role = Roles.Find(name)!;
        var (pay, personal) = (MayUse(role, Scopes.CompensationRead), MayUse(role, Scopes.PersonalRead));
        using var user = await UserAsync(name);

        foreach (
            var shown in new[]
            {
                (await user.Client.Get($"/v2/employees/{user.EmployeeId}")).Expect(HttpStatusCode.OK).Body!,
                (await user.Client.Get("/v2/employees"))["data"]![0]!,
                (await user.Client.Get($"/v2/employees?ids={user.EmployeeId}"))["data"]![0]!,
            }
        )
        {
            Has(shown, "compensation").ShouldBe(pay);
            foreach (var field in new[] { "birthDate", "gender", "phone" })
                Has(shown, field).ShouldBe(personal, field);
            var withheld = shown["withheld"]!.AsArray().Select(field => (string)field!).ToList();
            withheld.Contains("compensation").ShouldBe(!pay);
            withheld.Contains("birthDate").ShouldBe(!personal);
            shown.ToJsonString().Contains("98765", StringComparison.Ordinal).ShouldBe(pay);
        }
        var flat = (await user.Client.Get($"/v1/employees/{user.EmployeeId}")).Expect(HttpStatusCode.OK).Body!;
        Has(flat, "salary").ShouldBe(pay);
        var statistics = (await user.Client.Get("/v1/employees/stats")).Expect(HttpStatusCode.OK).Body!;
        Has(statistics, "averageSalary").ShouldBe(pay);
        foreach (
            var path in new[]
            {
                "/v2/employees?sort=-compensation",
                "/v2/employees?minSalary=1",
                "/v1/employees?sort=salary",
                "/v1/employees?maxSalary=99999999",
                $"/v2/employees/{user.EmployeeId}/compensation",
            }
        )
            (await user.Client.Get(path)).Expect(pay ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        var answer = (
            await user.Client.Post("/v1/agents/ask", new { question = "What is the average salary?" })
        ).Expect(HttpStatusCode.OK);
        var told = answer.Body!.ToJsonString().Replace(",", "", StringComparison.Ordinal);
        // One person's pay is no average: those who reach only themselves are told so.
        told.Contains("98765", StringComparison.Ordinal).ShouldBe(pay && role.Reach == Reach.Everyone, told);
    }

    private static bool MayUse(Role role, string scope) =>
        role.Scopes.Contains(scope) && (role.Reach == Reach.Everyone || Scopes.OfLimitedReach.Contains(scope));

    private static bool Has(JsonNode node, string member) => node.AsObject().ContainsKey(member);

    private static string Table()
    {
        var text = new StringBuilder();
        text.Append("| Scope | What it allows |");
        foreach (var role in Roles.BuiltIn)
            text.Append($" `{role.Name}` |");
        text.Append("\n|---|---|").Append(string.Concat(Roles.BuiltIn.Select(_ => "---|"))).Append('\n');
        foreach (var scope in Scopes.Descriptions.Where(scope => Scopes.OfTenant.Contains(scope.Key)))
        {
            text.Append($"| `{scope.Key}` | {scope.Value} |");
            foreach (var role in Roles.BuiltIn)
                text.Append($" {(MayUse(role, scope.Key) ? Words(scope.Key, role.Reach) : "no")} |");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Words(string scope, Reach reach) =>
        (_ofPeople.Contains(scope), reach) switch
        {
            (false, _) => "yes",
            (true, Reach.Everyone) => "everyone",
            (true, Reach.Departments) => "own departments",
            _ => "own record",
        };

    /// <summary>All operations of the served documents, with ids that nobody has, and the scopes that they name.</summary>
    private static async Task<List<(Func<HttpRequestMessage> Request, string[] Scopes)>> OperationsAsync(
        HttpClient client
    )
    {
        var found = new List<(Func<HttpRequestMessage>, string[])>();
        foreach (var version in new[] { "v1", "v2" })
        {
            var document = JsonNode.Parse(await client.GetStringAsync($"/openapi/{version}.json", Cancel))!;
            foreach (var (path, item) in document["paths"]!.AsObject())
            {
                foreach (var (method, operation) in item!.AsObject().Where(pair => _methods.Contains(pair.Key)))
                {
                    var scopes = operation!["x-required-scopes"]?.AsArray().Select(scope => (string)scope!).ToArray();
                    if (scopes is { Length: > 0 })
                        found.Add((() => RequestOf(path, method, operation), scopes));
                }
            }
        }
        found.Count.ShouldBeGreaterThan(80);
        return found;
    }

    private static HttpRequestMessage RequestOf(string path, string method, JsonNode operation)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if ((string?)parameter!["in"] == "path")
            {
                var example = parameter["example"] ?? parameter["schema"]!["example"]!;
                path = path.Replace($"{{{parameter["name"]}}}", example.ToString(), StringComparison.Ordinal);
            }
        }
        var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path);
        var content = operation["requestBody"]?["content"]?.AsObject();
        if (
            content?.FirstOrDefault(pair => pair.Key.EndsWith("json", StringComparison.Ordinal)) is
            { Key: { } type } body
        )
            request.Content = new StringContent(body.Value!["example"]?.ToJsonString() ?? "{}", Encoding.UTF8, type);
        else if (content is not null)
            request.Content = new MultipartFormDataContent { { new StringContent("# Text\n"), "file", "text.md" } };
        return request;
    }

    private async Task<User> UserAsync(string role)
    {
        var tenant = await api.CreateTenantAsync();
        await tenant.Client.Department("Research");
        var employee = await tenant.Client.Hire(
            new
            {
                department = "Research",
                compensation = People.Pay("98765.00"),
                phone = "+44 20 7946 0958",
                birthDate = "1985-12-10",
                gender = "F",
            }
        );
        // Averages are told from five people on.
        for (var i = 0; i < 4; i++)
            await tenant.Client.Hire(new { department = "Research", compensation = People.Pay("98765.00") });
        var person = await tenant.SignUpAsync(role);
        (await tenant.Client.Patch($"/v2/users/{person.Id}", new { employeeId = employee.Id })).Expect(
            HttpStatusCode.OK
        );
        var app = await App.RegisterAsync(tenant, scopes: [.. Scopes.OfTenant.Order(StringComparer.Ordinal)]);
        using var browser = await person.SignInAsync();
        var code = await app.CodeAsync(browser, ("scope", $"openid {string.Join(' ', Scopes.OfTenant)}"));
        var tokens = (await app.ExchangeAsync(code)).Expect(HttpStatusCode.OK);
        return new User(api.CreateClient((string)tokens["access_token"]!), employee.Id);
    }

    private sealed record User(HttpClient Client, string EmployeeId) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
