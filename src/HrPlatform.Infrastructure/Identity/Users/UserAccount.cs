using Microsoft.AspNetCore.Identity;

namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>A user as signing in sees them: how they prove who they are, and whether they still may.</summary>
public sealed class UserAccount : IdentityUser<Guid>
{
    public Guid TenantId { get; init; }

    /// <summary><c>live</c> or <c>test</c>.</summary>
    public string Environment { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary><c>invited</c>, <c>active</c> or <c>disabled</c>.</summary>
    public string Status { get; set; } = Invited;

    public DateTimeOffset? LastSignInAt { get; set; }

    public bool IsActive => Status == Active;

    // Every account can be locked; which name it signs in with follows from the tenant and the address.
    public override bool LockoutEnabled
    {
        get => true;
        set { }
    }

    public override string? UserName
    {
        get => Email;
        set { }
    }

    internal const string Invited = "invited";
    internal const string Active = "active";
}
