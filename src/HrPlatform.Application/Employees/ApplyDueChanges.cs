using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>
/// Brings changes dated ahead into effect whose day has come, and raises their events. Handles one batch of employees;
/// repeat until it answers 0.
/// </summary>
[RequiresScope(Scopes.EmployeesWrite)]
[ValidatedElsewhere("Only the recurring job sends it; the batch size is its own.")]
public sealed record ApplyDueChanges(int BatchSize = 500) : ICommand<int>;

internal sealed class ApplyDueChangesHandler(IHrDbContext db, IEmployeeStore store, TimeProvider clock)
    : IRequestHandler<ApplyDueChanges, int>
{
    public async Task<int> Handle(ApplyDueChanges request, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var due = await store.FindDueAsync(today, request.BatchSize, cancellationToken);
        if (due.Count == 0)
            return 0;
        foreach (var employee in await store.LoadManyAsync(due, cancellationToken))
            employee.ProjectTo(today);
        await db.SaveChangesAsync(cancellationToken);
        store.Forget();
        return due.Count;
    }
}
