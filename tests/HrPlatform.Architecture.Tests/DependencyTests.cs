using System.Reflection;
using System.Xml.Linq;

namespace HrPlatform.Architecture.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_domain_references_nothing_but_the_platform()
    {
        var references = NamesOf(Code.Domain);
        references.ShouldNotBeEmpty();
        references.ShouldAllBe(name => name.StartsWith("System", StringComparison.Ordinal) || name == "netstandard");
    }

    [Fact]
    public void Dependencies_point_inwards()
    {
        OwnNamesOf(Code.Application).ShouldBe(["HrPlatform.Domain"]);
        OwnNamesOf(Code.Infrastructure).ShouldBe(["HrPlatform.Application", "HrPlatform.Domain"]);
        OwnNamesOf(Code.Api).ShouldContain("HrPlatform.Infrastructure");
    }

    [Fact]
    public void The_application_knows_neither_PostgreSQL_nor_HTTP()
    {
        var references = NamesOf(Code.Application);
        references.ShouldNotBeEmpty();
        references
            .Where(name =>
                name.Contains("Npgsql", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_SDK_and_its_samples_reference_no_project_of_the_server()
    {
        var projects = Directory
            .EnumerateFiles(Path.Combine(Root(), "sdk"), "*.csproj", SearchOption.AllDirectories)
            .ToList();
        projects.ShouldNotBeEmpty();
        foreach (var project in projects)
        {
            XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
                .Where(path => path.Contains("src/", StringComparison.Ordinal))
                .ShouldBeEmpty(project);
        }
    }

    private static List<string> NamesOf(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(name => name.Name!)];

    private static List<string> OwnNamesOf(Assembly assembly) =>
        [
            .. NamesOf(assembly)
                .Where(name => name.StartsWith("HrPlatform", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HrPlatform.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests don't lie inside the repository.");
    }
}
