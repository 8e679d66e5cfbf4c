using System.ComponentModel;
using System.Globalization;
using HrPlatform.Application.Employees;
using MediatR;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Counts employees and averages their experience or tenure, in all or per group.</summary>
public sealed class EmployeeStatisticsTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "employee_statistics";

    public string Name => ToolName;

    public string Summary => "Head counts, average experience and tenure, in all or per group, with any condition.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.EmployeesRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("What to compute.")] WorkforceMeasure measure,
                [Description("Split the figure by this; leave out for one figure.")] WorkforceGrouping? groupBy = null,
                [Description("Which employees.")] EmployeeFilterArguments? filter = null,
                CancellationToken cancellationToken = default
            ) => ComputeAsync(run, measure, groupBy, filter, cancellationToken),
            "Counts employees, or averages their years of experience or tenure, in all or per group."
        );

    private async Task<object> ComputeAsync(
        AgentRun run,
        WorkforceMeasure measure,
        WorkforceGrouping? groupBy,
        EmployeeFilterArguments? arguments,
        CancellationToken cancellationToken
    )
    {
        if (!run.Caller.May(Identity.Scopes.EmployeesRead))
            return new ToolRefusal(Identity.Scopes.EmployeesRead);
        if (arguments?.MissingScope(run.Caller) is { } missing)
            return new ToolRefusal(missing);
        if (groupBy == WorkforceGrouping.Gender && !run.Caller.May(Identity.Scopes.PersonalRead))
            return new ToolRefusal(Identity.Scopes.PersonalRead);
        var resolved = await FilterResolver.ResolveAsync(arguments, run, mediator, cancellationToken);
        if (resolved.Unknown.Count > 0)
            return new NamesUnknown(resolved.Unknown);
        var figures = await mediator.Send(
            new GetWorkforceFigures(measure, groupBy, resolved.Filter),
            cancellationToken
        );
        var what = measure switch
        {
            WorkforceMeasure.AverageExperience => "average years of experience",
            WorkforceMeasure.AverageTenure => "average years since hire",
            _ => "number",
        };
        var query = $"{what} of {resolved.InWords}{Grouped.By(groupBy)}";
        return new EmployeeStatisticsResult(
            run.Citations.AddRecords("employees", query, figures.Matching),
            query,
            measure,
            groupBy,
            figures.Matching,
            Rounded(figures.Value),
            [.. figures.Groups.Select(g => new StatisticsGroup(g.Name, g.Count, Rounded(g.Value)))],
            figures.GroupsInAll
        );
    }

    private static decimal? Rounded(decimal? value) => value is { } v ? decimal.Round(v, 2) : null;
}

/// <summary>Some names of the filter are not the tenant's; nothing was computed.</summary>
public sealed record NamesUnknown(IReadOnlyList<UnknownName> Unknown);

/// <param name="Citation">Number to cite this result by.</param>
/// <param name="Employees">How many employees stand behind the figure.</param>
public sealed record EmployeeStatisticsResult(
    int Citation,
    string Query,
    WorkforceMeasure Measure,
    WorkforceGrouping? GroupBy,
    int Employees,
    decimal? Value,
    IReadOnlyList<StatisticsGroup> Groups,
    int GroupsInAll
);

public sealed record StatisticsGroup(string? Name, int Employees, decimal? Value);

internal static class Grouped
{
    public static string By(WorkforceGrouping? groupBy) =>
        groupBy is { } g
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", per {(g switch
            {
                WorkforceGrouping.SkillCategory => "skill category",
                WorkforceGrouping.HireYear => "year of hire",
                _ => g.ToString().ToLowerInvariant(),
            })}"
            )
            : "";
}
