using HrPlatform.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrPlatform.Infrastructure.Persistence;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>, IPlatformEntity
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(user => user.Id);
        builder.Property(user => user.Id).ValueGeneratedNever();
        builder.Property(user => user.Environment).HasConversion(EnvironmentText.Converter);
        builder.Property(user => user.Status).HasConversion(new LowerCaseEnumConverter<UserStatus>());
        // Signing in is no change of the user.
        builder.Property(user => user.LastSignInAt).ValueGeneratedOnAddOrUpdate();
        builder.Property(user => user.Version).IsConcurrencyToken();
        builder.Ignore(user => user.Events);
    }
}

internal sealed class OAuthClientConfiguration : IEntityTypeConfiguration<OAuthClient>, IPlatformEntity
{
    public void Configure(EntityTypeBuilder<OAuthClient> builder)
    {
        builder.ToTable("oauth_clients");
        builder.HasKey(client => client.Id);
        builder.Property(client => client.Id).ValueGeneratedNever();
        builder.Property(client => client.Environment).HasConversion(EnvironmentText.Converter);
        builder.Property(client => client.Type).HasConversion(new LowerCaseEnumConverter<OAuthClientType>());
        builder.Property(client => client.Version).IsConcurrencyToken();
        builder.Ignore(client => client.Events);
    }
}

internal sealed class IdentityProviderConfiguration : IEntityTypeConfiguration<IdentityProvider>, IPlatformEntity
{
    public void Configure(EntityTypeBuilder<IdentityProvider> builder)
    {
        builder.ToTable("identity_providers");
        builder.HasKey(provider => provider.Id);
        builder.Property(provider => provider.Id).ValueGeneratedNever();
        builder.Property(provider => provider.Environment).HasConversion(EnvironmentText.Converter);
        builder.Property(provider => provider.Version).IsConcurrencyToken();
        builder.Ignore(provider => provider.Events);
    }
}

/// <summary>Enums of one-word names are stored as that word in lower case.</summary>
internal sealed class LowerCaseEnumConverter<TEnum>()
    : ValueConverter<TEnum, string>(value => value.ToString().ToLowerInvariant(), text => Enum.Parse<TEnum>(text, true))
    where TEnum : struct, Enum;
