using System.ComponentModel;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Names the people who know a domain best.</summary>
public sealed class SkillExpertsTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "skill_experts";

    public string Name => ToolName;

    public string Summary => "The experts for a skill or category, or per category.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.EmployeesRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("Skills to find experts for.")] IReadOnlyList<string>? skills = null,
                [Description("Skill categories to find experts for; without skills and categories: each category.")]
                    IReadOnlyList<string>? skillCategories = null,
                [Description("Which employees.")] EmployeeFilterArguments? filter = null,
                [Description("Experts per domain, 1 to 10; 3 when left out.")] int? top = null,
                CancellationToken cancellationToken = default
            ) => FindAsync(run, skills, skillCategories, filter, top, cancellationToken),
            "Names the experts: those with the skill, or most skills of the category, and the most experience."
        );

    private async Task<object> FindAsync(
        AgentRun run,
        IReadOnlyList<string>? skills,
        IReadOnlyList<string>? categories,
        EmployeeFilterArguments? arguments,
        int? top,
        CancellationToken cancellationToken
    )
    {
        if (!run.Caller.May(Identity.Scopes.EmployeesRead))
            return new ToolRefusal(Identity.Scopes.EmployeesRead);
        if (arguments?.MissingScope(run.Caller) is { } missing)
            return new ToolRefusal(missing);
        var domains = await FilterResolver.ResolveAsync(
            new EmployeeFilterArguments { Skills = skills, SkillCategories = categories },
            run,
            mediator,
            cancellationToken
        );
        var resolved = await FilterResolver.ResolveAsync(arguments, run, mediator, cancellationToken);
        if (domains.Unknown.Count + resolved.Unknown.Count > 0)
            return new NamesUnknown([.. domains.Unknown, .. resolved.Unknown]);
        var experts = await mediator.Send(
            new GetSkillExperts(
                domains.Filter.Skills,
                domains.Filter.SkillCategories,
                resolved.Filter,
                Math.Clamp(top ?? 3, 1, 10)
            ),
            cancellationToken
        );
        return new SkillExpertsResult([
            .. experts.Domains.Select(d =>
            {
                var query = $"{resolved.InWords} by skills in {d.Domain}, then experience";
                return new ExpertDomain(
                    run.Citations.AddRecords("employees", query, d.People),
                    d.Domain,
                    d.People,
                    [
                        .. d.Experts.Select(e => new Expert(
                            new EmployeeId(e.Id).ToString(),
                            e.Name,
                            e.Department,
                            e.Position,
                            e.ExperienceYears,
                            e.Skills
                        )),
                    ]
                );
            }),
        ]);
    }
}

public sealed record SkillExpertsResult(IReadOnlyList<ExpertDomain> Domains);

public sealed record ExpertDomain(int Citation, string Domain, int People, IReadOnlyList<Expert> Experts);

public sealed record Expert(
    string Id,
    string Name,
    string? Department,
    string? Position,
    decimal? ExperienceYears,
    IReadOnlyList<string> Skills
);

/// <summary>Recommends training from the skills that are usual among peers and missing for many.</summary>
public sealed class TrainingRecommendationsTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "training_recommendations";

    public string Name => ToolName;

    public string Summary =>
        "Training worth giving, with the figures behind: skills usual among peers and missing for many.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.EmployeesRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("Only these skills.")] IReadOnlyList<string>? skills = null,
                [Description("Only skills of these categories.")] IReadOnlyList<string>? skillCategories = null,
                [Description("Which employees.")] EmployeeFilterArguments? filter = null,
                [Description("Name of one person to recommend for.")] string? person = null,
                [Description("Peers share the department or the position.")] TrainingScope? peers = null,
                [Description("How many recommendations, 1 to 20; 5 when left out, 10 for the whole company.")]
                    int? top = null,
                CancellationToken cancellationToken = default
            ) => RecommendAsync(run, skills, skillCategories, filter, person, peers, top, cancellationToken),
            "Finds skills that are usual among peers and missing for many of them: what to train, whom and why."
        );

    private async Task<object> RecommendAsync(
        AgentRun run,
        IReadOnlyList<string>? skills,
        IReadOnlyList<string>? categories,
        EmployeeFilterArguments? arguments,
        string? person,
        TrainingScope? peers,
        int? top,
        CancellationToken cancellationToken
    )
    {
        if (!run.Caller.May(Identity.Scopes.EmployeesRead))
            return new ToolRefusal(Identity.Scopes.EmployeesRead);
        if (arguments?.MissingScope(run.Caller) is { } missing)
            return new ToolRefusal(missing);
        var domains = await FilterResolver.ResolveAsync(
            new EmployeeFilterArguments { Skills = skills, SkillCategories = categories },
            run,
            mediator,
            cancellationToken
        );
        var resolved = await FilterResolver.ResolveAsync(arguments, run, mediator, cancellationToken);
        var unknown = domains.Unknown.Concat(resolved.Unknown).ToList();
        FoundEmployee? learner = null;
        if (!string.IsNullOrWhiteSpace(person))
        {
            var found = await mediator.Send(
                new FindEmployees(
                    WorkforceFilter.Everybody,
                    person,
                    WorkforceSort.Name,
                    Descending: false,
                    1,
                    WithSalary: false
                ),
                cancellationToken
            );
            learner = found.Employees.Count > 0 ? found.Employees[0] : null;
            if (learner is null)
                unknown.Add(new UnknownName("person", person, []));
        }
        if (unknown.Count > 0)
            return new NamesUnknown(unknown);
        var scope =
            learner is not null ? TrainingScope.Position
            : peers is { } asked ? asked
            : resolved.Filter.Departments.Count + resolved.Filter.Positions.Count > 0 ? TrainingScope.Position
            : TrainingScope.Department;
        var overall = learner is null && resolved.Filter.Departments.Count + resolved.Filter.Positions.Count == 0;
        var needs = await mediator.Send(
            new GetTrainingNeeds(
                resolved.Filter,
                domains.Filter.Skills,
                domains.Filter.SkillCategories,
                scope,
                learner?.Id,
                Math.Clamp(top ?? (overall ? 10 : 5), 1, 20),
                overall ? 2 : int.MaxValue
            ),
            cancellationToken
        );
        var shared = scope == TrainingScope.Position ? "position" : "department";
        return new TrainingRecommendationsResult(
            learner?.Name,
            scope,
            [
                .. needs.Needs.Select(n =>
                {
                    var query = $"{resolved.InWords}: {shared} {n.Group}, with and without {n.Skill}";
                    return new TrainingRecommendation(
                        run.Citations.AddRecords("employees", query, n.People),
                        n.Group,
                        n.Skill,
                        n.Category,
                        n.People,
                        n.Holders,
                        n.Missing
                    );
                }),
            ]
        );
    }
}

public sealed record TrainingRecommendationsResult(
    string? Person,
    TrainingScope Peers,
    IReadOnlyList<TrainingRecommendation> Recommendations
);

public sealed record TrainingRecommendation(
    int Citation,
    string Group,
    string Skill,
    string? Category,
    int People,
    int Holders,
    int Missing
);
