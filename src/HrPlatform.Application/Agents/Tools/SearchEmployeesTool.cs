using System.ComponentModel;
using HrPlatform.Application.Employees;
using HrPlatform.Domain.Employees;
using MediatR;
using Microsoft.SemanticKernel;

namespace HrPlatform.Application.Agents.Tools;

/// <summary>Finds people by name or condition, in an order.</summary>
public sealed class SearchEmployeesTool(IMediator mediator) : IAgentTool
{
    public const string ToolName = "search_employees";
    private const int MostRows = 50;

    public string Name => ToolName;

    public string Summary =>
        "Who has a skill, works somewhere, was hired when, is the most experienced, reports to whom.";

    public IReadOnlyList<string> Scopes { get; } = [Identity.Scopes.EmployeesRead];

    public KernelFunction Bind(AgentRun run) =>
        ToolFunction.Create(
            this,
            (
                [Description("Which employees.")] EmployeeFilterArguments? filter = null,
                [Description("Words of a person's name.")] string? name = null,
                [Description("Order of the list; salary needs the right to see pay.")] WorkforceSort? sort = null,
                [Description("Largest or latest first; default for all orders but name.")] bool? descending = null,
                [Description("How many to return, 1 to 50; 10 when left out.")] int? limit = null,
                [Description("Include each person's salary; needs the right to see pay.")] bool? withSalary = null,
                CancellationToken cancellationToken = default
            ) => FindAsync(run, filter, name, sort, descending, limit, withSalary, cancellationToken),
            "Finds employees by name or by conditions and lists them in an order, with the total number."
        );

    private async Task<object> FindAsync(
        AgentRun run,
        EmployeeFilterArguments? arguments,
        string? name,
        WorkforceSort? sort,
        bool? descending,
        int? limit,
        bool? withSalary,
        CancellationToken cancellationToken
    )
    {
        if (!run.Caller.May(Identity.Scopes.EmployeesRead))
            return new ToolRefusal(Identity.Scopes.EmployeesRead);
        if ((sort == WorkforceSort.Salary || withSalary == true) && !run.Caller.May(Identity.Scopes.CompensationRead))
            return new ToolRefusal(Identity.Scopes.CompensationRead);
        if (arguments?.MissingScope(run.Caller) is { } missing)
            return new ToolRefusal(missing);
        var resolved = await FilterResolver.ResolveAsync(arguments, run, mediator, cancellationToken);
        if (resolved.Unknown.Count > 0)
            return new NamesUnknown(resolved.Unknown);
        var order = sort ?? (arguments?.Skills is { Count: > 0 } ? WorkforceSort.Experience : WorkforceSort.Name);
        var down = descending ?? order != WorkforceSort.Name;
        var found = await mediator.Send(
            new FindEmployees(
                resolved.Filter,
                string.IsNullOrWhiteSpace(name) ? null : name.Trim(),
                order,
                down,
                Math.Clamp(limit ?? 10, 1, MostRows),
                withSalary == true || sort == WorkforceSort.Salary
            ),
            cancellationToken
        );
        var named = string.IsNullOrWhiteSpace(name) ? "" : $" named {name.Trim()}";
        var query = $"{resolved.InWords}{named}, by {OrderInWords(order)} {(down ? "descending" : "ascending")}";
        return new SearchEmployeesResult(
            run.Citations.AddRecords("employees", query, found.Total),
            query,
            found.Total,
            [
                .. found.Employees.Select(e => new SearchedEmployee(
                    new EmployeeId(e.Id).ToString(),
                    e.Name,
                    e.Department,
                    e.Position,
                    e.ExperienceYears,
                    e.HireDate,
                    e.Status,
                    e.Manager,
                    e.Skills,
                    e.Salary,
                    e.Salary is null ? null : e.Currency
                )),
            ]
        );
    }

    private static string OrderInWords(WorkforceSort order) =>
        order switch
        {
            WorkforceSort.HireDate => "day of hire",
            WorkforceSort.Tenure => "years since hire",
            WorkforceSort.Experience => "experience",
            WorkforceSort.Salary => "salary",
            _ => "name",
        };
}

public sealed record SearchEmployeesResult(
    int Citation,
    string Query,
    int Total,
    IReadOnlyList<SearchedEmployee> Employees
);

public sealed record SearchedEmployee(
    string Id,
    string Name,
    string? Department,
    string? Position,
    decimal? ExperienceYears,
    DateOnly? HireDate,
    string Status,
    string? Manager,
    IReadOnlyList<string> Skills,
    decimal? Salary,
    string? Currency
);
