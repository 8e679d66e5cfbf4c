using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Figures over everybody employed on the day; those about pay are empty without the right to see pay.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetEmployeeStatistics(DateOnly? AsOf) : IQuery<EmployeeStatistics>;

internal sealed class GetEmployeeStatisticsHandler(IEmployeeReads reads, CallerContext context, TimeProvider clock)
    : IRequestHandler<GetEmployeeStatistics, EmployeeStatistics>
{
    public async Task<EmployeeStatistics> Handle(GetEmployeeStatistics request, CancellationToken cancellationToken)
    {
        if (request.AsOf is not null)
            context.Caller.Require(Scopes.HistoryRead);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var statistics = await reads.StatisticsAsync(request.AsOf, today, cancellationToken);
        return context.Caller.Has(Scopes.CompensationRead)
            ? statistics
            : statistics with
            {
                Pay = [],
                PayByDepartment = [],
            };
    }
}
