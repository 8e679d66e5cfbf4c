using System.ComponentModel;
using HrPlatform.Application.Compensation;
using HrPlatform.Application.Employees;
using MediatR;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Pay in figures: averages, medians, extremes, totals and the gap between women and men.</summary>
public sealed class CompensationStatisticsTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "compensation_statistics";

    public string Name => ToolName;

    public string Summary =>
        "Average, median, lowest, highest and total pay, in all or per group; pay gaps. Needs compensation:read.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.EmployeesRead, Identity.Scopes.CompensationRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("What to compute; gap compares women and men.")] CompensationMeasure measure,
                [Description("Split the figure by this; leave out for one figure.")] WorkforceGrouping? groupBy = null,
                [Description("Which employees.")] EmployeeFilterArguments? filter = null,
                CancellationToken cancellationToken = default
            ) => ComputeAsync(run, measure, groupBy, filter, cancellationToken),
            "Computes figures of yearly pay, in all or per group. Groups of fewer than five people are withheld."
        );

    private async Task<object> ComputeAsync(
        AgentRun run,
        CompensationMeasure measure,
        WorkforceGrouping? groupBy,
        EmployeeFilterArguments? arguments,
        CancellationToken cancellationToken
    )
    {
        if (!run.Caller.May(Identity.Scopes.EmployeesRead))
            return new ToolRefusal(Identity.Scopes.EmployeesRead);
        if (!run.Caller.May(Identity.Scopes.CompensationRead))
            return new ToolRefusal(Identity.Scopes.CompensationRead);
        var byGender = measure == CompensationMeasure.Gap || groupBy == WorkforceGrouping.Gender;
        if (byGender && !run.Caller.May(Identity.Scopes.PersonalRead))
            return new ToolRefusal(Identity.Scopes.PersonalRead);
        if (arguments?.MissingScope(run.Caller) is { } missing)
            return new ToolRefusal(missing);
        var resolved = await FilterResolver.ResolveAsync(arguments, run, mediator, cancellationToken);
        if (resolved.Unknown.Count > 0)
            return new NamesUnknown(resolved.Unknown);
        return measure == CompensationMeasure.Gap
            ? await GapAsync(run, groupBy, resolved, cancellationToken)
            : await FiguresAsync(run, measure, groupBy, resolved, cancellationToken);
    }

    private async Task<object> FiguresAsync(
        AgentRun run,
        CompensationMeasure measure,
        WorkforceGrouping? groupBy,
        ResolvedFilter resolved,
        CancellationToken cancellationToken
    )
    {
        var (payMeasure, inWords) = measure switch
        {
            CompensationMeasure.Median => (PayMeasure.Median, "median"),
            CompensationMeasure.Min => (PayMeasure.Min, "lowest"),
            CompensationMeasure.Max => (PayMeasure.Max, "highest"),
            CompensationMeasure.Total => (PayMeasure.Total, "total"),
            _ => (PayMeasure.Average, "average"),
        };
        var figures = await mediator.Send(new GetPayFigures(payMeasure, groupBy, resolved.Filter), cancellationToken);
        var query = $"{inWords} salary of {resolved.InWords}{Grouped.By(groupBy)}";
        return new CompensationStatisticsResult(
            run.Citations.AddRecords("compensation", query, figures.Employees),
            query,
            measure,
            groupBy,
            figures.Employees,
            figures.Currency,
            Money(figures.Value),
            figures.Withheld,
            [.. figures.Groups.Select(g => new CompensationGroup(g.Name, g.Employees, Money(g.Value), g.Withheld))],
            figures.OtherCurrencies
        );
    }

    private async Task<object> GapAsync(
        AgentRun run,
        WorkforceGrouping? groupBy,
        ResolvedFilter resolved,
        CancellationToken cancellationToken
    )
    {
        var grouping = groupBy == WorkforceGrouping.Gender ? null : groupBy;
        var gap = await mediator.Send(new GetPayGap(grouping, resolved.Filter), cancellationToken);
        var query = $"pay of women and men among {resolved.InWords}{Grouped.By(grouping)}";
        return new CompensationGapResult(
            run.Citations.AddRecords("compensation", query, gap.Overall.Women + gap.Overall.Men),
            query,
            grouping,
            gap.GenderRecorded,
            gap.Currency,
            Rounded(gap.Overall),
            [.. gap.Groups.Select(Rounded)],
            gap.OtherCurrencies
        );
    }

    private static PayGapGroup Rounded(PayGapGroup group) =>
        group with
        {
            WomenAverage = Money(group.WomenAverage),
            MenAverage = Money(group.MenAverage),
            WomenMedian = Money(group.WomenMedian),
            MenMedian = Money(group.MenMedian),
            AverageGapPercent = Percent(group.AverageGapPercent),
            MedianGapPercent = Percent(group.MedianGapPercent),
        };

    private static decimal? Money(decimal? value) => value is { } v ? decimal.Round(v, 2) : null;

    private static decimal? Percent(decimal? value) => value is { } v ? decimal.Round(v, 1) : null;
}

public enum CompensationMeasure
{
    Average,
    Median,
    Min,
    Max,
    Total,
    Gap,
}

/// <param name="Employees">How many salaries stand behind the figure.</param>
/// <param name="OtherCurrencies">Employees left out because they are paid in another currency.</param>
public sealed record CompensationStatisticsResult(
    int Citation,
    string Query,
    CompensationMeasure Measure,
    WorkforceGrouping? GroupBy,
    int Employees,
    string? Currency,
    decimal? Value,
    bool Withheld,
    IReadOnlyList<CompensationGroup> Groups,
    int OtherCurrencies
);

public sealed record CompensationGroup(string? Name, int Employees, decimal? Value, bool Withheld);

public sealed record CompensationGapResult(
    int Citation,
    string Query,
    WorkforceGrouping? GroupBy,
    bool GenderRecorded,
    string? Currency,
    PayGapGroup Overall,
    IReadOnlyList<PayGapGroup> Groups,
    int OtherCurrencies
);
