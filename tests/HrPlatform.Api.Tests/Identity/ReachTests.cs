using System.Collections.Frozen;
using System.Net;
using HrPlatform.Api.Tests.Employees;
using HrPlatform.Api.Tests.Persistence;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Search;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Employees;
using HrPlatform.Infrastructure.Persistence;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrPlatform.Api.Tests.Identity;

/// <summary>Callers who don't reach everybody: the database shows them their own rows, whatever is asked for.</summary>
public sealed class ReachTests(ApiFixture api)
{
    private static readonly string[] _peopleTables =
    [
        "employees",
        "employee_skills",
        "employment_events",
        "compensations",
        "employee_profiles",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_department_manager_reaches_the_own_department_and_those_below_it()
    {
        await using var company = await Company.CreateAsync(api);
        var sam = company.As(Reach.Departments, company.Sam);

        (await NamesAsync(company, sam)).ShouldBe(["Eva", "Sam"]);
        (await company.SendAsync(sam, new GetEmployee(company.Eva, null))).FirstName.ShouldBe("Eva");
        (await FailureAsync(company, sam, new GetEmployee(company.Boss, null))).ShouldBe(ProblemCatalog.NotFound);
        (await FailureAsync(company, sam, new GetEmployee(company.Hana, null))).ShouldBe(ProblemCatalog.NotFound);
        (await company.SendAsync(sam, new GetEmployees([company.Eva, company.Hana], null))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_employee_reaches_the_own_record_and_one_without_a_record_nobody()
    {
        await using var company = await Company.CreateAsync(api);

        (await NamesAsync(company, company.As(Reach.Self, company.Eva))).ShouldBe(["Eva"]);
        (await NamesAsync(company, company.As(Reach.Self, company.Sam))).ShouldBe(["Sam"]);
        (await NamesAsync(company, company.As(Reach.Self, null))).ShouldBeEmpty();
        (await NamesAsync(company, company.As(Reach.Departments, null))).ShouldBeEmpty();
        (await NamesAsync(company, company.As(Reach.Departments, EmployeeId.New()))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Figures_answers_charts_and_past_states_count_only_those_within_reach()
    {
        await using var company = await Company.CreateAsync(api);
        var sam = company.As(Reach.Departments, company.Sam);

        (await company.SendAsync(sam, new GetEmployeeStatistics(null))).Total.ShouldBe(2);
        (await company.SendAsync(sam, new GetEmployeeStatistics(new DateOnly(2021, 1, 1)))).Total.ShouldBe(2);
        var pay = await company.SendAsync(
            sam,
            new GetPayFigures(PayMeasure.Total, GroupBy: null, WorkforceFilter.Everybody)
        );
        pay.ToString().ShouldNotContain("90000");
        (await company.SendAsync(sam, new GetOrgChart(null, null, 10, null)))
            .People.Select(person => person.Name)
            .ShouldBe(["Sam Byron", "Eva Byron"], ignoreOrder: true);
        (await company.SendAsync(sam, new ListManagers(company.Eva, null)))
            .Select(manager => manager.FirstName)
            .ShouldBe(["Sam"]);
        var answer = await company.SendAsync(sam, new AskAgent("hr_analyst", "How many employees do we have?"));
        answer.Answer.ShouldContain("2");
        answer.Answer.ShouldNotContain("4");
        var asked = await company.SendAsync(sam, new AskAgent("hr_analyst", "Who has the skill Python?"));
        asked.Answer.ShouldNotContain("Hana");
        var found = await company.SendAsync(sam, new SearchTenant("Python", Kinds: [SearchKind.Employees]));
        found.ToString().ShouldNotContain("Hana");
    }

    [Fact]
    public async Task Who_is_out_of_reach_is_not_named_as_a_manager_either()
    {
        await using var company = await Company.CreateAsync(api);

        var own = await company.SendAsync(company.As(Reach.Self, company.Eva), new GetEmployee(company.Eva, null));
        own.Manager.ShouldBeNull();
        EmployeeVisibility.Of(company.As(Reach.Self, company.Eva)).Hides(own.Manager).ShouldBeTrue();

        var within = await company.SendAsync(
            company.As(Reach.Departments, company.Sam),
            new GetEmployee(company.Eva, null)
        );
        within.Manager!.Name.ShouldBe("Sam Byron");
    }

    [Fact]
    public async Task Filters_and_sorting_by_pay_need_the_scope_within_the_reach_as_well()
    {
        await using var company = await Company.CreateAsync(api);
        var manager = company.As(Reach.Departments, company.Sam) with
        {
            Scopes = new[] { Scopes.EmployeesRead }.ToFrozenSet(StringComparer.Ordinal),
        };

        var sorted = new ListEmployees(new EmployeeFilter(), [new(EmployeeSortField.Salary, true)], 10, null, false);
        (await FailureAsync(company, manager, sorted)).ShouldBe(ProblemCatalog.Forbidden);
    }

    [Fact]
    public async Task Writing_is_refused_whatever_scopes_a_limited_caller_has()
    {
        await using var company = await Company.CreateAsync(api);
        var sam = company.As(Reach.Departments, company.Sam);

        (await FailureAsync(company, sam, new DeleteEmployee(company.Eva, VersionMatch.Any))).ShouldBe(
            ProblemCatalog.Forbidden
        );
        (await FailureAsync(company, sam, new ListApiKeys(null, null, new(10, null, false)))).ShouldBe(
            ProblemCatalog.Forbidden
        );
    }

    [Fact]
    public async Task With_our_own_filters_off_the_database_still_shows_only_rows_within_reach()
    {
        await using var company = await Company.CreateAsync(api);
        var eva = LeaseTarget.Of(company.As(Reach.Self, company.Eva), company.Place);

        foreach (var table in _peopleTables)
        {
            foreach (var name in new[] { table, $"\"{company.Place.Schema}\".{table}" })
            {
                var column = table == "employees" ? "id" : "employee_id";
                var sql = $"SELECT count(*) FROM {name} WHERE {column} <> '{company.Eva.Value}'";
                (await company.ReadAsync(eva, sql)).ShouldBe(0L, name);
            }
            (
                await Should.ThrowAsync<PostgresException>(() => company.ReadAsync(eva, $"DELETE FROM {table}"))
            ).SqlState.ShouldBe("42501");
        }
        (await company.ReadAsync(eva, "SELECT count(*) FROM employees")).ShouldBe(1L);
    }

    [Fact]
    public async Task On_one_connection_each_caller_meets_only_the_own_reach()
    {
        await using var company = await Company.CreateAsync(api);
        var everyone = LeaseTarget.Of(company.Place);
        var sam = LeaseTarget.Of(company.As(Reach.Departments, company.Sam), company.Place);
        var eva = LeaseTarget.Of(company.As(Reach.Self, company.Eva), company.Place);

        foreach (
            var (target, count) in new[] { (everyone, 4L), (eva, 1L), (sam, 2L), (eva, 1L), (everyone, 4L), (sam, 2L) }
        )
            (await company.ReadAsync(target, "SELECT count(*) FROM employees")).ShouldBe(count);
        await using var lease = await company.One.Connections.LeaseAsync(eva, Cancel);
        (await lease.ScalarAsync("SELECT count(*) FROM employees")).ShouldBe(1L);
    }

    private static async Task<List<string>> NamesAsync(Company company, Caller caller) =>
        [
            .. (
                await company.SendAsync(caller, new ListEmployees(new EmployeeFilter(), [], 100, null, WithTotal: true))
            )
                .Items.Select(person => person.FirstName)
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<ProblemCode> FailureAsync<T>(Company company, Caller caller, IRequest<T> request) =>
        (await Should.ThrowAsync<ProblemException>(() => company.SendAsync(caller, request))).Problem;

    /// <summary>Boss (Company) above Sam (Sales) above Eva (EMEA, part of Sales); Hana is in HR.</summary>
    private sealed class Company : IAsyncDisposable
    {
        public required OneConnection One { get; init; }
        public required HrPlatform.Application.Common.TenantPlace Place { get; init; }
        public EmployeeId Boss { get; private set; }
        public EmployeeId Sam { get; private set; }
        public EmployeeId Eva { get; private set; }
        public EmployeeId Hana { get; private set; }

        public static async Task<Company> CreateAsync(ApiFixture api)
        {
            var tenant = await api.CreateTenantAsync();
            var one = new OneConnection(api);
            var company = new Company { One = one, Place = await one.PlaceOfAsync(tenant) };
            var client = tenant.Client;
            await client.Skill("Python");
            var top = await client.Department("Company");
            var sales = await client.Department("Sales", top);
            await client.Department("EMEA", sales);
            await client.Department("HR", top);
            company.Boss = await HireAsync("Boss", "Company", null);
            company.Sam = await HireAsync("Sam", "Sales", company.Boss);
            company.Eva = await HireAsync("Eva", "EMEA", company.Sam);
            company.Hana = await HireAsync("Hana", "HR", company.Boss);
            return company;

            async Task<EmployeeId> HireAsync(string firstName, string department, EmployeeId? manager)
            {
                var hired = await client.Hire(
                    new
                    {
                        firstName,
                        department,
                        manager = manager?.ToString(),
                        skills = new[] { "Python" },
                        compensation = People.Pay(firstName == "Hana" ? "90000.00" : "50000.00"),
                    }
                );
                hired.Status.ShouldBe(HttpStatusCode.Created);
                return TypeId.TryParse("emp", hired.Id, out var id)
                    ? new EmployeeId(id)
                    : throw new FormatException(hired.Id);
            }
        }

        public Caller As(Reach reach, EmployeeId? employee) =>
            new(Guid.CreateVersion7(), "user", Place, "enterprise", Scopes.OfTenant)
            {
                Kind = CallerKind.User,
                Reach = reach,
                EmployeeId = employee,
            };

        public async Task<T> SendAsync<T>(Caller caller, IRequest<T> request)
        {
            await using var scope = One.Enter(caller);
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, Cancel);
        }

        public Task<object?> ReadAsync(LeaseTarget target, string sql) =>
            One.Connections.ReadAsync(
                target,
                new NpgsqlBatchCommand(sql),
                async (reader, token) => await reader.ReadAsync(token) ? reader.GetValue(0) : null,
                Cancel
            );

        public ValueTask DisposeAsync() => One.DisposeAsync();
    }
}
