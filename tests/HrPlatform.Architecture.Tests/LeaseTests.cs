using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrPlatform.Architecture.Tests;

/// <summary>Connections come from the lease and from nowhere else; see docs/decisions/0004.</summary>
public sealed class LeaseTests
{
    private const string Persistence = "HrPlatform.Infrastructure.Persistence";

    // Configures the contexts; the connections that it sets are leased ones.
    private static readonly string[] _composition = ["HrPlatform.Infrastructure.DependencyInjection"];

    [Fact]
    public void Only_the_persistence_makes_or_opens_connections()
    {
        var calls = Code.All.SelectMany(Code.CallsIn).Where(call => MakesOrOpens(call.Callee)).ToList();
        calls.Count.ShouldBeGreaterThan(3);

        calls
            .Where(call =>
                !IsPersistence(call.Caller) && !_composition.Contains(call.Caller.FullName, StringComparer.Ordinal)
            )
            .Select(call => $"{call.Caller.FullName} calls {call.Callee.DeclaringType!.Name}.{call.Callee.Name}")
            .Distinct()
            .ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_migrator_runs_as_the_owner()
    {
        var callers = Code
            .All.SelectMany(Code.CallsIn)
            .Where(call => call.Callee.Name == "OpenAsOwnerAsync")
            .Select(call => call.Caller.Name)
            .Distinct()
            .ToList();
        callers.ShouldBe(["PlatformMigrator"]);
    }

    [Fact]
    public void No_statement_of_ours_changes_the_role_or_the_search_path_but_the_lease_and_the_provisioning()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Sources(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            )
            .ToList();
        files.Count.ShouldBeGreaterThan(100);
        string[] words =
        [
            "SET ROLE",
            "SET LOCAL ROLE",
            "SET SESSION ROLE",
            "RESET ROLE",
            "SET LOCAL search_path",
            "SET SESSION search_path",
            "'search_path'",
            "SESSION AUTHORIZATION",
        ];
        files
            .Where(file => words.Any(word => File.ReadAllText(file).Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["PostgresShards.cs", "TenantConnections.cs", "TenantProvisioner.cs"]);
    }

    [Fact]
    public void No_statement_of_ours_is_put_together_by_EF_Core_from_text()
    {
        Code.All.SelectMany(Code.CallsIn)
            .Where(call => call.Callee.Name is "FromSqlRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync" or "SqlQueryRaw")
            .Select(call => call.Caller.FullName)
            .Distinct()
            .ShouldBeEmpty();
    }

    private static bool MakesOrOpens(MethodBase callee)
    {
        var type = callee.DeclaringType!;
        return type == typeof(NpgsqlConnection) && callee.Name is ".ctor" or "Open" or "OpenAsync"
            || type == typeof(NpgsqlDataSource)
            || type == typeof(NpgsqlDataSourceBuilder)
            || type == typeof(NpgsqlMultiHostDataSource)
            || type == typeof(RelationalDatabaseFacadeExtensions)
                && callee.Name is "GetDbConnection" or "SetDbConnection" or "OpenConnectionAsync" or "OpenConnection"
            || callee.Name == "UseNpgsql";
    }

    private static bool IsPersistence(Type type) =>
        type.Namespace == Persistence
        || type.Namespace?.StartsWith(Persistence + ".", StringComparison.Ordinal) == true;

    private static string Sources()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HrPlatform.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests don't lie inside the repository.");
    }
}
