using System.Globalization;
using HrPlatform.Application.Agents;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;
using MediatR;

namespace HrPlatform.Infrastructure.Tests.Ai.Offline;

/// <summary>The demo company's files in memory, answering the agents' queries as the database does.</summary>
public sealed class DemoCompany : IMediator
{
    private static readonly Lazy<DemoCompany> Loaded = new(Load);

    public static readonly DateOnly Today = new(2026, 11, 23);

    public static DemoCompany Instance => Loaded.Value;

    public required IReadOnlyList<DemoPerson> People { get; init; }

    public required TenantVocabulary Vocabulary { get; init; }

    public IEnumerable<DemoPerson> Active => People.Where(p => p.Status == "active");

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        object response = request switch
        {
            GetTenantVocabulary => Vocabulary,
            GetWorkforceFigures q => Figures(q),
            FindEmployees q => Find(q),
            GetPayFigures q => Pay(q),
            GetPayGap q => Gap(q),
            GetSkillExperts q => Experts(q),
            GetTrainingNeeds q => Needs(q),
            _ => throw new NotSupportedException(request.GetType().Name),
        };
        return Task.FromResult((TResponse)response);
    }

    public Task<object?> Send(object request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish(object notification, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => throw new NotSupportedException();

    public IEnumerable<string> DepartmentAndBelow(string name) =>
        Vocabulary.Departments.Where(d => d.Parent == name).SelectMany(d => DepartmentAndBelow(d.Name)).Prepend(name);

    private List<DemoPerson> Matching(WorkforceFilter f)
    {
        var departments = f.IncludeSubDepartments ? [.. f.Departments.SelectMany(DepartmentAndBelow)] : f.Departments;
        return
        [
            .. People.Where(p =>
                (
                    f.Status == WorkforceStatus.Any
                    || string.Equals(p.Status, f.Status.ToString(), StringComparison.OrdinalIgnoreCase)
                )
                && (departments.Count == 0 || departments.Contains(p.Department))
                && (f.Positions.Count == 0 || f.Positions.Contains(p.Position))
                && (
                    f.Skills.Count == 0
                    || (f.AnySkill ? f.Skills.Any(p.Skills.Contains) : f.Skills.All(p.Skills.Contains))
                )
                && !f.WithoutSkills.Any(p.Skills.Contains)
                && (f.SkillCategories.Count == 0 || p.Skills.Any(s => f.SkillCategories.Contains(CategoryOf(s))))
                && (f.ManagerIds.Count == 0 || (p.Manager is { } m && f.ManagerIds.Contains(IdOf(m))))
                && (f.ExperienceYears.IsAny || (p.Experience is { } e && f.ExperienceYears.Contains(e)))
                && (f.Salary.IsAny || f.Salary.Contains(p.Salary))
                && (f.HiredFrom is null || p.HireDate >= f.HiredFrom)
                && (f.HiredTo is null || p.HireDate <= f.HiredTo)
                && (
                    f.Gender is null || string.Equals(p.Gender, f.Gender.ToString(), StringComparison.OrdinalIgnoreCase)
                )
            ),
        ];
    }

    private string CategoryOf(string skill) => Vocabulary.Skills.First(s => s.Name == skill).Category!;

    private static Guid IdOf(string number) => new(int.Parse(number, CultureInfo.InvariantCulture), 0, 0, new byte[8]);

    private string?[] Keys(DemoPerson p, WorkforceGrouping groupBy) =>
        groupBy switch
        {
            WorkforceGrouping.Department => (string?[])[p.Department],
            WorkforceGrouping.Position => [p.Position],
            WorkforceGrouping.Skill => [.. p.Skills],
            WorkforceGrouping.SkillCategory => [.. p.Skills.Select(CategoryOf).Distinct()],
            WorkforceGrouping.Status => [p.Status],
            WorkforceGrouping.HireYear => [p.HireDate.Year.ToString(CultureInfo.InvariantCulture)],
            WorkforceGrouping.Manager => [People.FirstOrDefault(m => m.Number == p.Manager)?.Name],
            _ => [p.Gender],
        };

    private WorkforceFigures Figures(GetWorkforceFigures q)
    {
        var people = Matching(q.Filter);
        decimal? Value(IReadOnlyCollection<DemoPerson> of) =>
            q.Measure switch
            {
                WorkforceMeasure.Count => of.Count,
                WorkforceMeasure.AverageExperience => of.Any(p => p.Experience is not null)
                    ? of.Where(p => p.Experience is not null).Average(p => p.Experience!.Value)
                    : null,
                _ => of.Count == 0 ? null : of.Average(p => (Today.DayNumber - p.HireDate.DayNumber) / 365.25m),
            };
        if (q.GroupBy is not { } groupBy)
            return new WorkforceFigures(people.Count, Value(people), [], 0);
        var groups = people
            .SelectMany(p => Keys(p, groupBy).Select(k => (k, p)))
            .GroupBy(x => x.k, x => x.p)
            .Select(g => new WorkforceGroup(g.Key, g.Count(), Value([.. g])))
            .OrderByDescending(g => g.Value)
            .ThenBy(g => g.Name, StringComparer.Ordinal)
            .ToList();
        return new WorkforceFigures(people.Count, Value(people), [.. groups.Take(200)], groups.Count);
    }

    private FoundEmployees Find(FindEmployees q)
    {
        var words = q.Name is null ? [] : NameMatching.Fold(q.Name).Split(' ');
        var people = Matching(q.Filter)
            .Where(p => words.All(w => NameMatching.Fold(p.Name).Split(' ').Contains(w)))
            .ToList();
        IEnumerable<DemoPerson> ordered = q.Sort switch
        {
            WorkforceSort.Experience => Order(p => p.Experience ?? 0),
            WorkforceSort.Salary => Order(p => p.Salary),
            WorkforceSort.HireDate => Order(p => p.HireDate.DayNumber),
            WorkforceSort.Tenure => Order(p => -p.HireDate.DayNumber),
            _ => people.OrderBy(p => p.Last, StringComparer.Ordinal).ThenBy(p => p.First, StringComparer.Ordinal),
        };
        IEnumerable<DemoPerson> Order(Func<DemoPerson, decimal> key) =>
            (q.Descending ? people.OrderByDescending(key) : people.OrderBy(key)).ThenBy(
                p => p.Name,
                StringComparer.Ordinal
            );
        return new FoundEmployees(
            people.Count,
            [
                .. ordered
                    .Take(q.Limit)
                    .Select(p => new FoundEmployee(
                        IdOf(p.Number),
                        p.Name,
                        p.Department,
                        p.Position,
                        p.Experience,
                        p.HireDate,
                        p.Status,
                        People.FirstOrDefault(m => m.Number == p.Manager)?.Name,
                        p.Skills,
                        q.WithSalary ? p.Salary : null,
                        p.Currency
                    )),
            ]
        );
    }

    private PayFigures Pay(GetPayFigures q)
    {
        var people = Matching(q.Filter);
        var currency = people.GroupBy(p => p.Currency).MaxBy(g => g.Count())?.Key;
        var paid = people.Where(p => p.Currency == currency).ToList();
        decimal? Value(IReadOnlyCollection<DemoPerson> of) =>
            of.Count == 0
                ? null
                : q.Measure switch
                {
                    PayMeasure.Median => Median(of),
                    PayMeasure.Min => of.Min(p => p.Salary),
                    PayMeasure.Max => of.Max(p => p.Salary),
                    PayMeasure.Total => of.Sum(p => p.Salary),
                    _ => of.Average(p => p.Salary),
                };
        bool TooFew(int n) => n is > 0 and < GetPayFigures.SmallestGroup;
        var groups = q.GroupBy is not { } groupBy
            ? []
            : paid.SelectMany(p => Keys(p, groupBy).Select(k => (k, p)))
                .GroupBy(x => x.k, x => x.p)
                .Select(g => new PayGroup(
                    g.Key,
                    g.Count(),
                    TooFew(g.Count()) ? null : Value([.. g]),
                    TooFew(g.Count())
                ))
                .OrderBy(g => g.Withheld)
                .ThenByDescending(g => g.Value)
                .ToList();
        var withheld = TooFew(paid.Count);
        return new PayFigures(
            paid.Count,
            currency,
            withheld ? null : Value(paid),
            withheld,
            groups,
            people.Count - paid.Count
        );
    }

    public static decimal Median(IEnumerable<DemoPerson> people)
    {
        var sorted = people.Select(p => p.Salary).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private PayGap Gap(GetPayGap q)
    {
        var people = Matching(q.Filter with { Gender = null });
        PayGapGroup Of(string? name, IReadOnlyCollection<DemoPerson> of)
        {
            var women = of.Where(p => p.Gender == "female").ToList();
            var men = of.Where(p => p.Gender == "male").ToList();
            if (women.Count < GetPayFigures.SmallestGroup || men.Count < GetPayFigures.SmallestGroup)
                return new PayGapGroup(
                    name,
                    women.Count,
                    men.Count,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    Withheld: true
                );
            var (wa, ma) = (women.Average(p => p.Salary), men.Average(p => p.Salary));
            var (wm, mm) = (Median(women), Median(men));
            return new PayGapGroup(
                name,
                women.Count,
                men.Count,
                wa,
                ma,
                wm,
                mm,
                (ma - wa) / ma * 100,
                (mm - wm) / mm * 100,
                Withheld: false
            );
        }
        var groups = q.GroupBy is not { } groupBy
            ? []
            : people
                .SelectMany(p => Keys(p, groupBy).Select(k => (k, p)))
                .GroupBy(x => x.k, x => x.p)
                .Select(g => Of(g.Key, [.. g]))
                .OrderBy(g => g.Withheld)
                .ThenByDescending(g => g.AverageGapPercent)
                .ToList();
        return new PayGap(people.Exists(p => p.Gender is not null), "USD", Of(null, people), groups, 0);
    }

    private SkillExperts Experts(GetSkillExperts q)
    {
        var people = Matching(q.Filter);
        var domains = q
            .Skills.Select(s => (Name: s, Skills: new List<string> { s }))
            .Concat(
                (
                    q.Categories.Count > 0 ? q.Categories
                    : q.Skills.Count > 0 ? []
                    : [.. Vocabulary.SkillCategories]
                ).Select(c =>
                    (Name: c, Skills: Vocabulary.Skills.Where(s => s.Category == c).Select(s => s.Name).ToList())
                )
            );
        return new SkillExperts([
            .. domains.Select(d =>
            {
                var holders = people.Where(p => p.Skills.Any(d.Skills.Contains)).ToList();
                return new SkillDomainExperts(
                    d.Name,
                    holders.Count,
                    [
                        .. holders
                            .OrderByDescending(p => p.Skills.Count(d.Skills.Contains))
                            .ThenByDescending(p => p.Experience)
                            .ThenBy(p => p.Name, StringComparer.Ordinal)
                            .Take(q.Top)
                            .Select(p => new SkillExpert(
                                IdOf(p.Number),
                                p.Name,
                                p.Department,
                                p.Position,
                                p.Experience,
                                [.. p.Skills.Where(d.Skills.Contains)]
                            )),
                    ]
                );
            }),
        ]);
    }

    private TrainingNeeds Needs(GetTrainingNeeds q)
    {
        var person = q.Person is { } id ? People.First(p => IdOf(p.Number) == id) : null;
        var people = person is null ? Matching(q.Filter) : [.. Active.Where(p => p.Position == person.Position)];
        return new TrainingNeeds([
            .. people
                .GroupBy(p => q.Scope == TrainingScope.Position ? p.Position : p.Department)
                .Where(g => g.Count() >= GetTrainingNeeds.SmallestGroup)
                .SelectMany(g =>
                    g.SelectMany(p => p.Skills)
                        .GroupBy(s => s)
                        .Select(s => new TrainingNeed(g.Key, s.Key, CategoryOf(s.Key), g.Count(), s.Count()))
                )
                .Where(n =>
                    n.Missing > 0
                    && (decimal)n.Holders / n.People >= GetTrainingNeeds.UsualShare
                    && (q.Skills.Count == 0 || q.Skills.Contains(n.Skill))
                    && (q.Categories.Count == 0 || q.Categories.Contains(n.Category!))
                    && (person is null || !person.Skills.Contains(n.Skill))
                )
                .GroupBy(n => n.Group)
                .SelectMany(g =>
                    g.OrderByDescending(n => n.Missing)
                        .ThenBy(n => n.Skill, StringComparer.Ordinal)
                        .Take(q.MostPerGroup)
                )
                .OrderByDescending(n => n.Missing)
                .ThenBy(n => n.Skill, StringComparer.Ordinal)
                .Take(q.Top),
        ]);
    }

    private static DemoCompany Load()
    {
        var folder = Path.Combine(Root(), "data", "demo");
        var people = Rows(Path.Combine(folder, "employees.csv"))
            .Select(r => new DemoPerson(
                r["employeeNumber"],
                r["firstName"],
                r["lastName"],
                r["department"],
                r["position"],
                DateOnly.Parse(r["hireDate"], CultureInfo.InvariantCulture),
                r["gender"] is "" ? null : r["gender"],
                decimal.Parse(r["salary"], CultureInfo.InvariantCulture),
                r["currency"],
                r["managerNumber"] is "" ? null : r["managerNumber"],
                r["skills"].Split(';', StringSplitOptions.RemoveEmptyEntries),
                r["experienceYears"] is "" ? null : decimal.Parse(r["experienceYears"], CultureInfo.InvariantCulture),
                r["status"]
            ))
            .ToList();
        return new DemoCompany
        {
            People = people,
            Vocabulary = new TenantVocabulary(
                [
                    .. Rows(Path.Combine(folder, "departments.csv"))
                        .Select(r => new VocabularyDepartment(r["name"], r["parent"] is "" ? null : r["parent"])),
                ],
                [.. Rows(Path.Combine(folder, "positions.csv")).Select(r => r["title"])],
                [.. Rows(Path.Combine(folder, "skills.csv")).Select(r => new VocabularySkill(r["name"], r["category"]))]
            ),
        };
    }

    // Read here without the product's reader, so that figures are checked against an independent one.
    private static List<Dictionary<string, string>> Rows(string file)
    {
        List<List<string>> rows =
        [
            [],
        ];
        var field = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var c in File.ReadAllText(file).ReplaceLineEndings("\n"))
        {
            if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\n'))
                field.Append(c);
            else
            {
                rows[^1].Add(field.ToString());
                field.Clear();
                if (c == '\n')
                    rows.Add([]);
            }
        }
        return
        [
            .. rows.Skip(1)
                .Where(r => r.Count == rows[0].Count)
                .Select(r => rows[0].Zip(r).ToDictionary(f => f.First, f => f.Second)),
        ];
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "HrPlatform.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("Not inside the repository.");
        return folder.FullName;
    }
}

public sealed record DemoPerson(
    string Number,
    string First,
    string Last,
    string Department,
    string Position,
    DateOnly HireDate,
    string? Gender,
    decimal Salary,
    string Currency,
    string? Manager,
    IReadOnlyList<string> Skills,
    decimal? Experience,
    string Status
)
{
    public string Name => $"{First} {Last}";
}
