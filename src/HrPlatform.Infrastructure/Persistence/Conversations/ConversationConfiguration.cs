using HrPlatform.Domain.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrPlatform.Infrastructure.Persistence.Conversations;

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations");
        builder.HasKey(conversation => conversation.Id);
        builder.Property(conversation => conversation.Id).ValueGeneratedNever();
        builder.Property(conversation => conversation.Version).IsConcurrencyToken();
        builder.Ignore(conversation => conversation.Events);
    }
}

internal sealed class ConversationMessageConfiguration : IEntityTypeConfiguration<ConversationMessage>
{
    public void Configure(EntityTypeBuilder<ConversationMessage> builder)
    {
        builder.ToTable("conversation_messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Details).HasColumnType("jsonb");
        builder
            .Property(message => message.Role)
            .HasConversion(role => role.ToString().ToLowerInvariant(), text => Enum.Parse<MessageRole>(text, true));
        builder.HasOne<Conversation>().WithMany().HasForeignKey(message => message.ConversationId);
    }
}
