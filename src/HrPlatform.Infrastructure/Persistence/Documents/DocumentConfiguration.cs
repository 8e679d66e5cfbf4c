using HrPlatform.Domain.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrPlatform.Infrastructure.Persistence.Documents;

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("documents");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Version).IsConcurrencyToken();
        builder.Ignore(document => document.Events);
        builder.Ignore(document => document.Latest);
        builder
            .HasMany(document => document.Versions)
            .WithOne()
            .HasForeignKey(version => version.DocumentId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(document => document.Versions).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class DocumentVersionConfiguration : IEntityTypeConfiguration<DocumentVersion>
{
    public void Configure(EntityTypeBuilder<DocumentVersion> builder)
    {
        builder.ToTable("document_versions");
        builder.HasKey(version => new { version.DocumentId, version.Number });
        builder.Property(version => version.Number).ValueGeneratedNever();
        builder.Property(version => version.File).HasColumnName("file_id");
        builder
            .Property(version => version.Status)
            .HasConversion(
                status => status.ToString().ToLowerInvariant(),
                text => Enum.Parse<DocumentStatus>(text, true)
            );
    }
}
