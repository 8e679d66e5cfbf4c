using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HrPlatform.Infrastructure.Persistence.Organization;

internal sealed class DepartmentConfiguration : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> builder)
    {
        builder.ToTable("departments");
        builder.HasKey(department => department.Id);
        builder.Property(department => department.Id).ValueGeneratedNever();
        builder.Property(department => department.Version).IsConcurrencyToken();
        builder.Ignore(department => department.Events);
    }
}

internal sealed class PositionConfiguration : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> builder)
    {
        builder.ToTable("positions");
        builder.HasKey(position => position.Id);
        builder.Property(position => position.Id).ValueGeneratedNever();
        builder.Property(position => position.Version).IsConcurrencyToken();
        builder.Ignore(position => position.Events);
    }
}

internal sealed class SkillConfiguration : IEntityTypeConfiguration<Skill>
{
    public void Configure(EntityTypeBuilder<Skill> builder)
    {
        builder.ToTable("skills");
        builder.HasKey(skill => skill.Id);
        builder.Property(skill => skill.Id).ValueGeneratedNever();
        builder.Property(skill => skill.Version).IsConcurrencyToken();
        builder.Ignore(skill => skill.Events);
    }
}
