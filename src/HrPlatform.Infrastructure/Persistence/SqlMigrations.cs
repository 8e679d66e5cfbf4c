using System.Globalization;
using System.Reflection;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>One migration: an SQL file that ships inside the assembly.</summary>
internal sealed record SqlMigration(int Number, string Name, string Sql);

/// <summary>The migrations of the control plane and of tenants, in order of their numbers.</summary>
internal static class SqlMigrations
{
    public static IReadOnlyList<SqlMigration> Platform { get; } = Load("Platform");

    public static IReadOnlyList<SqlMigration> Tenant { get; } = Load("Tenant");

    /// <summary>The schema version that this build of the program works with.</summary>
    public static int TenantVersion { get; } = Tenant[^1].Number;

    private static List<SqlMigration> Load(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Migrations.{folder}/";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var file = name[prefix.Length..];
                    return new SqlMigration(
                        int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture),
                        file,
                        reader.ReadToEnd()
                    );
                }),
        ];
    }
}
