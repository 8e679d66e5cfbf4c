using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>Hides an employee from every read; <see cref="RestoreEmployee"/> brings the same record back.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record DeleteEmployee(EmployeeId Id, VersionMatch Match) : ICommand<Unit>;

/// <summary>Undoes a deletion; does nothing when there was none.</summary>
[RequiresScope(Scopes.EmployeesWrite)]
public sealed record RestoreEmployee(EmployeeId Id) : ICommand<EmployeeView>;

internal sealed class DeleteEmployeeHandler(
    IHrDbContext db,
    IEmployeeStore store,
    IEmployeeReads reads,
    TimeProvider clock
) : IRequestHandler<DeleteEmployee, Unit>, IRequestHandler<RestoreEmployee, EmployeeView>
{
    public async Task<Unit> Handle(DeleteEmployee request, CancellationToken cancellationToken)
    {
        var employee = await store.LoadAsync(request.Id, cancellationToken) is { DeletedAt: null } found
            ? found
            : throw ProblemException.NotFound($"employee {request.Id}");
        request.Match.Check(employee.Version);
        employee.Delete(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    public async Task<EmployeeView> Handle(RestoreEmployee request, CancellationToken cancellationToken)
    {
        var employee =
            await store.LoadAsync(request.Id, cancellationToken)
            ?? throw ProblemException.NotFound($"employee {request.Id}");
        if (employee.Restore())
            await db.SaveChangesAsync(cancellationToken);
        return (await reads.FindAsync(request.Id, asOf: null, cancellationToken))!;
    }
}
