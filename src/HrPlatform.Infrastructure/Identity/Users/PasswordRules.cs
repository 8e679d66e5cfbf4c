namespace HrPlatform.Infrastructure.Identity.Users;

/// <summary>What a password must be.</summary>
public static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;
}
