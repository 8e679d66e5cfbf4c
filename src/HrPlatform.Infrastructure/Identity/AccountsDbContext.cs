using HrPlatform.Infrastructure.Identity.OAuth;
using HrPlatform.Infrastructure.Identity.Users;
using HrPlatform.Infrastructure.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace HrPlatform.Infrastructure.Identity;

/// <summary>
/// The tables of the control plane that ASP.NET Core Identity and OpenIddict write by themselves. A context of its own, so
/// that their saving never saves half of a use case's work, and so that they see their own concurrency errors.
/// </summary>
internal sealed class AccountsDbContext(DbContextOptions<AccountsDbContext> options)
    : DbContext(options),
        ILeasedContext
{
    LeaseTarget? ILeasedContext.Target => LeaseTarget.Platform;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserAccount>(user =>
        {
            user.ToTable("users");
            user.HasKey(account => account.Id);
            user.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
            // Identity saves whole rows. What use cases and statements of ours write stays theirs.
            foreach (
                var property in new[]
                {
                    nameof(UserAccount.TenantId),
                    nameof(UserAccount.Environment),
                    nameof(UserAccount.Email),
                    nameof(UserAccount.Name),
                    nameof(UserAccount.Status),
                    nameof(UserAccount.LastSignInAt),
                    nameof(UserAccount.AccessFailedCount),
                    nameof(UserAccount.LockoutEnd),
                }
            )
                user.Property(property).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            user.Ignore(account => account.UserName)
                .Ignore(account => account.NormalizedUserName)
                .Ignore(account => account.NormalizedEmail)
                .Ignore(account => account.PhoneNumber)
                .Ignore(account => account.PhoneNumberConfirmed)
                .Ignore(account => account.LockoutEnabled);
        });
        modelBuilder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("user_tokens");
            token.HasKey(row => new
            {
                row.UserId,
                row.LoginProvider,
                row.Name,
            });
        });
        modelBuilder.Entity<IdentityUserPasskey<Guid>>(passkey =>
        {
            passkey.ToTable("user_passkeys");
            passkey.HasKey(row => row.CredentialId);
            passkey.OwnsOne(row => row.Data).ToJson("data");
        });

        modelBuilder.Entity<OAuthApplication>(application =>
        {
            application.ToTable("oauth_clients");
            application.HasKey(row => row.Id);
            application
                .Ignore(row => row.ApplicationType)
                .Ignore(row => row.ClientId)
                .Ignore(row => row.ClientSecret)
                .Ignore(row => row.ClientType)
                .Ignore(row => row.ConcurrencyToken)
                .Ignore(row => row.ConsentType)
                .Ignore(row => row.DisplayName)
                .Ignore(row => row.DisplayNames)
                .Ignore(row => row.JsonWebKeySet)
                .Ignore(row => row.Permissions)
                .Ignore(row => row.PostLogoutRedirectUris)
                .Ignore(row => row.Properties)
                .Ignore(row => row.RedirectUris)
                .Ignore(row => row.Requirements)
                .Ignore(row => row.Settings);
            application
                .HasMany(row => row.Authorizations)
                .WithOne(row => row.Application!)
                .HasForeignKey("ApplicationId");
            application.HasMany(row => row.Tokens).WithOne(row => row.Application!).HasForeignKey("ApplicationId");
        });
        modelBuilder.Entity<OAuthAuthorization>(authorization =>
        {
            authorization.ToTable("oauth_authorizations");
            authorization.HasKey(row => row.Id);
            authorization.Property(row => row.ConcurrencyToken).IsConcurrencyToken();
            authorization
                .HasMany(row => row.Tokens)
                .WithOne(row => row.Authorization!)
                .HasForeignKey("AuthorizationId");
        });
        modelBuilder.Entity<OAuthToken>(token =>
        {
            token.ToTable("oauth_tokens");
            token.HasKey(row => row.Id);
            token.Property(row => row.ConcurrencyToken).IsConcurrencyToken();
        });
    }
}
