namespace HrPlatform.Application.Employees;

/// <summary>Figures and lists over today's employees, the deleted ones left out.</summary>
public interface IWorkforceReads
{
    Task<WorkforceFigures> FiguresAsync(GetWorkforceFigures query, CancellationToken cancellationToken);

    Task<FoundEmployees> FindAsync(FindEmployees query, CancellationToken cancellationToken);
}
