using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetEmployee(EmployeeId Id, DateOnly? AsOf) : IQuery<EmployeeView>;

/// <summary>Several at once, in no order; ids that lead nowhere are left out.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetEmployees(IReadOnlyCollection<EmployeeId> Ids, DateOnly? AsOf)
    : IQuery<IReadOnlyDictionary<EmployeeId, EmployeeView>>;

internal sealed class GetEmployeeHandler(IEmployeeReads reads, CallerContext context)
    : IRequestHandler<GetEmployee, EmployeeView>,
        IRequestHandler<GetEmployees, IReadOnlyDictionary<EmployeeId, EmployeeView>>
{
    public async Task<EmployeeView> Handle(GetEmployee request, CancellationToken cancellationToken)
    {
        if (request.AsOf is not null)
            context.Caller.Require(Scopes.HistoryRead);
        return await reads.FindAsync(request.Id, request.AsOf, cancellationToken)
            ?? throw ProblemException.NotFound(
                request.AsOf is { } day ? $"employee {request.Id} as of {day:O}" : $"employee {request.Id}"
            );
    }

    public Task<IReadOnlyDictionary<EmployeeId, EmployeeView>> Handle(
        GetEmployees request,
        CancellationToken cancellationToken
    )
    {
        if (request.AsOf is not null)
            context.Caller.Require(Scopes.HistoryRead);
        return reads.FindManyAsync(request.Ids, request.AsOf, cancellationToken);
    }
}
