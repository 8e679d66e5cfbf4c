using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using HrPlatform.Api.Tests;
using HrPlatform.Api.Tests.Processes;

namespace HrPlatform.Sdk.Tests.Live;

/// <summary>The SDK as others get it: packed, and used as a package by a program that knows nothing of this repository.</summary>
public sealed class QuickstartTests(ApiFixture api, PackageFixture package) : IClassFixture<PackageFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_package_holds_what_its_users_need()
    {
        using var archive = ZipFile.OpenRead(package.File);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();

        foreach (var framework in new[] { "net8.0", "net10.0" })
        {
            names.ShouldContain($"lib/{framework}/HrPlatform.Sdk.dll");
            names.ShouldContain($"lib/{framework}/HrPlatform.Sdk.xml");
        }
        names.ShouldContain("README.md");
        File.Exists(Path.ChangeExtension(package.File, ".snupkg")).ShouldBeTrue();

        using var text = archive.Entries.Single(entry => entry.FullName == "HrPlatform.Sdk.nuspec").Open();
        var metadata = XDocument.Load(text).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        Value("license").ShouldBe("MIT");
        Value("readme").ShouldBe("README.md");
        Value("description").Length.ShouldBeGreaterThan(50);
        metadata
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["Microsoft.Extensions.Http", "Refit"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_program_with_the_package_alone_imports_uploads_searches_and_gets_right_answers()
    {
        var program = await package.BuildSampleAsync(Cancellation);
        var tenant = await api.CreateTenantAsync();

        var output = await PackageFixture.RunAsync(
            [program, "How many employees do we have?", "How many days of annual leave do full-time employees have?"],
            [
                ("HR_URL", api.BaseAddress.ToString()),
                ("HR_API_KEY", tenant.ApiKey),
                ("HR_EMPLOYEES", Repository.PathOf("data/demo/employees.csv")),
                ("HR_HANDBOOK", Repository.PathOf("data/demo/handbook")),
            ],
            Cancellation
        );

        var active = File.ReadLines(Repository.PathOf("data/demo/employees.csv"))
            .Count(line => line.EndsWith(",active,", StringComparison.Ordinal));
        output.ShouldContain("created: 2000");
        output.ShouldContain($"{Directory.GetFiles(Repository.PathOf("data/demo/handbook")).Length} documents");
        output.ShouldContain("Parental leave");
        Section("# How many employees").ShouldContain(active.ToString("N0"));
        Section("# How many employees").ShouldContain("[1] employees:");
        Section("# How many days").ShouldContain("26 working days");
        Section("# How many days").ShouldContain("How much leave you have");

        string Section(string title)
        {
            var start = output.IndexOf(title, StringComparison.Ordinal);
            start.ShouldBeGreaterThanOrEqualTo(0, output);
            var end = output.IndexOf("\n#", start + 1, StringComparison.Ordinal);
            return end < 0 ? output[start..] : output[start..end];
        }
    }
}

/// <summary>Packs the SDK once, into a feed of its own under a version of its own.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hr-sdk-package-").FullName;

    // NuGet keeps what it has once unpacked: a version that was never there before is the one that was packed now.
    private readonly string _version = $"0.1.0-test.{Guid.CreateVersion7():n}";

    private static string Configuration { get; } =
        typeof(PackageFixture).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    public string File => Path.Combine(_folder, "feed", $"HrPlatform.Sdk.{_version}.nupkg");

    public async ValueTask InitializeAsync() =>
        await RunAsync(
            [
                "pack",
                Repository.PathOf("sdk/HrPlatform.Sdk/HrPlatform.Sdk.csproj"),
                "-c",
                Configuration,
                $"-p:PackageVersion={_version}",
                "-o",
                Path.GetDirectoryName(File)!,
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
            ],
            [],
            default
        );

    /// <summary>The path of the sample's program.</summary>
    public async Task<string> BuildSampleAsync(CancellationToken cancellationToken)
    {
        // The sample's own nuget.config names this folder, which need not exist in a fresh clone.
        Directory.CreateDirectory(Repository.PathOf("artifacts/packages"));
        var output = Path.Combine(_folder, "sample");
        await RunAsync(
            [
                "build",
                Repository.PathOf("sdk/samples/Quickstart/Quickstart.csproj"),
                "-c",
                "Release",
                "--artifacts-path",
                output,
                $"-p:HrPlatformSdkVersion={_version}",
                $"-p:RestoreAdditionalProjectSources={Path.GetDirectoryName(File)}",
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
            ],
            [],
            cancellationToken
        );
        return Path.Combine(output, "bin", "Quickstart", "release", "Quickstart.dll");
    }

    /// <summary>What <c>dotnet</c> prints; an exception with it when it fails.</summary>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyList<(string Name, string Value)> environment,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            process.ExitCode.ShouldBe(0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        var unpacked = Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            "hrplatform.sdk",
            _version
        );
        if (Directory.Exists(unpacked))
            Directory.Delete(unpacked, recursive: true);
        return ValueTask.CompletedTask;
    }
}
