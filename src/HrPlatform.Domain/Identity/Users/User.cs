using HrPlatform.Domain.Common;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Tenants;

namespace HrPlatform.Domain.Identity;

public enum UserStatus
{
    /// <summary>Invited, and has not answered yet.</summary>
    Invited,

    /// <summary>May sign in.</summary>
    Active,

    /// <summary>May not sign in; what was given to apps in the user's name no longer works.</summary>
    Disabled,
}

/// <summary>A person who signs in to one environment of one tenant. How they prove who they are is kept apart from this.</summary>
public sealed class User : AggregateRoot
{
    public const int MaxEmailLength = 254;
    public const int MaxNameLength = 200;

    private User() { }

    public UserId Id { get; private set; }

    public TenantId TenantId { get; private set; }

    public TenantEnvironment Environment { get; private set; }

    /// <summary>In lower case: one address is one user of the tenant, however it is written.</summary>
    public string Email { get; private set; } = "";

    public string Name { get; private set; } = "";

    public UserStatus Status { get; private set; }

    /// <summary>Names of roles; see the application's catalogue of roles.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>The person's own record; null for users who are no employees.</summary>
    public EmployeeId? EmployeeId { get; private set; }

    public DateTimeOffset? LastSignInAt { get; private set; }

    public static User Invite(
        TenantId tenant,
        TenantEnvironment environment,
        string email,
        string name,
        IReadOnlyList<string> roles,
        EmployeeId? employee
    ) =>
        new()
        {
            Id = UserId.New(),
            TenantId = tenant,
            Environment = environment,
            Email = NormalizeEmail(email),
            Name = name,
            Roles = roles,
            EmployeeId = employee,
            Status = UserStatus.Invited,
        };

    /// <summary>The form in which addresses are stored and looked up.</summary>
    public static string NormalizeEmail(string email) => email.Trim().ToLowerInvariant();

    public void Rename(string name) => Name = name;

    public void AssignRoles(IReadOnlyList<string> roles) => Roles = roles;

    public void LinkTo(EmployeeId? employee) => EmployeeId = employee;

    public void Disable() => Status = UserStatus.Disabled;

    /// <summary>Back to what the user was; one who never answered the invitation is still invited.</summary>
    public void Enable(bool hasSignedUp)
    {
        if (Status == UserStatus.Disabled)
            Status = hasSignedUp ? UserStatus.Active : UserStatus.Invited;
    }
}
