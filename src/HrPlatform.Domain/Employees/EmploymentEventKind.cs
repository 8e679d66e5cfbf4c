namespace HrPlatform.Domain.Employees;

public enum EmploymentEventKind
{
    Hire,
    Transfer,
    Promotion,
    ManagerChange,
    Termination,
    Rehire,
}
