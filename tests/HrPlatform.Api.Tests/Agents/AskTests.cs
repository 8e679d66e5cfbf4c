using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrPlatform.Application.Identity;

namespace HrPlatform.Api.Tests.Agents;

/// <summary>The founding questions in several wordings, asked over HTTP; figures are computed here from the demo's file.</summary>
public sealed class AskTests(DemoCompanyFixture demo) : IClassFixture<DemoCompanyFixture>
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    private HttpClient Client => demo.Tenant.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string N(int value) => value.ToString("N0", English);

    private static string Money(decimal value)
    {
        var rounded = decimal.Round(value, 2);
        return rounded.ToString(rounded % 1 == 0 ? "N0" : "N2", English);
    }

    private static IReadOnlyList<DemoPerson> Active => DemoPeople.Active;

    [Theory]
    [InlineData("How many employees do we have?")]
    [InlineData("What is our total headcount?")]
    [InlineData("Number of people working here")]
    [InlineData("Combien d'employés avons-nous ?")]
    [InlineData("Quel est l'effectif de l'entreprise ?")]
    [InlineData("Combien de collaborateurs compte la société ?")]
    public async Task How_many_employees_in_all(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        reply.Answered.ShouldBeTrue();
        reply.Answer.ShouldStartWith($"There are {N(Active.Count)} employees [1].");
        reply.Data("employee_statistics").GetProperty("value").GetInt32().ShouldBe(Active.Count);
        reply.Citations[0].GetProperty("source").GetString().ShouldBe("employees");
        reply.Citations[0].GetProperty("rows").GetInt32().ShouldBe(Active.Count);
    }

    [Theory]
    [InlineData("How many employees are there in each department?")]
    [InlineData("Headcount per team")]
    [InlineData("Combien d'employés par département ?")]
    [InlineData("Donne-moi la répartition des effectifs par service")]
    public async Task How_many_employees_per_department(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var groups = reply
            .Data("employee_statistics")
            .GetProperty("groups")
            .EnumerateArray()
            .ToDictionary(g => g.GetProperty("name").GetString()!, g => g.GetProperty("employees").GetInt32());
        groups.ShouldBe(Active.GroupBy(p => p.Department).ToDictionary(g => g.Key, g => g.Count()), ignoreOrder: true);
        foreach (var (name, count) in groups)
            reply.Answer.ShouldContain($"- {name}: {N(count)}");
    }

    public static TheoryData<string, int> Conditions() =>
        new()
        {
            { "How many people work in Marketing?", Count(p => p.Department == "Marketing") },
            { "Combien de personnes travaillent au marketing ?", Count(p => p.Department == "Marketing") },
            { "How many employees know Python?", Count(p => p.Skills.Contains("Python")) },
            { "Combien de salariés maîtrisent Python ?", Count(p => p.Skills.Contains("Python")) },
            { "How many people have more than 10 years of experience?", Count(p => p.Experience > 10) },
            { "Combien de personnes ont au moins 10 ans d'expérience ?", Count(p => p.Experience >= 10) },
            {
                "How many software engineers know both C# and SQL?",
                Count(p => p.Position == "Software Engineer" && p.Skills.Contains("C#") && p.Skills.Contains("SQL"))
            },
            { "How many employees know Go or Rust?", Count(p => p.Skills.Contains("Go") || p.Skills.Contains("Rust")) },
            { "How many women work in Finance?", Count(p => p.Department == "Finance" && p.Gender == "female") },
            { "Combien d'employés gagnent plus de 150 000 ?", Count(p => p.Salary > 150_000) },
            {
                "How many people in Sales earn less than 70k?",
                Count(p => p.Department == "Sales" && p.Salary < 70_000)
            },
            { "How many people joined after 2022?", Count(p => p.HireDate.Year > 2022) },
            { "Combien d'employés embauchés entre 2015 et 2018 ?", Count(p => p.HireDate.Year is >= 2015 and <= 2018) },
            {
                "How many employees in Engineering don't know SQL?",
                Count(p => p.Department == "Engineering" && !p.Skills.Contains("SQL"))
            },
            { "How many people have a skill in Security?", Count(p => p.Skills.Any(InCategory("Security"))) },
        };

    private static int Count(Func<DemoPerson, bool> condition) => Active.Count(condition);

    private static Func<string, bool> InCategory(string category)
    {
        var names = DemoPeople.Skills.Where(s => s.Category == category).Select(s => s.Name).ToHashSet();
        return names.Contains;
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task How_many_employees_with_a_condition(string question, int expected)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        reply.Data("employee_statistics").GetProperty("employees").GetInt32().ShouldBe(expected);
        reply.Answer.ShouldStartWith(expected == 1 ? "There is 1 " : $"There are {N(expected)} ");
    }

    [Fact]
    public async Task A_department_with_others_below_is_counted_by_itself_and_with_them()
    {
        var reply = await Client.AskAsync("How many people are in Technology?", cancellationToken: Cancel);

        string[] below = ["Technology", "Engineering", "Data & AI", "Cloud Infrastructure", "Information Security"];
        reply.Answer.ShouldContain(
            $"There are {N(Count(p => p.Department == "Technology"))} employees in Technology [1]"
        );
        reply.Answer.ShouldContain($"the number is {N(Count(p => below.Contains(p.Department)))} [2]");
    }

    [Theory]
    [InlineData("Who knows Cryptography?", "Cryptography")]
    [InlineData("Which colleagues have skills in Deep Learning?", "Deep Learning")]
    [InlineData("Qui maîtrise la cryptographie ?", "Cryptography")]
    [InlineData("Liste des personnes compétentes en fiscalité", "Tax Planning")]
    [InlineData("I'm looking for someone who speaks Polish", "Polish")]
    public async Task Who_has_a_skill(string question, string skill)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var holders = Active.Where(p => p.Skills.Contains(skill)).ToDictionary(p => p.Number, p => p.Name);
        var found = reply.Data("search_employees");
        found.GetProperty("total").GetInt32().ShouldBe(holders.Count);
        foreach (var employee in found.GetProperty("employees").EnumerateArray())
        {
            holders.Values.ShouldContain(employee.GetProperty("name").GetString());
            employee.GetProperty("id").GetString()!.ShouldStartWith("emp_");
            reply.Answer.ShouldContain(employee.GetProperty("name").GetString()!);
        }
    }

    [Theory]
    [InlineData("What is the average salary per department?")]
    [InlineData("How much do people earn on average in each team?")]
    [InlineData("Quel est le salaire moyen par département ?")]
    [InlineData("Rémunération moyenne de chaque service")]
    public async Task Average_salary_per_department(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        foreach (var department in Active.GroupBy(p => p.Department))
        {
            var average = Money(department.Average(p => p.Salary));
            reply.Answer.ShouldContain($"- {department.Key}: {average} USD ({department.Count()} people)");
        }
        reply.Citations[0].GetProperty("source").GetString().ShouldBe("compensation");
    }

    [Fact]
    public async Task Median_lowest_highest_and_total_pay()
    {
        var accountants = Active.Where(p => p.Position == "Accountant").Select(p => p.Salary).Order().ToList();
        var median = (accountants[(accountants.Count - 1) / 2] + accountants[accountants.Count / 2]) / 2;

        (
            await Client.AskAsync("What is the median salary of accountants?", cancellationToken: Cancel)
        ).Answer.ShouldContain(Money(median));
        (await Client.AskAsync("Highest salary among accountants?", cancellationToken: Cancel)).Answer.ShouldContain(
            Money(accountants[^1])
        );
        (await Client.AskAsync("Quel est le salaire le plus bas des Accountants ?", "en", Cancel)).Answer.ShouldContain(
            Money(accountants[0])
        );
        (
            await Client.AskAsync("What is the total payroll of Finance?", cancellationToken: Cancel)
        ).Answer.ShouldContain(Money(Active.Where(p => p.Department == "Finance").Sum(p => p.Salary)));
    }

    [Theory]
    [InlineData("Who is the most experienced employee?")]
    [InlineData("Who has the most years of experience?")]
    [InlineData("Qui est la personne la plus expérimentée ?")]
    [InlineData("Quel collaborateur a le plus d'expérience ?")]
    public async Task The_most_experienced(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var most = Active.Max(p => p.Experience);
        foreach (var person in Active.Where(p => p.Experience == most))
            reply.Answer.Split('\n')[0].ShouldContain(person.Name);
    }

    [Fact]
    public async Task The_most_experienced_of_a_group_in_the_number_asked_for()
    {
        var reply = await Client.AskAsync("Top 7 most experienced people in Legal", cancellationToken: Cancel);

        var years = reply
            .Data("search_employees")
            .GetProperty("employees")
            .EnumerateArray()
            .Select(e => e.GetProperty("experienceYears").GetDecimal())
            .ToList();
        years.ShouldBe(
            Active.Where(p => p.Department == "Legal").Select(p => p.Experience!.Value).OrderDescending().Take(7)
        );
    }

    [Theory]
    [InlineData("What is the distribution of skills?")]
    [InlineData("Show me the skills breakdown")]
    [InlineData("Quelle est la répartition des compétences ?")]
    [InlineData("Quelles sont les compétences les plus répandues ?")]
    public async Task Distribution_of_skills(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var groups = reply
            .Data("employee_statistics")
            .GetProperty("groups")
            .EnumerateArray()
            .ToDictionary(g => g.GetProperty("name").GetString()!, g => g.GetProperty("employees").GetInt32());
        groups.ShouldBe(
            Active.SelectMany(p => p.Skills).GroupBy(s => s).ToDictionary(g => g.Key, g => g.Count()),
            ignoreOrder: true
        );
    }

    [Theory]
    [InlineData("Which training do you recommend for Customer Success?", "Customer Success")]
    [InlineData("Quelles formations proposer au département Finance ?", "Finance")]
    [InlineData("What are the skill gaps in Marketing?", "Marketing")]
    public async Task Training_is_recommended_with_true_figures(string question, string department)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var items = reply.Data("training_recommendations").GetProperty("recommendations").EnumerateArray().ToList();
        items.Count.ShouldBe(5);
        foreach (var item in items)
        {
            var position = item.GetProperty("group").GetString();
            var skill = item.GetProperty("skill").GetString()!;
            var peers = Active.Where(p => p.Department == department && p.Position == position).ToList();
            item.GetProperty("people").GetInt32().ShouldBe(peers.Count);
            item.GetProperty("holders").GetInt32().ShouldBe(peers.Count(p => p.Skills.Contains(skill)));
            reply.Answer.ShouldContain($"- {skill} for {position}: ");
        }
    }

    [Fact]
    public async Task Training_for_one_person_is_what_peers_know_and_the_person_lacks()
    {
        var person = Active.First(p => p.Position == "Financial Analyst");

        var reply = await Client.AskAsync($"Which training does {person.Name} need?", cancellationToken: Cancel);

        var result = reply.Data("training_recommendations");
        result.GetProperty("person").GetString().ShouldBe(person.Name);
        foreach (var item in result.GetProperty("recommendations").EnumerateArray())
            person.Skills.ShouldNotContain(item.GetProperty("skill").GetString()!);
    }

    [Theory]
    [InlineData("Is there a gender pay gap?")]
    [InlineData("Do women earn less than men?")]
    [InlineData("Y a-t-il un écart salarial entre les femmes et les hommes ?")]
    [InlineData("Are there pay gaps?")]
    public async Task Pay_gaps(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var women = Active.Where(p => p.Gender == "female").Average(p => p.Salary);
        var men = Active.Where(p => p.Gender == "male").Average(p => p.Salary);
        var percent = decimal.Round((men - women) / men * 100, 1).ToString("0.#", English);
        reply.Answer.ShouldContain($"Women earn {percent}% less than men on average: {Money(women)} USD");
        reply.Answer.ShouldContain($"against {Money(men)} USD");
    }

    [Fact]
    public async Task Pay_differences_between_departments()
    {
        var reply = await Client.AskAsync(
            "How big are the pay differences between departments?",
            cancellationToken: Cancel
        );

        var averages = Active.GroupBy(p => p.Department).ToDictionary(g => g.Key, g => g.Average(p => p.Salary));
        reply.Answer.ShouldContain($"Highest: {averages.MaxBy(a => a.Value).Key}, {Money(averages.Values.Max())} USD");
        reply.Answer.ShouldContain($"lowest: {averages.MinBy(a => a.Value).Key}, {Money(averages.Values.Min())} USD");
    }

    [Fact]
    public async Task A_figure_about_fewer_than_five_people_is_withheld()
    {
        var reply = await Client.AskAsync("Average salary per position", cancellationToken: Cancel);

        foreach (var position in Active.GroupBy(p => p.Position))
        {
            if (position.Count() < 5)
                reply.Answer.ShouldNotContain($"- {position.Key}: ");
        }
        reply.Answer.ShouldContain("Withheld, because fewer than five people stand behind the figure");
    }

    [Theory]
    [InlineData("Who are the experts per domain?")]
    [InlineData("Qui sont les experts de chaque domaine ?")]
    public async Task Experts_per_domain(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var domains = reply.Data("skill_experts").GetProperty("domains").EnumerateArray().ToList();
        domains
            .Select(d => d.GetProperty("domain").GetString())
            .ShouldBe(DemoPeople.Skills.Select(s => s.Category).Distinct(), ignoreOrder: true);
        foreach (var domain in domains)
        {
            var inDomain = InCategory(domain.GetProperty("domain").GetString()!);
            domain.GetProperty("people").GetInt32().ShouldBe(Count(p => p.Skills.Any(inDomain)));
            var best = Active.Max(p => p.Skills.Count(inDomain));
            var first = domain.GetProperty("experts").EnumerateArray().First();
            first.GetProperty("skills").GetArrayLength().ShouldBe(best);
            var experience = Active.Where(p => p.Skills.Count(inDomain) == best).Max(p => p.Experience);
            first.GetProperty("experienceYears").GetDecimal().ShouldBe(experience!.Value);
        }
    }

    [Theory]
    [InlineData("Who is the expert in Kubernetes?")]
    [InlineData("Qui est le référent Kubernetes ?")]
    public async Task Experts_of_one_skill(string question)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        var domain = reply.Data("skill_experts").GetProperty("domains").EnumerateArray().ShouldHaveSingleItem();
        domain
            .GetProperty("experts")
            .EnumerateArray()
            .Select(e => e.GetProperty("experienceYears").GetDecimal())
            .ShouldBe(
                Active
                    .Where(p => p.Skills.Contains("Kubernetes"))
                    .Select(p => p.Experience!.Value)
                    .OrderDescending()
                    .Take(3)
            );
    }

    [Fact]
    public async Task Who_reports_to_whom()
    {
        var manager = DemoPeople.All.First(p => p.Position == "Director of Engineering" && p.Status == "active");
        var reports = Count(p => p.Manager == manager.Number);

        var count = await Client.AskAsync($"How many people report to {manager.Name}?", cancellationToken: Cancel);
        count.Answer.ShouldContain($"There are {reports} employees managed by {manager.Name}");

        var one = Active.First(p => p.Manager == manager.Number);
        var boss = await Client.AskAsync($"Who is the manager of {one.Name}?", cancellationToken: Cancel);
        boss.Answer.ShouldContain($"manager: {manager.Name}");
    }

    [Fact]
    public async Task Several_questions_at_once_are_all_answered()
    {
        var reply = await Client.AskAsync(
            "How many people are in Sales and what is their average salary?",
            cancellationToken: Cancel
        );

        reply.Answer.ShouldContain($"There are {Count(p => p.Department == "Sales")} employees in Sales [1]");
        reply.Answer.ShouldContain(Money(Active.Where(p => p.Department == "Sales").Average(p => p.Salary)));
        reply.Citations.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rule_is_answered_from_the_handbook_with_the_exact_place()
    {
        var reply = await Client.AskAsync("How many characters must a password have?", cancellationToken: Cancel);

        reply.Answered.ShouldBeTrue();
        var citation = reply.Citations.ShouldHaveSingleItem();
        demo.Files[citation.GetProperty("documentId").GetString()!].ShouldBe("information-security.md");
        citation.GetProperty("quote").GetString()!.ShouldContain("Passwords have at least 14 characters");
        reply.Answer.ShouldContain(citation.GetProperty("quote").GetString()!);
        (citation.GetProperty("end").GetInt32() - citation.GetProperty("start").GetInt32()).ShouldBe(
            citation.GetProperty("quote").GetString()!.Length
        );
    }

    [Theory]
    [InlineData("Who knows Fortran?", "No skill named “Fortran” is on record.")]
    [InlineData("How many people work in the Astronomy department?", "No department named “Astronomy” is on record.")]
    [InlineData("How many employees own a dog?", "dog")]
    [InlineData("What is the meaning of life?", "found nothing")]
    [InlineData("zorp blint quax", "found nothing")]
    public async Task What_nothing_answers_is_said_so(string question, string said)
    {
        var reply = await Client.AskAsync(question, "en", Cancel);

        reply.Answered.ShouldBeFalse();
        reply.Answer.ShouldContain(said);
        reply.Citations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_without_the_scope_of_pay_is_told_which_scope_is_missing()
    {
        using var client = await demo.Tenant.ClientWithScopesAsync(Scopes.AgentsUse, Scopes.EmployeesRead);

        var pay = await client.AskAsync("What is the average salary per department?", cancellationToken: Cancel);
        pay.Answered.ShouldBeFalse();
        pay.Answer.ShouldContain("compensation:read");
        pay.Json.TryGetProperty("data", out var data).ShouldBe(data.ValueKind == JsonValueKind.Null);

        var gender = await client.AskAsync("How many women work in Sales?", cancellationToken: Cancel);
        gender.Answer.ShouldContain("personal:read");

        var documents = await client.AskAsync("How long is probation?", cancellationToken: Cancel);
        documents.Answer.ShouldContain("documents:read");

        (await client.AskAsync("How many people work in Sales?", cancellationToken: Cancel)).Answered.ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_may_not_use_agents_is_refused()
    {
        using var client = await demo.Tenant.ClientWithScopesAsync(Scopes.EmployeesRead);

        using var response = await client.PostAsJsonAsync("/v1/agents/ask", new { question = "Who?" }, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("""{"question":""}""", "/question")]
    [InlineData("""{"question":"Who?","language":"de"}""", "/language")]
    public async Task A_bad_question_is_refused_by_field(string body, string pointer)
    {
        using var response = await Client.PostAsync(
            "/v1/agents/ask",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Cancel
        );

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain($"\"{pointer}\"");
    }

    [Theory]
    [InlineData("'; DROP TABLE employees; --")]
    [InlineData("Who knows Python'); DELETE FROM employees; --?")]
    [InlineData("How many people work in Sales' OR '1'='1?")]
    public async Task Text_never_becomes_sql(string question)
    {
        await Client.AskAsync(question, cancellationToken: Cancel);

        var reply = await Client.AskAsync("How many employees do we have?", "en", Cancel);
        reply.Data("employee_statistics").GetProperty("value").GetInt32().ShouldBe(Active.Count);
    }

    [Fact]
    public async Task Health_and_capabilities_tell_what_can_be_asked()
    {
        var health = await Client.GetFromJsonAsync<JsonElement>("/v1/agents/health", Cancel);
        health.GetProperty("status").GetString().ShouldBe("ok");
        health.GetProperty("mode").GetString().ShouldBe("offline");
        health.GetProperty("vocabulary").GetProperty("departments").GetInt32().ShouldBe(DemoPeople.Departments.Count);

        var capabilities = await Client.GetFromJsonAsync<JsonElement>("/v1/agents/capabilities", Cancel);
        capabilities.GetProperty("tools").GetArrayLength().ShouldBe(6);
        foreach (var example in capabilities.GetProperty("examples").EnumerateArray())
            (await Client.AskAsync(example.GetString()!, cancellationToken: Cancel)).Answered.ShouldBeTrue(
                example.GetString()
            );
    }
}
