using System.Globalization;
using HrPlatform.Application.Employees;
using MediatR;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>A name that the tenant does not have, and the known ones that look most like it.</summary>
/// <param name="Kind"><c>department</c>, <c>position</c>, <c>skill</c>, <c>skill_category</c>, <c>manager</c> or <c>person</c>.</param>
public sealed record UnknownName(string Kind, string Asked, IReadOnlyList<string> Nearest);

/// <summary>A filter with the tenant's own names, the names it does not have, and the filter in words.</summary>
internal sealed record ResolvedFilter(WorkforceFilter Filter, IReadOnlyList<UnknownName> Unknown, string InWords);

/// <summary>Turns a model's arguments into a filter over the tenant's own names.</summary>
internal static class FilterResolver
{
    private const int MostManagersOfOneName = 5;

    public static async Task<ResolvedFilter> ResolveAsync(
        EmployeeFilterArguments? arguments,
        AgentRun run,
        IMediator mediator,
        CancellationToken cancellationToken
    )
    {
        arguments ??= new EmployeeFilterArguments();
        var unknown = new List<UnknownName>();
        var words = new List<string>();
        var vocabulary = run.Vocabulary;
        var departments = Names(
            "department",
            arguments.Departments,
            vocabulary.Departments.Select(d => d.Name),
            unknown
        );
        var positions = Names("position", arguments.Positions, vocabulary.Positions, unknown);
        var skills = Names("skill", arguments.Skills, vocabulary.Skills.Select(s => s.Name), unknown);
        var without = Names("skill", arguments.WithoutSkills, vocabulary.Skills.Select(s => s.Name), unknown);
        var categories = Names("skill_category", arguments.SkillCategories, vocabulary.SkillCategories, unknown);
        var managers = await ManagersAsync(arguments, mediator, unknown, cancellationToken);

        var filter = new WorkforceFilter
        {
            Departments = departments,
            IncludeSubDepartments = arguments.IncludeSubDepartments ?? false,
            Positions = positions,
            Skills = skills,
            AnySkill = arguments.AnySkill ?? false,
            WithoutSkills = without,
            SkillCategories = categories,
            ManagerIds = [.. managers.Select(m => m.Id)],
            IncludeIndirectReports = arguments.IndirectReports ?? false,
            ExperienceYears = Range(
                arguments.MinExperience,
                arguments.ExperienceMoreThan,
                arguments.MaxExperience,
                arguments.ExperienceLessThan
            ),
            Salary = Range(
                arguments.MinSalary,
                arguments.SalaryMoreThan,
                arguments.MaxSalary,
                arguments.SalaryLessThan
            ),
            HiredFrom = arguments.HiredFrom,
            HiredTo = arguments.HiredTo,
            Gender = arguments.Gender,
            Status = arguments.Status ?? WorkforceStatus.Active,
        };
        if (departments.Count > 0)
        {
            var below = filter.IncludeSubDepartments ? " and the departments below" : "";
            words.Add($"department {string.Join(" or ", departments)}{below}");
        }
        if (positions.Count > 0)
            words.Add($"position {string.Join(" or ", positions)}");
        if (skills.Count > 0)
            words.Add($"skill {string.Join(filter.AnySkill ? " or " : " and ", skills)}");
        if (without.Count > 0)
            words.Add($"without skill {string.Join(" and ", without)}");
        if (categories.Count > 0)
            words.Add($"a skill of category {string.Join(" or ", categories)}");
        if (managers.Count > 0)
        {
            var levels = filter.IncludeIndirectReports ? "directly or indirectly " : "";
            words.Add($"{levels}managed by {string.Join(" or ", managers.Select(m => m.Name))}");
        }
        AddRange(words, "experience", filter.ExperienceYears, " years");
        AddRange(words, "salary", filter.Salary, "");
        if (filter.HiredFrom is { } from)
            words.Add($"hired from {Day(from)}");
        if (filter.HiredTo is { } to)
            words.Add($"hired until {Day(to)}");
        if (filter.Gender is { } gender)
            words.Add(gender == WorkforceGender.Female ? "women" : "men");
        var who = filter.Status switch
        {
            WorkforceStatus.Terminated => "employees who have left",
            WorkforceStatus.Scheduled => "employees who start later",
            WorkforceStatus.Any => "employees, past and future ones included",
            _ => "active employees",
        };
        var inWords = words.Count == 0 ? who : $"{who}: {string.Join("; ", words)}";
        return new ResolvedFilter(filter, unknown, inWords);
    }

    private static List<string> Names(
        string kind,
        IReadOnlyList<string>? asked,
        IEnumerable<string> known,
        List<UnknownName> unknown
    )
    {
        var found = new List<string>();
        foreach (var name in asked ?? [])
        {
            if (NameMatching.Find(name, known) is { } match)
                found.Add(match);
            else
                unknown.Add(new UnknownName(kind, name, NameMatching.Nearest(name, known)));
        }
        return found;
    }

    private static async Task<IReadOnlyList<FoundEmployee>> ManagersAsync(
        EmployeeFilterArguments arguments,
        IMediator mediator,
        List<UnknownName> unknown,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(arguments.Manager))
            return [];
        var found = await mediator.Send(
            new FindEmployees(
                new WorkforceFilter { Status = WorkforceStatus.Any },
                arguments.Manager,
                WorkforceSort.Name,
                Descending: false,
                MostManagersOfOneName,
                WithSalary: false
            ),
            cancellationToken
        );
        if (found.Employees.Count == 0)
            unknown.Add(new UnknownName("manager", arguments.Manager, []));
        return found.Employees;
    }

    private static NumberRange Range(decimal? min, decimal? moreThan, decimal? max, decimal? lessThan) =>
        new(moreThan ?? min, moreThan is not null, lessThan ?? max, lessThan is not null);

    private static void AddRange(List<string> words, string what, NumberRange range, string unit)
    {
        if (range.Min is { } min)
            words.Add($"{what} {(range.MinExclusive ? "more than" : "at least")} {Number(min)}{unit}");
        if (range.Max is { } max)
            words.Add($"{what} {(range.MaxExclusive ? "less than" : "at most")} {Number(max)}{unit}");
    }

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
