namespace HrPlatform.Domain.Employees;

public enum EmploymentStatus
{
    /// <summary>Employed on the day.</summary>
    Active,

    /// <summary>The employment has ended.</summary>
    Terminated,

    /// <summary>Hired for a day that is still to come.</summary>
    Scheduled,
}
