using System.Text.Json;
using System.Text.Json.Serialization;

namespace BareServer;

/// <summary>An employee as version 2 of the API shows it to a key of all scopes.</summary>
internal sealed record Employee
{
    public required string Id { get; init; }
    public required string? EmployeeNumber { get; init; }
    public required string? ExternalId { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string DisplayName { get; init; }
    public required string Email { get; init; }
    public required string? Phone { get; init; }
    public required DateOnly? BirthDate { get; init; }
    public required string? Gender { get; init; }
    public required string? Bio { get; init; }
    public required decimal? ExperienceYears { get; init; }
    public required DateOnly HireDate { get; init; }
    public required DateOnly? TerminationDate { get; init; }
    public required string Status { get; init; }
    public required Named? Department { get; init; }
    public required Titled? Position { get; init; }
    public required Named? Manager { get; init; }
    public required Named[] Skills { get; init; }
    public required Pay? Compensation { get; init; }
    public required JsonElement Custom { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime UpdatedAt { get; init; }
    public required string[] Withheld { get; init; }
}

internal sealed record Named(string Id, string Name);

internal sealed record Titled(string Id, string Title);

internal sealed record Money(string Amount, string Currency);

internal sealed record Pay(Money Amount, DateOnly? EffectiveDate);

internal sealed record Page(List<Employee> Data, bool HasMore, string? NextCursor);

/// <summary>The fields that the benchmark sends.</summary>
internal sealed record NewEmployee(
    string FirstName,
    string LastName,
    string Email,
    DateOnly HireDate,
    string? Bio,
    decimal? ExperienceYears,
    string? Department,
    string? Position,
    string[]? Skills,
    NewPay? Compensation
);

internal sealed record NewPay(Money Amount);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Employee))]
[JsonSerializable(typeof(Page))]
[JsonSerializable(typeof(NewEmployee))]
internal sealed partial class ContractJson : JsonSerializerContext;
