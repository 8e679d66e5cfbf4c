namespace HrPlatform.Domain.Employees;

/// <summary>The fields of an employee that have no history: they are simply replaced.</summary>
public sealed record EmployeeProfile(
    string FirstName,
    string LastName,
    string Email,
    string? EmployeeNumber = null,
    string? ExternalId = null,
    string? Phone = null,
    DateOnly? BirthDate = null,
    string? Gender = null,
    string? Bio = null,
    decimal? ExperienceYears = null
)
{
    public CustomValues Custom { get; init; } = CustomValues.None;
}
