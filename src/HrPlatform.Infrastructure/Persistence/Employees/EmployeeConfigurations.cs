using System.Text.Json;
using HrPlatform.Domain.Compensation;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Skills;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrPlatform.Infrastructure.Persistence.Employees;

internal sealed class EmployeeConfiguration : IEntityTypeConfiguration<Employee>
{
    public const string History = "_history";
    public const string Compensation = "_compensation";
    public const string Skills = "_skills";

    public void Configure(EntityTypeBuilder<Employee> builder)
    {
        builder.ToTable("employees");
        builder.HasKey(employee => employee.Id);
        builder.Property(employee => employee.Id).ValueGeneratedNever();
        builder.Property(employee => employee.Version).IsConcurrencyToken();
        builder.Property(employee => employee.Status).HasConversion(EnumText.Converter<EmploymentStatus>());
        builder
            .Property(employee => employee.Custom)
            .HasColumnType("jsonb")
            .HasConversion(
                new ValueConverter<CustomValues, string>(
                    values => values.ToJson(),
                    json => CustomValues.FromJson(json)
                ),
                new ValueComparer<CustomValues>(
                    (a, b) => Equals(a, b),
                    values => values.GetHashCode(),
                    values => values
                )
            );
        builder.Ignore(employee => employee.Profile);
        builder.Ignore(employee => employee.History);
        builder.Ignore(employee => employee.Compensation);
        builder.Ignore(employee => employee.Skills);
        builder.Ignore(employee => employee.Events);
        builder.HasMany<EmploymentEvent>(History).WithOne().HasForeignKey(row => row.EmployeeId);
        builder.HasMany<CompensationChange>(Compensation).WithOne().HasForeignKey(row => row.EmployeeId);
        builder.HasMany<EmployeeSkill>(Skills).WithOne().HasForeignKey(row => row.EmployeeId);
    }
}

internal sealed class EmploymentEventConfiguration : IEntityTypeConfiguration<EmploymentEvent>
{
    public void Configure(EntityTypeBuilder<EmploymentEvent> builder)
    {
        builder.ToTable("employment_events");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion(EnumText.Converter<EmploymentEventKind>());
        builder.Property(row => row.Status).HasConversion(EnumText.Converter<EmploymentStatus>());
        builder.PrimitiveCollection<string[]>("_changed").HasColumnName("changed");
        builder.Ignore(row => row.Changed);
        builder.Ignore(row => row.State);
    }
}

internal sealed class CompensationChangeConfiguration : IEntityTypeConfiguration<CompensationChange>
{
    public void Configure(EntityTypeBuilder<CompensationChange> builder)
    {
        builder.ToTable("compensations");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Ignore(row => row.Pay);
    }
}

internal sealed class EmployeeSkillConfiguration : IEntityTypeConfiguration<EmployeeSkill>
{
    public void Configure(EntityTypeBuilder<EmployeeSkill> builder)
    {
        builder.ToTable("employee_skills");
        builder.HasKey(row => new { row.EmployeeId, row.SkillId });
        builder.HasOne<Skill>().WithMany().HasForeignKey(row => row.SkillId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CustomFieldConfiguration : IEntityTypeConfiguration<CustomField>
{
    public void Configure(EntityTypeBuilder<CustomField> builder)
    {
        builder.ToTable("custom_fields");
        builder.HasKey(field => field.Id);
        builder.Property(field => field.Id).ValueGeneratedNever();
        builder.Property(field => field.Version).IsConcurrencyToken();
        builder.Property(field => field.Type).HasConversion(EnumText.Converter<CustomFieldType>());
        builder.PrimitiveCollection<string[]>("_options").HasColumnName("options");
        builder.Ignore(field => field.Options);
        builder.Ignore(field => field.Definition);
        builder.Ignore(field => field.Events);
    }
}

/// <summary>Enums as the lower-case words that the database's checks name.</summary>
internal static class EnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T Parse<T>(string text)
        where T : struct, Enum => Names<T>.Values[text];

    public static ValueConverter<T, string> Converter<T>()
        where T : struct, Enum => new(value => Of(value), text => Parse<T>(text));

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>()
            .ToDictionary(Of, StringComparer.Ordinal);
    }
}
