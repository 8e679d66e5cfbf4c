using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Who somebody reports to: the manager first, the top last.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListManagers(EmployeeId Id, DateOnly? AsOf) : IQuery<IReadOnlyList<EmployeeView>>;

/// <summary>The tree of people below an employee or a department, or of the whole tenant.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetOrgChart(EmployeeId? Root, DepartmentId? Department, int Depth, DateOnly? AsOf)
    : IQuery<OrgChart>
{
    public const int MaxPeople = 2000;
}

internal sealed class GetOrgChartValidator : AbstractValidator<GetOrgChart>
{
    public GetOrgChartValidator() =>
        RuleFor(query => query.Depth).InclusiveBetween(1, 100).OverridePropertyName("depth");
}

internal sealed class ReportingLinesHandler(IEmployeeReads reads, CallerContext context)
    : IRequestHandler<ListManagers, IReadOnlyList<EmployeeView>>,
        IRequestHandler<GetOrgChart, OrgChart>
{
    public async Task<IReadOnlyList<EmployeeView>> Handle(ListManagers request, CancellationToken cancellationToken)
    {
        if (request.AsOf is not null)
            context.Caller.Require(Scopes.HistoryRead);
        if (await reads.FindAsync(request.Id, request.AsOf, cancellationToken) is null)
            throw ProblemException.NotFound($"employee {request.Id}");
        return await reads.ManagersAsync(request.Id, request.AsOf, cancellationToken);
    }

    public async Task<OrgChart> Handle(GetOrgChart request, CancellationToken cancellationToken)
    {
        if (request.AsOf is not null)
            context.Caller.Require(Scopes.HistoryRead);
        if (request.Root is { } root && await reads.FindAsync(root, request.AsOf, cancellationToken) is null)
            throw ProblemException.NotFound($"employee {root}");
        return await reads.OrgChartAsync(
            new OrgChartRequest(request.Root, request.Department, request.Depth, request.AsOf, GetOrgChart.MaxPeople),
            cancellationToken
        );
    }
}
